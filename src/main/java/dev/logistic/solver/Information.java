package dev.logistic.solver;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The log-likelihood of all rows at some parameters, and its derivatives: sums, not means. The bias
 * comes first.
 */
public final class Information implements Serializable {

  private static final long serialVersionUID = 1L;

  private final double[] gradient;
  private final double[][] upper; // of each row from the diagonal on, as there are many of these
  private double logLikelihood;
  private double smallestMargin = Double.POSITIVE_INFINITY;
  private double[] largest = new double[0];

  /** Creates sums over no rows, for so many parameters. */
  public Information(int size) {
    this.gradient = new double[size];
    this.upper = new double[size][];
    Arrays.setAll(upper, i -> new double[size - i]);
  }

  /**
   * Adds a block's part.
   *
   * @param columns the largest absolute value of each column of the design
   * @param curvature the matrix, row by row
   */
  void add(double ofBlock, double margin, double[] columns, double[] slope, double[] curvature) {
    logLikelihood += ofBlock;
    smallestMargin = Math.min(smallestMargin, margin);
    widen(columns);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += slope[i];
      for (int j = i; j < gradient.length; j++) {
        upper[i][j - i] += curvature[i * gradient.length + j];
      }
    }
  }

  /** Adds the sums over later rows to these, and returns these. */
  public Information and(Information later) {
    logLikelihood += later.logLikelihood;
    smallestMargin = Math.min(smallestMargin, later.smallestMargin);
    if (later.largest.length > 0) {
      widen(later.largest);
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += later.gradient[i];
      for (int j = i; j < gradient.length; j++) {
        upper[i][j - i] += later.upper[i][j - i];
      }
    }
    return this;
  }

  private void widen(double[] columns) {
    double[] before = largest;
    largest = columns.clone();
    for (int i = 0; i < before.length; i++) {
      largest[i] = Math.max(largest[i], before[i]);
    }
  }

  double logLikelihood() {
    return logLikelihood;
  }

  /** Whether every row has the larger probability for its own class: the classes are separated. */
  boolean separates() {
    return smallestMargin > 0;
  }

  /** Returns the largest absolute value of each column of the design, the ones first; a copy. */
  double[] largest() {
    return largest.clone();
  }

  /** {@code X'(y - p)}; a copy. */
  double[] gradient() {
    return gradient.clone();
  }

  /** The upper triangle of {@code X'WX} with {@code W = p (1 - p)}; a copy. */
  public double[][] matrix() {
    double[][] matrix = new double[upper.length][upper.length];
    for (int i = 0; i < upper.length; i++) {
      System.arraycopy(upper[i], 0, matrix[i], i, upper[i].length);
    }
    return matrix;
  }
}
