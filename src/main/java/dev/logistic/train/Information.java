package dev.logistic.train;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The log-likelihood of all rows at some parameters, and its derivatives: sums, not means. The bias
 * comes first.
 */
final class Information implements Serializable {

  private static final long serialVersionUID = 1L;

  private final double[] gradient;
  private final double[][] matrix;
  private double logLikelihood;
  private double smallestMargin = Double.POSITIVE_INFINITY;

  Information(int size) {
    this.gradient = new double[size];
    this.matrix = new double[size][size];
  }

  /** Adds a block's part; the matrix is given row by row. */
  void add(double ofBlock, double margin, double[] slope, double[] curvature) {
    logLikelihood += ofBlock;
    smallestMargin = Math.min(smallestMargin, margin);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += slope[i];
      for (int j = i; j < gradient.length; j++) {
        matrix[i][j] += curvature[i * gradient.length + j];
      }
    }
  }

  /** The sums over these rows and others, which come later. */
  Information and(Information later) {
    Information both = new Information(gradient.length);
    both.add(this);
    both.add(later);
    return both;
  }

  private void add(Information other) {
    logLikelihood += other.logLikelihood;
    smallestMargin = Math.min(smallestMargin, other.smallestMargin);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += other.gradient[i];
      for (int j = i; j < gradient.length; j++) {
        matrix[i][j] += other.matrix[i][j];
      }
    }
  }

  double logLikelihood() {
    return logLikelihood;
  }

  /** Whether every row has the larger probability for its own class: the classes are separated. */
  boolean separates() {
    return smallestMargin > 0;
  }

  /** {@code X'(y - p)}; a copy. */
  double[] gradient() {
    return gradient.clone();
  }

  /** The upper triangle of {@code X'WX} with {@code W = p (1 - p)}; a copy. */
  double[][] matrix() {
    return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
  }
}
