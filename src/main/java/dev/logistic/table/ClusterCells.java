package dev.logistic.table;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The clusters, groups or instants of a table's rows while they are read, numbered as they appear.
 */
final class ClusterCells {

  private static final String TIME = "time";

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

  static ClusterCells ofTimes(Column column) {
    return new ClusterCells(column, TIME);
  }

  /** Whether these are instants. */
  boolean areTimes() {
    return kind.equals(TIME);
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
      throw new TableException(
          "%s must %s a %s, is missing"
              .formatted(cursor.at(index), areTimes() ? "have" : "name", kind));
    }
    Integer known = numbers.get(value);
    if (known == null) {
      requireValid(value, cursor, index);
      known = numbers.size();
      numbers.put(value, known);
    }
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
    }
    rows[count++] = known;
  }

  private void requireValid(String value, Cursor cursor, int index) throws TableException {
    if (column.kind() == Column.Kind.NUMBER && !Numbers.isNumber(value)) {
      throw new TableException(cursor.at(index) + " must be a finite number, was " + value);
    }
    if (areTimes() && instant(value).isEmpty()) {
      throw new TableException(
          "%s must be %s, was %s; make it one in SQL with data.query, as in strptime(\"%s\", '%%d/%%m/%%Y')"
              .formatted(cursor.at(index), Instants.EXPECTED, Names.quoted(value), column.name()));
    }
  }

  /** Name of the column. */
  String name() {
    return column.name();
  }

  private Optional<BigDecimal> instant(String value) {
    return column.kind() == Column.Kind.NUMBER
        ? Optional.of(new BigDecimal(value.strip()))
        : Instants.seconds(value);
  }

  /**
   * Numbers them in the order of their texts, or of time, instead, which does not depend on that of
   * the rows; equal instants, however they are written, get the same number.
   */
  void sort() {
    int[] places = areTimes() ? placesInTime() : placesOfTexts();
    for (int row = 0; row < count; row++) {
      rows[row] = places[rows[row]];
    }
  }

  private int[] placesOfTexts() {
    int[] places = new int[numbers.size()];
    List<String> sorted = numbers.keySet().stream().sorted().toList();
    for (int place = 0; place < places.length; place++) {
      places[Objects.requireNonNull(numbers.get(sorted.get(place)))] = place;
    }
    return places;
  }

  private int[] placesInTime() {
    int[] places = new int[numbers.size()];
    NavigableMap<BigDecimal, List<Integer>> inTime = new TreeMap<>();
    numbers.forEach(
        (text, number) ->
            inTime
                .computeIfAbsent(instant(text).orElseThrow(), instant -> new ArrayList<>())
                .add(number));
    int place = 0;
    for (List<Integer> same : inTime.values()) {
      for (int number : same) {
        places[number] = place;
      }
      place++;
    }
    return places;
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
