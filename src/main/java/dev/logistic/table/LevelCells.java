package dev.logistic.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The levels of a text column while it is read, by their codes in the order of appearance. */
final class LevelCells {

  private final String table;
  private final Column column;
  private final int most;
  private final TextKinds texts;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> levels = new ArrayList<>();
  private final List<TextKinds.Count> kinds = new ArrayList<>();
  private boolean overflown;

  /**
   * @param most levels that there may be
   * @param categorical whether numbers are levels like other texts
   */
  LevelCells(Table table, Column column, int most, boolean categorical, MissingMarkers markers) {
    this.table = table.name();
    this.column = column;
    this.most = most;
    this.texts = new TextKinds(markers, categorical, false);
  }

  /** The code of a level. */
  int code(String level, long row) throws TableException {
    Integer known = codes.get(level);
    if (known != null) {
      kinds.get(known).add(level, row);
      return known;
    }
    TextKinds.Count kind = texts.kind(level);
    kind.add(level, row);
    if (levels.size() == most) {
      overflown = true;
      texts.requireNotTooMany(table, column, levels, most);
      return -1; // refused at the end: continue to see what else occurs
    }
    codes.put(level, levels.size());
    levels.add(level);
    kinds.add(kind);
    return levels.size() - 1;
  }

  /**
   * The levels by code, when all rows have been read.
   *
   * @throws TableException if any looks like a missing value, or most of the values are numbers
   */
  List<String> levels() throws TableException {
    texts.require(table, column, levels);
    if (overflown) {
      throw TextKinds.tooManyForDense(table, column, most);
    }
    return levels;
  }
}
