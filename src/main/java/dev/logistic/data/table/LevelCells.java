package dev.logistic.data.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The levels of a text column while it is read, by their codes in the order of appearance.
 *
 * <p>A column in which most values read as numbers is not meant to be a text, unless it is said to
 * be categorical, and neither is a text that others write for a missing value.
 */
final class LevelCells {

  /** How many cells are of one kind, and the first of them. */
  private static final class Count {
    private long cells;
    private String first = "";
    private long firstRow;

    void add(String level, long row) {
      if (cells++ == 0) {
        first = level;
        firstRow = row;
      }
    }
  }

  private final Table table;
  private final Column column;
  private final int most;
  private final boolean categorical;
  private final MissingMarkers markers;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> levels = new ArrayList<>();
  private final List<Count> kinds = new ArrayList<>();
  private final Count numbers = new Count();
  private final Count formatted = new Count();
  private final Count others = new Count();
  private final Map<String, Count> marked = new TreeMap<>();
  private boolean overflown;

  /**
   * @param most levels that there may be
   * @param categorical whether numbers are levels as well as other texts are
   */
  LevelCells(Table table, Column column, int most, boolean categorical, MissingMarkers markers) {
    this.table = table;
    this.column = column;
    this.most = most;
    this.categorical = categorical;
    this.markers = markers;
  }

  /** The code of a level. */
  int code(String level, long row) throws TableException {
    Integer known = codes.get(level);
    if (known != null) {
      kinds.get(known).add(level, row);
      return known;
    }
    Count kind = kind(level);
    kind.add(level, row);
    if (levels.size() == most) {
      overflown = true;
      if (marked.isEmpty()) {
        requireText();
        if (others.cells > 0) {
          throw tooMany();
        }
      }
      return -1; // refused at the end: go on to see what else comes
    }
    codes.put(level, levels.size());
    levels.add(level);
    kinds.add(kind);
    return levels.size() - 1;
  }

  private TableException tooMany() {
    return new TableException(
        ("%s: column \"%s\" has more than %d distinct texts (data.max-levels); leave it out with"
                + " data.exclude, group its values in SQL with data.query, or allow more")
            .formatted(table.name(), column.name(), most));
  }

  private Count kind(String level) {
    if (markers.contains(level)) {
      return marked.computeIfAbsent(level, text -> new Count());
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

  private void requireText() throws TableException {
    if (numbers.cells + formatted.cells <= others.cells) {
      return;
    }
    if (formatted.cells > 0) {
      throw new TableException(
          ("%s, row %d, column \"%s\": must be a plain number, was %s; make it one in SQL with"
                  + " data.query, as %s, or leave the column out with data.exclude")
              .formatted(
                  table.name(),
                  formatted.firstRow,
                  column.name(),
                  Names.quoted(formatted.first),
                  sql()));
    }
    if (others.cells > 0) {
      throw new TableException(
          ("%s, row %d, column \"%s\": must be a number like most of the values before, was %s; if"
                  + " it means a missing value, name it in data.na")
              .formatted(table.name(), others.firstRow, column.name(), Names.quoted(others.first)));
    }
  }

  private void requireNoMarkers() throws TableException {
    if (marked.isEmpty()) {
      return;
    }
    List<String> found = new ArrayList<>(marked.keySet());
    if (codes.containsKey("+")) {
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
      throw new TableException(
          table.name()
              + ": "
              + MissingMarkers.message(column.name(), cells, "the first in row " + first, texts));
    }
  }

  /**
   * The levels by code, when all rows have been read.
   *
   * @throws TableException if any looks like a missing value, or most of the values are numbers
   */
  List<String> levels() throws TableException {
    requireNoMarkers();
    requireText();
    if (numbers.cells > 0 && others.cells == 0 && marked.isEmpty()) {
      throw new TableException(
          ("%s: column \"%s\" is text, but its values are numbers, as %s in row %d; make it a"
                  + " number in SQL with data.query%s, or, if they are levels, name it in data.categorical")
              .formatted(
                  table.name(),
                  column.name(),
                  Names.quoted(numbers.first),
                  numbers.firstRow,
                  levels.stream().anyMatch(level -> level.contains(",")) ? ", as " + sql() : ""));
    }
    requireOneKindOfFlag();
    if (overflown) {
      throw tooMany();
    }
    return levels;
  }

  /** Where one file writes true and false and another 1 and 0, these are not four levels. */
  private void requireOneKindOfFlag() throws TableException {
    if (numbers.cells > 0 && Flags.areMixedWithNumbers(levels)) {
      throw new TableException(
          Flags.message(
              "%s: column \"%s\"".formatted(table.name(), column.name()),
              "%s in row %d".formatted(Names.quoted(others.first), others.firstRow),
              "%s in row %d".formatted(Names.quoted(numbers.first), numbers.firstRow),
              column));
    }
  }

  private String sql() {
    return FormattedNumbers.sql("\"" + column.name().replace("\"", "\"\"") + "\"", levels);
  }
}
