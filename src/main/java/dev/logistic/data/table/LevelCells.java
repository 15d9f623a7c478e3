package dev.logistic.data.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The levels of a text column while it is read, by their codes in the order of appearance.
 *
 * <p>A column in which most values read as numbers is not meant to be a text.
 */
final class LevelCells {

  private final Table table;
  private final Column column;
  private final int most;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> levels = new ArrayList<>();
  private final List<Boolean> isNumber = new ArrayList<>();
  private long numbers;
  private long others;
  private String firstNumber = "";
  private String firstOther = "";
  private long firstNumberRow;
  private long firstOtherRow;

  LevelCells(Table table, Column column, int most) {
    this.table = table;
    this.column = column;
    this.most = most;
  }

  /** The code of a level. */
  int code(String level, long row) throws TableException {
    Integer known = codes.get(level);
    if (known != null) {
      count(isNumber.get(known), level, row);
      return known;
    }
    String text = level.strip();
    boolean number = Numbers.isNumber(text) || Numbers.hasDecimalComma(text);
    count(number, level, row);
    if (levels.size() == most) {
      requireText();
      if (others > 0) {
        throw new TableException(
            ("%s: column \"%s\" has more than %d distinct texts (data.max-levels); leave it out with"
                    + " --exclude, group its values in SQL with --query, or allow more")
                .formatted(table.name(), column.name(), most));
      }
      return -1; // nothing but numbers so far: go on to see whether anything else comes
    }
    codes.put(level, levels.size());
    levels.add(level);
    isNumber.add(number);
    return levels.size() - 1;
  }

  private void count(boolean number, String level, long row) {
    if (number) {
      if (numbers++ == 0) {
        firstNumber = level;
        firstNumberRow = row;
      }
    } else if (others++ == 0) {
      firstOther = level;
      firstOtherRow = row;
    }
  }

  private void requireText() throws TableException {
    if (numbers > others && others > 0) {
      throw new TableException(
          ("%s, row %d, column \"%s\": must be a number like most of the values before, was %s; if"
                  + " it means a missing value, name it in data.na")
              .formatted(table.name(), firstOtherRow, column.name(), Names.quoted(firstOther)));
    }
  }

  /**
   * The levels by code, when all rows have been read.
   *
   * @throws TableException if most of the values are numbers
   */
  List<String> levels() throws TableException {
    requireText();
    if (numbers > 0 && others == 0) {
      throw new TableException(
          ("%s: column \"%s\" is text, but its values are numbers, as %s in row %d; make it a number"
                  + " in SQL with --query%s, or a text that is none, such as 'n' || \"%s\"")
              .formatted(
                  table.name(),
                  column.name(),
                  Names.quoted(firstNumber),
                  firstNumberRow,
                  hint(),
                  column.name()));
    }
    return levels;
  }

  private String hint() {
    return levels.stream().anyMatch(level -> level.contains(","))
        ? ", as CAST(replace(\"%s\", ',', '.') AS DOUBLE)".formatted(column.name())
        : "";
  }
}
