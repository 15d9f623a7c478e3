package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.Minibatch;
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

  /** Of the rows of a class that weigh anything. */
  static ColumnRanges of(Iterable<Minibatch> blocks, int columns, int place, int classes) {
    ColumnRanges ranges = new ColumnRanges(columns);
    for (Minibatch block : blocks) {
      try (NDScope scope = new NDScope()) {
        ranges.add(block.features(), outside(block, place, classes));
      }
    }
    return ranges;
  }

  /** 0 for each row of the class, and infinity for each of the others: shape (size, 1). */
  private static NDArray outside(Minibatch block, int place, int classes) {
    NDArray counted = counted(block, place, classes);
    NDArray infinities =
        counted
            .getManager()
            .full(counted.getShape(), Float.POSITIVE_INFINITY, block.features().getDataType());
    return NDArrays.where(counted, infinities.zerosLike(), infinities);
  }

  /** True for each row of the class that weighs anything: shape (size, 1). */
  static NDArray counted(Minibatch block, int place, int classes) {
    NDArray own =
        classes == 2
            ? block.signs().mul(2 * place - 1)
            : block.indicators().get(":, " + place + ":" + (place + 1));
    NDArray counted = own.gt(0);
    return block.isWeighted() ? counted.logicalAnd(block.weights().gt(0)) : counted;
  }

  private void add(NDArray rows, NDArray outside) {
    double[] low = doubles(rows.add(outside).min(new int[] {0}));
    add(low, doubles(rows.sub(outside).max(new int[] {0})));
  }

  private void add(double[] low, double[] high) {
    for (int i = 0; i < least.length; i++) {
      least[i] = Math.min(least[i], low[i]);
      greatest[i] = Math.max(greatest[i], high[i]);
    }
  }

  /** Those of these rows and others. */
  ColumnRanges and(ColumnRanges other) {
    ColumnRanges both = new ColumnRanges(least.length);
    both.add(least, greatest);
    both.add(other.least, other.greatest);
    return both;
  }

  private static double[] doubles(NDArray array) {
    return array.toType(DataType.FLOAT64, false).toDoubleArray();
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
