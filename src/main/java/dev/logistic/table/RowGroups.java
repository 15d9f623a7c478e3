package dev.logistic.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows in groups by the value of a column: numbers in their order where all values are numbers,
 * else texts in natural order, and last the rows without a value. Immutable. For use within this
 * project.
 */
public final class RowGroups {

  private final String column;
  private final List<String> values;
  private final int[] codes; // the number of values where one is missing

  RowGroups(String column, List<String> values, int[] codes) {
    this.column = column;
    this.values = List.copyOf(values);
    this.codes = codes;
  }

  /** The name of the column. */
  public String column() {
    return column;
  }

  /** The value of a group, from 0, as text; null for the rows without one. */
  public @Nullable String value(int group) {
    return group < values.size() ? values.get(group) : null;
  }

  /**
   * Returns the groups of some rows, which are counted anew, without the groups that have none.
   *
   * @param some of the rows, from 0
   */
  public RowGroups only(BitSet some) {
    int[] kept = some.stream().map(row -> codes[row]).toArray();
    int[] present =
        IntStream.of(kept).filter(code -> code < values.size()).sorted().distinct().toArray();
    int[] places = new int[values.size() + 1];
    Arrays.fill(places, present.length);
    for (int place = 0; place < present.length; place++) {
      places[present[place]] = place;
    }
    return new RowGroups(
        column,
        IntStream.of(present).mapToObj(values::get).toList(),
        IntStream.of(kept).map(code -> places[code]).toArray());
  }

  /** The rows of each group, from 0, in ascending order; at least one each. */
  public List<int[]> rows() {
    int[] counts = new int[values.size() + 1];
    IntStream.of(codes).forEach(code -> counts[code]++);
    List<int[]> rows = new ArrayList<>();
    for (int count : counts) {
      rows.add(new int[count]);
    }
    for (int row = codes.length - 1; row >= 0; row--) {
      rows.get(codes[row])[--counts[codes[row]]] = row;
    }
    return rows.get(values.size()).length == 0 ? rows.subList(0, values.size()) : rows;
  }
}
