package dev.logistic.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds columns that may number the rows: where the rows are sorted by their label, a column whose
 * values rise from row to row predicts the label without meaning anything.
 */
final class RisingColumns {

  /** Fewer rows of a class are often sorted by chance. */
  private static final int FEWEST_ROWS_OF_A_CLASS = 10;

  private static final int ROWS_AT_ONCE = 256;

  private RisingColumns() {}

  /**
   * Warns of such columns.
   *
   * @param cells of all rows, in the order of the table
   * @param codes the class of each row
   * @param classes their number
   */
  static List<String> warnings(CellBlocks cells, short[] codes, int classes, List<Column> columns) {
    if (codes.length < FEWEST_ROWS_OF_A_CLASS * classes || !isSorted(codes)) {
      return List.of();
    }
    boolean[] rising = new boolean[columns.size()];
    Arrays.fill(rising, true);
    double[] last = new double[columns.size()];
    Arrays.fill(last, Double.NEGATIVE_INFINITY);
    for (int block = 0; block < cells.blocks(); block++) {
      keepRising(cells, block, rising, last);
    }
    return IntStream.range(0, rising.length)
        .filter(column -> rising[column])
        .mapToObj(column -> columns.get(column).name())
        .map(
            name ->
                ("column \"%s\" rises from row to row, and the rows are sorted by the label; if it"
                        + " only numbers the rows, leave it out with data.exclude")
                    .formatted(name))
        .toList();
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

  private static void keepRising(CellBlocks cells, int block, boolean[] rising, double[] last) {
    CellBlocks.Rows rows = cells.rows(block, ROWS_AT_ONCE);
    int[] starts = new int[ROWS_AT_ONCE];
    BitSet none = new BitSet();
    while (rows.next()) {
      int count = rows.starts(none, false, starts);
      for (int row = 0; row < count; row++) {
        for (int column = 0; column < rising.length; column++) {
          double value = rows.cells[starts[row] + column];
          rising[column] &= value > last[column];
          last[column] = value;
        }
      }
    }
  }
}
