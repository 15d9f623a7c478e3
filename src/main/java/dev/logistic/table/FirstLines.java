package dev.logistic.table;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The first lines of a CSV file, which show forms that DuckDB does not try by itself. */
final class FirstLines {

  private static final int MOST_BYTES = 1 << 18;
  private static final List<String> DELIMITERS = List.of(",", "\t", ";", "|", " ");
  private static final Pattern SEPARATOR = Pattern.compile("(?i)sep=(.)");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** Nothing beyond what DuckDB detects. */
  private static final FirstLines USUAL = new FirstLines("", List.of());

  private final String options;
  private final List<String> shortHeader;

  private FirstLines(String options, List<String> shortHeader) {
    this.options = options;
    this.shortHeader = shortHeader;
  }

  /**
   * Reads the first lines. A file that cannot be read counts as usual: DuckDB will report why.
   *
   * @param file plain or compressed by gzip
   * @param names of columns that the file must have
   * @throws TableException if the cells are separated by runs of blanks
   */
  static FirstLines of(String file, Collection<String> names) throws TableException {
    List<String> lines = read(file);
    if (lines.isEmpty()) {
      return USUAL;
    }
    Matcher separator = SEPARATOR.matcher(lines.get(0));
    if (separator.matches()) {
      return new FirstLines(", skip = 1, delim = " + DuckDb.literal(separator.group(1)), List.of());
    }
    if (names.isEmpty() || lines.size() < 2) {
      return USUAL;
    }
    for (String delimiter : DELIMITERS) {
      List<String> cells = cells(lines.get(0), delimiter.charAt(0));
      if (cells.size() < 2 || !cells.containsAll(names)) {
        continue;
      }
      String delim = ", delim = " + DuckDb.literal(delimiter);
      int found = cells(lines.get(1), delimiter.charAt(0)).size();
      if (found == cells.size() + 1) {
        return new FirstLines(", skip = 1, header = false" + delim, List.copyOf(cells));
      }
      if (found == cells.size()) {
        return delimiter.equals(" ") ? new FirstLines(delim, List.of()) : USUAL;
      }
    }
    requireNoRuns(file, lines.get(0), names);
    return USUAL;
  }

  private static List<String> read(String file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)));
        InputStream plain = file.endsWith(".gz") ? new GZIPInputStream(in) : in) {
      byte[] bytes = plain.readNBytes(MOST_BYTES);
      String text = new String(bytes, charset(bytes));
      return (text.startsWith("\ufeff") ? text.substring(1) : text).lines().limit(2).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Charset charset(byte[] bytes) {
    boolean wide = bytes.length > 1 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe;
    return wide ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
  }

  /** Options of DuckDB's sniff_csv; empty for a usual file. */
  String options() {
    return options;
  }

  /** Number of lines that the options skip. */
  int lines() {
    return options.contains("skip") ? 1 : 0;
  }

  /**
   * The names of all columns except for the first, where the header has one cell less than the
   * rows, since R's write.table gives no name to the column that names the rows; empty otherwise.
   */
  List<String> shortHeader() {
    return shortHeader;
  }

  private static void requireNoRuns(String file, String line, Collection<String> names)
      throws TableException {
    List<String> words = List.of(BLANKS.split(line.strip()));
    if (words.size() > 1 && words.containsAll(names) && !UnreadableCsv.hasDelimiter(line)) {
      throw new TableException(
          ("%s: expected cells separated by one character, found runs of blanks; replace each run"
                  + " by a comma, as with: sed 's/^ *//; s/ *$//; s/  */,/g'")
              .formatted(file));
    }
  }

  /** Splits a line into its cells; a delimiter between quotes is part of a cell. */
  static List<String> cells(String line, char delimiter) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char next = line.charAt(i);
      if (next == '"') {
        quoted = !quoted;
      } else if (next == delimiter && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(next);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
