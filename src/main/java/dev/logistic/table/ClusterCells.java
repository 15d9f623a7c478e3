package dev.logistic.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** The clusters or groups of a table's rows while they are read, numbered as they appear. */
final class ClusterCells {

  private final Column column;
  private final String kind;
  private final Map<String, Integer> numbers = new HashMap<>();
  private int[] rows = new int[1024];
  private int count;

  private ClusterCells(Column column, String kind) {
    this.column = column;
    this.kind = kind;
  }

  static ClusterCells ofClusters(Column column) {
    return new ClusterCells(column, "cluster");
  }

  static ClusterCells ofGroups(Column column) {
    return new ClusterCells(column, "group");
  }

  /** How a cluster or group is to be read: a double cannot hold every long whole number. */
  static Selection selection(Column column) {
    return new Selection(column, Selection.Form.TEXT);
  }

  /**
   * Reads the cluster or group of the cursor's row.
   *
   * @throws TableException naming row and column if it is missing, or a number that is not finite
   */
  void add(Cursor cursor, int index) throws TableException {
    String value = cursor.text(index);
    if (value == null) {
      throw new TableException(cursor.at(index) + " must name a " + kind + ", is missing");
    }
    if (column.kind() == Column.Kind.NUMBER && !Numbers.isNumber(value)) {
      throw new TableException(cursor.at(index) + " must be a finite number, was " + value);
    }
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
    }
    Integer known = numbers.putIfAbsent(value, numbers.size());
    rows[count++] = known == null ? numbers.size() - 1 : known;
  }

  /** Name of the column. */
  String name() {
    return column.name();
  }

  /**
   * Numbers them in the order of their texts instead, which does not depend on that of the rows.
   */
  void sort() {
    int[] places = new int[numbers.size()];
    List<String> sorted = numbers.keySet().stream().sorted().toList();
    for (int place = 0; place < places.length; place++) {
      places[Objects.requireNonNull(numbers.put(sorted.get(place), place))] = place;
    }
    for (int row = 0; row < count; row++) {
      rows[row] = places[rows[row]];
    }
  }

  /** Returns those of all rows. */
  int[] toArray() {
    return Arrays.copyOf(rows, count);
  }

  /** Returns those of the rows that are not held out. */
  int[] toLearnFrom(BitSet heldOut) {
    return IntStream.range(0, count)
        .filter(row -> !heldOut.get(row))
        .map(row -> rows[row])
        .toArray();
  }
}
