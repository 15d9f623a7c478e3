package dev.logistic.table;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Medians of the cells of the training rows that are not missing: the middle value, or the mean of
 * both middle ones. A row of weight 2 counts as that row twice, and one of weight 0 not at all.
 */
final class Medians {

  private static final int ROWS_AT_ONCE = 1 << 10;

  /** A sum of weights that is so near to half of them is half, except for rounding. */
  private static final double ROUNDING = 1e-9;

  private final CellBlocks cells;
  private final BitSet heldOut;
  private final double @Nullable [] weights;

  /**
   * @param heldOut rows that do not count
   * @param weights of the table's rows; null where each counts once
   */
  Medians(CellBlocks cells, BitSet heldOut, double @Nullable [] weights) {
    this.cells = cells;
    this.heldOut = heldOut;
    this.weights = weights;
  }

  /** The median of a column, on its scale; NaN without any value. */
  double of(int place) {
    double[] values = new double[Math.toIntExact(cells.rows())];
    double[] counts = new double[weights == null ? 0 : values.length];
    int size = 0;
    int[] starts = new int[ROWS_AT_ONCE];
    for (int block = 0; block < cells.blocks(); block++) {
      CellBlocks.Rows read = cells.rows(block, ROWS_AT_ONCE);
      while (read.next()) {
        int count = read.starts(heldOut, false, starts);
        for (int row = 0; row < count; row++) {
          double value = read.cells[starts[row] + place];
          double weight = weights == null ? 1 : weights[read.rowAt(starts[row])];
          if (!Double.isNaN(value) && weight > 0) {
            if (weights != null) {
              counts[size] = weight;
            }
            values[size++] = value;
          }
        }
      }
    }
    double median =
        weights == null
            ? median(Arrays.copyOf(values, size))
            : weighted(Arrays.copyOf(values, size), counts);
    return cells.centre(place) + median;
  }

  private static double median(double[] values) {
    Arrays.parallelSort(values);
    int half = values.length / 2;
    if (values.length == 0) {
      return Double.NaN;
    }
    return values.length % 2 == 1 ? values[half] : middle(values[half - 1], values[half]);
  }

  private static double middle(double low, double high) {
    return low + (high - low) / 2;
  }

  /** Searches for the least value up to which there is half of the weight. */
  private static double weighted(double[] values, double[] weights) {
    double[] sorted = Arrays.stream(values).sorted().distinct().toArray();
    double half = weightUpTo(Double.POSITIVE_INFINITY, values, weights) / 2;
    int from = 0;
    int end = sorted.length - 1;
    while (from < end) {
      int at = (from + end) >>> 1;
      if (weightUpTo(sorted[at], values, weights) >= half * (1 - ROUNDING)) {
        end = at;
      } else {
        from = at + 1;
      }
    }
    boolean isHalf =
        from + 1 < sorted.length
            && weightUpTo(sorted[from], values, weights) <= half * (1 + ROUNDING);
    return isHalf ? middle(sorted[from], sorted[from + 1]) : sorted[from];
  }

  private static double weightUpTo(double most, double[] values, double[] weights) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] <= most ? weights[i] : 0;
    }
    return sum;
  }
}
