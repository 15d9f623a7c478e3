package dev.logistic.schema;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The covariance of the coefficients on the scale of the input columns, in the order of {@link
 * FitStatistics#coefficients}. Immutable. For use within this project.
 */
public final class CovarianceMatrix {

  private final int size;
  private final double[] values;

  /**
   * Creates a matrix.
   *
   * @param size coefficients, including the bias
   * @param values row by row; not copied
   * @throws IllegalArgumentException if it has another number of values, or one is not finite
   */
  public CovarianceMatrix(int size, double[] values) {
    if (values.length != (long) size * size || !Arrays.stream(values).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "expected %d x %d finite covariances, found %d values, or one that is not finite"
              .formatted(size, size, values.length));
    }
    this.size = size;
    this.values = values;
  }

  /** Number of coefficients, including the bias. */
  public int size() {
    return size;
  }

  /** Returns the covariance of two coefficients; the bias has index 0. */
  public double at(int row, int column) {
    return values[row * size + column];
  }

  /** Returns a row; a copy. */
  public double[] row(int row) {
    return Arrays.copyOfRange(values, row * size, (row + 1) * size);
  }

  /** Returns all rows, one after another; a copy. */
  public double[] values() {
    return values.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CovarianceMatrix matrix && Arrays.equals(values, matrix.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "CovarianceMatrix[%d x %d]".formatted(size, size);
  }
}
