package dev.logistic.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the table of statistics is written. */
enum StatisticsFormat {
  /** Aligned columns. */
  TEXT {
    @Override
    void write(List<String> head, List<List<String>> rows, PrintWriter out) {
      int width = rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
      width = Math.max(width, head.get(0).length());
      List<List<String>> lines = new ArrayList<>(rows);
      lines.add(0, head);
      for (List<String> line : lines) {
        StringBuilder text = new StringBuilder(line.get(0));
        text.append(" ".repeat(width - line.get(0).length()));
        for (int column = 1; column < line.size(); column++) {
          int columnWidth = WIDTHS[column - 1];
          text.append(("  %" + columnWidth + "s").formatted(line.get(column)));
        }
        out.println(text);
      }
    }
  },
  /** A table of GitHub's Markdown. */
  MARKDOWN {
    @Override
    void write(List<String> head, List<List<String>> rows, PrintWriter out) {
      out.println(line(head));
      out.println("|---|" + "---:|".repeat(head.size() - 1));
      rows.forEach(row -> out.println(line(row)));
    }

    private String line(List<String> cells) {
      return cells.stream()
          .map(cell -> cell.replace("\\", "\\\\").replace("|", "\\|"))
          .map(cell -> MARKDOWN_SIGNS.matcher(cell).replaceAll("\\\\$0"))
          .collect(Collectors.joining(" | ", "| ", " |"));
    }
  },
  /** Comma-separated values of all digits, as RFC 4180 has them. */
  CSV {
    @Override
    boolean isForPrograms() {
      return true;
    }

    @Override
    void write(List<String> head, List<List<String>> rows, PrintWriter out) {
      out.println(line(head));
      rows.forEach(row -> out.println(line(row)));
    }

    private String line(List<String> cells) {
      return cells.stream().map(this::cell).collect(Collectors.joining(","));
    }

    private String cell(String text) {
      boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
  },
  /** A tabular environment without packages. */
  LATEX {
    @Override
    void write(List<String> head, List<List<String>> rows, PrintWriter out) {
      out.println("\\begin{tabular}{l" + "r".repeat(head.size() - 1) + "}");
      out.println("\\hline");
      out.println(line(head));
      out.println("\\hline");
      rows.forEach(row -> out.println(line(row)));
      out.println("\\hline");
      out.println("\\end{tabular}");
    }

    private String line(List<String> cells) {
      return cells.stream().map(this::cell).collect(Collectors.joining(" & ", "", " \\\\"));
    }

    private String cell(String text) {
      StringBuilder escaped = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        switch (c) {
          case '\\' -> escaped.append("\\textbackslash{}");
          case '~' -> escaped.append("\\textasciitilde{}");
          case '^' -> escaped.append("\\textasciicircum{}");
          case '<', '>' -> escaped.append('$').append(c).append('$');
          case '_', '&', '%', '$', '#', '{', '}' -> escaped.append('\\').append(c);
          default -> escaped.append(c);
        }
      }
      boolean negative = text.matches("-[0-9].*");
      return negative ? "$-$" + escaped.substring(1) : escaped.toString();
    }
  };

  private static final int[] WIDTHS = {13, 14, 9, 10, 13, 13, 13, 13, 13};

  private static final Pattern MARKDOWN_SIGNS = Pattern.compile("[*_`<>]");

  /** The names, which shells complete. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  static List<String> names() {
    return Arrays.stream(values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
  }

  static Optional<StatisticsFormat> named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /** Whether cells have all digits, and columns the names that they have in JSON. */
  boolean isForPrograms() {
    return false;
  }

  /**
   * Writes a table.
   *
   * @param head the names of the columns
   * @param rows as long as the head, the name of a coefficient first
   */
  abstract void write(List<String> head, List<List<String>> rows, PrintWriter out);
}
