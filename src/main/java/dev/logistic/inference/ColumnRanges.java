package dev.logistic.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.logistic.solver.RowBlock;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The least and the greatest value of each column within one class. */
final class ColumnRanges implements Serializable {

  private static final long serialVersionUID = 1L;

  private final double[] least;
  private final double[] greatest;

  private ColumnRanges(int columns) {
    this.least = new double[columns];
    this.greatest = new double[columns];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
  }

  /** The ranges over the rows of a class with positive weight. */
  static ColumnRanges of(Iterable<RowBlock> blocks, int columns, int place, int classes) {
    ColumnRanges ranges = new ColumnRanges(columns);
    for (RowBlock block : blocks) {
      try (NDScope scope = new NDScope()) {
        NDArray counted = block.counted(place, classes);
        ranges.add(block.features().least(counted), block.features().greatest(counted));
      }
    }
    return ranges;
  }

  private void add(double[] low, double[] high) {
    for (int i = 0; i < least.length; i++) {
      least[i] = Math.min(least[i], low[i]);
      greatest[i] = Math.max(greatest[i], high[i]);
    }
  }

  /** Returns the ranges of both groups of rows. */
  ColumnRanges and(ColumnRanges other) {
    ColumnRanges both = new ColumnRanges(least.length);
    both.add(least, greatest);
    both.add(other.least, other.greatest);
    return both;
  }

  /** The columns in which no value is above the other's values, and some value is below one. */
  IntStream columnsBelow(ColumnRanges other) {
    return IntStream.range(0, least.length)
        .filter(i -> greatest[i] <= other.least[i] && least[i] < other.greatest[i]);
  }

  double least(int column) {
    return least[column];
  }

  double greatest(int column) {
    return greatest[column];
  }
}
