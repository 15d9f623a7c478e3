package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.Standardization;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Learns means and standard deviations of sparse rows, in float64, one block after another. */
final class SparseStandardizer {

  private final SparseRows rows;
  private final double[] weights; // of the rows
  private final double weightSum;

  SparseStandardizer(SparseRows rows, @Nullable RowWeights given) {
    this.rows = rows;
    this.weights = given == null ? ones(Math.toIntExact(rows.rows())) : doubles(given.given());
    this.weightSum = given == null ? rows.rows() : given.sum();
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double[] doubles(NDArray column) {
    try (NDArray wide = column.toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }

  /**
   * Learns means and population standard deviations, 1 for a constant feature.
   *
   * @param names of the features, for messages
   * @throws IllegalArgumentException if values are too large
   */
  Standardization learned(List<String> names) {
    double[] present = sums((value, column) -> 1);
    double[] means = sums((value, column) -> value);
    Arrays.setAll(means, i -> means[i] / weightSum);
    double[] squares = sums((value, i) -> square(value - means[(int) i]));
    boolean[] constant = constant(present);
    for (int i = 0; i < means.length; i++) {
      squares[i] += (weightSum - present[i]) * square(means[i]);
      if (!Double.isFinite(squares[i])) {
        throw new IllegalArgumentException(
            "feature \"%s\" has values too large to be standardized; make them smaller, or set"
                    .formatted(names.get(i))
                + " data.standardize=false");
      }
    }
    return new Standardization(
        Arrays.stream(means).boxed().toList(),
        IntStream.range(0, means.length)
            .mapToObj(i -> constant[i] ? 1.0 : Math.sqrt(squares[i] / weightSum))
            .toList());
  }

  private static double square(double value) {
    return value * value;
  }

  /** The weighted sum, over the stored values of each column, of a function of value and column. */
  private double[] sums(DoubleBinaryOperator function) {
    double[] sums = new double[rows.width()];
    forEach((row, i, value) -> sums[i] += weights[row] * function.applyAsDouble(value, i));
    return sums;
  }

  /** Whether every row of positive weight has the same value, which may be 0. */
  private boolean[] constant(double[] present) {
    double[] least = new double[rows.width()];
    double[] greatest = new double[rows.width()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
    forEach(
        (row, i, value) -> {
          if (weights[row] > 0) {
            least[i] = Math.min(least[i], value);
            greatest[i] = Math.max(greatest[i], value);
          }
        });
    boolean[] constant = new boolean[rows.width()];
    for (int i = 0; i < constant.length; i++) {
      boolean zeros = present[i] < weightSum; // and perhaps by rounding
      constant[i] = present[i] == 0 || (least[i] == greatest[i] && (!zeros || least[i] == 0));
    }
    return constant;
  }

  private void forEach(SparseBlock.Visitor visitor) {
    for (int block = 0; block < rows.blocks(); block++) {
      int from = block * rows.blockRows();
      rows.with(
          block, read -> read.forEach((row, i, value) -> visitor.accept(from + row, i, value)));
    }
  }
}
