package dev.logistic.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds columns that may number the rows: nearly consecutive whole numbers that rise from row to
 * row, as those of an identifier do; and where the rows are sorted by their label, any values that
 * rise, since they then predict the label without meaning anything.
 */
final class RisingColumns {

  /** Fewer rows of a class are often sorted by chance. */
  private static final int FEWEST_ROWS_OF_A_CLASS = 10;

  private static final int ROWS_AT_ONCE = 256;

  /** An identifier's numbers are at least every second one, on average. */
  private static final int LARGEST_STEP = 2;

  private final boolean[] rising;
  private final double[] first;
  private final double[] last;
  private final boolean whole;

  /**
   * @param rising columns that may rise
   * @param whole whether they must have whole numbers
   */
  private RisingColumns(boolean[] rising, boolean whole) {
    this.rising = rising;
    this.whole = whole;
    this.first = new double[rising.length];
    this.last = new double[rising.length];
    Arrays.fill(last, Double.NEGATIVE_INFINITY);
  }

  /**
   * Warns of such columns.
   *
   * @param cells of all rows, in the order of the table
   * @param codes the class of each row
   * @param classes their number
   * @param texts the levels of each column, numbered in the order of the rows; null for numbers
   */
  static List<String> warnings(
      CellBlocks cells,
      short[] codes,
      int classes,
      List<Column> columns,
      List<@Nullable List<String>> texts) {
    if (codes.length < FEWEST_ROWS_OF_A_CLASS * classes) {
      return List.of();
    }
    boolean sorted = isSorted(codes);
    boolean[] candidates = new boolean[columns.size()];
    for (int column = 0; column < candidates.length; column++) {
      candidates[column] = sorted || texts.get(column) == null;
    }
    RisingColumns search = new RisingColumns(candidates, !sorted);
    for (int block = 0; block < cells.blocks(); block++) {
      if (!search.keepRising(cells, block)) {
        return List.of();
      }
    }
    String how =
        sorted
            ? "rises from row to row, and the rows are sorted by the label"
            : "has whole numbers that rise from row to row, as those of an identifier do";
    return IntStream.range(0, candidates.length)
        .filter(column -> search.isFound(column, codes.length))
        .mapToObj(column -> columns.get(column).name())
        .map(
            name ->
                "column \"%s\" %s; if it only numbers the rows, leave it out with data.exclude"
                    .formatted(name, how))
        .toList();
  }

  private boolean isFound(int column, int rows) {
    return rising[column]
        && (!whole || last[column] - first[column] <= LARGEST_STEP * (rows - 1.0));
  }

  /** Whether the rows of each class follow one another. */
  private static boolean isSorted(short[] codes) {
    BitSet ended = new BitSet();
    for (int row = 1; row < codes.length; row++) {
      if (codes[row] != codes[row - 1]) {
        ended.set(codes[row - 1]);
      }
      if (ended.get(codes[row])) {
        return false;
      }
    }
    return true;
  }

  /** Whether a number, kept as its distance from the column's centre, is whole. */
  private static boolean isWhole(CellBlocks cells, int column, double distance) {
    double value = cells.centre(column) + distance;
    return value == Math.rint(value);
  }

  /** Clears columns that do not rise in a block; false if none is left. */
  private boolean keepRising(CellBlocks cells, int block) {
    CellBlocks.Rows rows = cells.rows(block, ROWS_AT_ONCE);
    int[] starts = new int[ROWS_AT_ONCE];
    BitSet none = new BitSet();
    while (rows.next()) {
      int count = rows.starts(none, false, starts);
      for (int row = 0; row < count; row++) {
        boolean any = false;
        for (int column = 0; column < rising.length; column++) {
          double value = rows.cells[starts[row] + column];
          rising[column] &= value > last[column] && (!whole || isWhole(cells, column, value));
          if (last[column] == Double.NEGATIVE_INFINITY) {
            first[column] = value;
          }
          last[column] = value;
          any |= rising[column];
        }
        if (!any) {
          return false;
        }
      }
    }
    return true;
  }
}
