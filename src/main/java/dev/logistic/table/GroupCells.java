package dev.logistic.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The cells of a column by which rows are grouped, while they are read. */
final class GroupCells {

  /** Of more groups, nobody reads the figures. */
  private static final int MOST = 1_000;

  private static final int MISSING = -1;

  private final Column column;
  private final int place;
  private final Map<String, Integer> values = new HashMap<>();
  private int[] codes = new int[1_024];
  private int count;

  /**
   * @param place of the column among the selections
   */
  GroupCells(Column column, int place) {
    this.column = column;
    this.place = place;
  }

  /**
   * How a value is to be read.
   *
   * @throws TableException if the column has no texts
   */
  static Selection selection(Table table, Column column) throws TableException {
    if (column.kind() == Column.Kind.OTHER) {
      throw new TableException(
          "%s: column \"%s\" is of type %s; expected numbers, texts, dates or true and false to group rows by"
              .formatted(table.name(), column.name(), column.sqlType()));
    }
    return new Selection(column, Selection.Form.TEXT);
  }

  /**
   * Reads the cell of the cursor's row.
   *
   * @throws TableException if there are too many values
   */
  void add(Cursor cursor) throws TableException {
    String value = cursor.text(place);
    if (count == codes.length) {
      codes = Arrays.copyOf(codes, 2 * count);
    }
    codes[count++] = value == null ? MISSING : code(value, cursor);
  }

  /** Adds a row of the same group. */
  void repeat() {
    if (count == codes.length) {
      codes = Arrays.copyOf(codes, 2 * count);
    }
    codes[count] = codes[count - 1];
    count++;
  }

  private int code(String value, Cursor cursor) throws TableException {
    Integer known = values.get(value);
    if (known != null) {
      return known;
    }
    if (values.size() == MOST) {
      throw new TableException(
          "%s a column to group rows by must have at most %d distinct values, has more"
              .formatted(cursor.at(place), MOST));
    }
    values.put(value, values.size());
    return values.size() - 1;
  }

  /** The groups of all rows read so far. */
  RowGroups groups() {
    List<String> ordered = new ArrayList<>(values.keySet());
    ordered.sort(Levels.order(values.keySet()));
    int[] places = new int[ordered.size()];
    for (int i = 0; i < places.length; i++) {
      places[values.getOrDefault(ordered.get(i), 0)] = i;
    }
    int[] ofRows = Arrays.copyOf(codes, count);
    for (int row = 0; row < count; row++) {
      ofRows[row] = codes[row] == MISSING ? places.length : places[codes[row]];
    }
    return new RowGroups(column.name(), ordered, ofRows);
  }
}
