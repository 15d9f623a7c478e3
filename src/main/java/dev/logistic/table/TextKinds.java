package dev.logistic.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * How many cells of a text column are numbers, numbers in a local format, other texts, and common
 * markers of a missing value.
 *
 * <p>A column in which most values are numbers is refused as a text column unless it is declared
 * categorical, and so is one with a common marker of a missing value.
 *
 * <p>For use within this project.
 */
public final class TextKinds implements Serializable {

  private static final long serialVersionUID = 1L;

  /** How many cells are of one kind, and the first of them. */
  static final class Count implements Serializable {
    private static final long serialVersionUID = 1L;

    private long cells;
    private String first = "";
    private long firstRow;

    void add(String level, long row) {
      add(level, row, 1);
    }

    private void add(String level, long row, long count) {
      if (cells == 0) {
        first = level;
        firstRow = row;
      }
      cells += count;
    }

    private void add(Count later) {
      add(later.first, later.firstRow, later.cells);
    }
  }

  private final MissingMarkers markers;
  private final boolean categorical;
  private final boolean remote;
  private final Count numbers = new Count();
  private final Count formatted = new Count();
  private final Count others = new Count();
  private final TreeMap<String, Count> marked = new TreeMap<>();

  /**
   * Starts without cells.
   *
   * @param categorical whether numbers are levels like other texts
   * @param remote whether the rows have no numbers, and messages omit advice that applies only to
   *     the core's own tables
   */
  public TextKinds(MissingMarkers markers, boolean categorical, boolean remote) {
    this.markers = markers;
    this.categorical = categorical;
    this.remote = remote;
  }

  /** Returns an empty count by the same rules. */
  public TextKinds empty() {
    return new TextKinds(markers, categorical, remote);
  }

  /** Counts cells with the same text, in rows without numbers. */
  public void add(String level, long cells) {
    kind(level).add(level, 0, cells);
  }

  /** Adds the counts of others. */
  public void add(TextKinds later) {
    numbers.add(later.numbers);
    formatted.add(later.formatted);
    others.add(later.others);
    later.marked.forEach((text, count) -> mark(text).add(count));
  }

  private Count mark(String text) {
    return marked.computeIfAbsent(text, each -> new Count());
  }

  /** The count for cells with that text. */
  Count kind(String level) {
    if (markers.contains(level)) {
      return mark(level);
    }
    if (categorical) {
      return others;
    }
    String text = level.strip();
    if (Numbers.isNumber(text) || Numbers.hasDecimalComma(text)) {
      return numbers;
    }
    return FormattedNumbers.isOne(text) ? formatted : others;
  }

  /**
   * Refuses, while the column is read, one that can no longer become a text column.
   *
   * @param most levels that there may be, which have been exceeded
   */
  void requireNotTooMany(String table, Column column, Collection<String> levels, int most)
      throws TableException {
    if (marked.isEmpty()) {
      requireText(table, column, levels);
      if (others.cells > 0) {
        throw remote ? tooMany(table, column, most) : tooManyForDense(table, column, most);
      }
    }
  }

  /** The error for a column with more levels than there may be. */
  public static TableException tooMany(String table, Column column, int most) {
    return new TableException(
        ("%s: column \"%s\" has more than %d distinct texts (data.max-levels); leave it out with"
                + " data.exclude, group its values in SQL with data.query, or allow more")
            .formatted(table, column.name(), most));
  }

  /** The error of the core's own tables, which can keep more levels than there may be. */
  static TableException tooManyForDense(String table, Column column, int most) {
    return new TableException(
        ("%s: column \"%s\" has more than %d distinct texts (data.max-levels); leave it out with"
                + " data.exclude, keep each text as a sparse feature with data.storage=sparse, collect"
                + " rare ones with data.min-level-rows, group its values in SQL with data.query, or"
                + " allow more")
            .formatted(table, column.name(), most));
  }

  /**
   * Refuses a column that is not a text column, when all cells have been counted.
   *
   * @param levels as many of its distinct texts as there may be
   * @throws TableException if any looks like a missing value, most of them are numbers, or some are
   *     flags and the others numbers
   */
  public void require(String table, Column column, Collection<String> levels)
      throws TableException {
    requireNoMarkers(table, column, levels);
    requireText(table, column, levels);
    if (numbers.cells > 0 && others.cells == 0 && marked.isEmpty()) {
      boolean commas = !remote && levels.stream().anyMatch(level -> level.contains(","));
      throw new TableException(
          "%s: column \"%s\" is text, but its values are numbers, as %s; make it a number in SQL with data.query%s%s"
              .formatted(
                  table,
                  column.name(),
                  shown(numbers),
                  commas ? ", as " + sql(column, levels) + ambiguity(levels) : "",
                  remote ? "" : ", or, if they are levels, name it in data.categorical"));
    }
    // Where one file writes true and false and another 1 and 0, these are not four levels.
    if (numbers.cells > 0 && Flags.areMixedWithNumbers(levels)) {
      throw new TableException(
          Flags.message(
              "%s: column \"%s\"".formatted(table, column.name()),
              shown(others),
              shown(numbers),
              column));
    }
  }

  /** Among decimal commas, the point of 1.234 may mark thousands. */
  private static String ambiguity(Collection<String> levels) {
    return levels.stream()
        .filter(level -> level.contains(".") && FormattedNumbers.mayBeThousands(level))
        .findFirst()
        .map(
            level ->
                " (this takes the point of %s as a decimal one: correct the cell first if it marks thousands)"
                    .formatted(Names.quoted(level)))
        .orElse("");
  }

  private void requireText(String table, Column column, Collection<String> levels)
      throws TableException {
    if (numbers.cells + formatted.cells <= others.cells) {
      return;
    }
    if (formatted.cells > 0) {
      throw new TableException(
          ("%s: must be a plain number, was %s; make it one in SQL with data.query%s, or leave the"
                  + " column out with data.exclude")
              .formatted(
                  place(table, column, formatted),
                  Names.quoted(formatted.first),
                  remote ? "" : ", as " + sql(column, levels)));
    }
    if (others.cells > 0) {
      throw new TableException(
          ("%s: must be a number like most of the values%s, was %s; if it means a missing value,"
                  + " name it in data.na")
              .formatted(
                  place(table, column, others),
                  remote ? "" : " before",
                  Names.quoted(others.first)));
    }
  }

  private void requireNoMarkers(String table, Column column, Collection<String> levels)
      throws TableException {
    if (marked.isEmpty()) {
      return;
    }
    List<String> found = new ArrayList<>(marked.keySet());
    if (levels.contains("+")) {
      found.add("+");
    }
    List<String> texts = markers.among(found);
    long cells = 0;
    long first = Long.MAX_VALUE;
    for (String text : texts) {
      Count count = marked.getOrDefault(text, new Count());
      cells += count.cells;
      first = Math.min(first, count.firstRow);
    }
    if (cells > 0) {
      String where = remote ? "" : "the first in row " + first;
      throw new TableException(
          table + ": " + MissingMarkers.message(column.name(), cells, where, texts));
    }
  }

  private String place(String table, Column column, Count count) {
    return remote
        ? "%s, column \"%s\"".formatted(table, column.name())
        : "%s, row %d, column \"%s\"".formatted(table, count.firstRow, column.name());
  }

  private String shown(Count count) {
    String text = Names.quoted(count.first);
    return remote ? text : text + " in row " + count.firstRow;
  }

  private static String sql(Column column, Collection<String> levels) {
    return FormattedNumbers.sql("\"" + column.name().replace("\"", "\"\"") + "\"", levels);
  }
}
