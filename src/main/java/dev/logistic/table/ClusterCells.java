package dev.logistic.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The clusters of a table's rows while they are read, numbered as they appear. */
final class ClusterCells {

  private final boolean isNumber;
  private final Map<Object, Integer> numbers = new HashMap<>();
  private int[] rows = new int[1024];
  private int count;

  ClusterCells(Column column) {
    this.isNumber = isNumber(column);
  }

  private static boolean isNumber(Column column) {
    return column.kind() == Column.Kind.NUMBER || column.kind() == Column.Kind.BOOLEAN;
  }

  /** How a cluster is to be read. */
  static Selection selection(Column column) {
    return new Selection(column, isNumber(column) ? Selection.Form.NUMBER : Selection.Form.TEXT);
  }

  /**
   * Reads the cluster of the cursor's row.
   *
   * @throws TableException naming row and column if it is missing
   */
  void add(Cursor cursor, int index) throws TableException {
    Object value = isNumber ? (Object) (cursor.number(index) + 0.0) : cursor.text(index);
    if (value == null || cursor.wasMissing()) {
      throw new TableException(cursor.at(index) + " must name a cluster, is missing");
    }
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
    }
    Integer known = numbers.putIfAbsent(value, numbers.size());
    rows[count++] = known == null ? numbers.size() - 1 : known;
  }

  /** Returns the clusters of the rows that are not held out. */
  int[] toLearnFrom(BitSet heldOut) {
    return IntStream.range(0, count)
        .filter(row -> !heldOut.get(row))
        .map(row -> rows[row])
        .toArray();
  }
}
