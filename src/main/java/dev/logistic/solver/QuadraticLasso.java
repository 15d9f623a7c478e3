package dev.logistic.solver;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Minimises a convex quadratic function plus {@code sum_i strength_i |x_i|}. Each round minimises
 * along every coordinate, which finds the zeros, and then moves to the minimum over the non-zero
 * coordinates, or as far as none of them changes its sign. No round increases the value, and once
 * the signs are those of the minimum, a round ends exactly there. For one thread.
 */
final class QuadraticLasso {

  private static final int MOST_ROUNDS = 100;

  /** Relative error of a slope. */
  private static final double ROUNDING = 1e-12;

  private static final double STABILIZING = 1e-8;

  private final double[] at;
  private final double[] slope; // of the quadratic part
  private final double[][] curvature;
  private final double[] strengths;

  /**
   * @param start copied
   * @param slope of the quadratic part at the start; copied
   * @param curvature symmetric, both triangles filled
   * @param strengths each at least 0
   */
  QuadraticLasso(double[] start, double[] slope, double[][] curvature, double[] strengths) {
    this.at = start.clone();
    this.slope = slope.clone();
    this.curvature = curvature;
    this.strengths = strengths;
  }

  /** Returns the point of the least value. */
  double[] minimize() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      for (int i = 0; i < at.length; i++) {
        minimizeAlong(i);
      }
      if (solveOnSupport() && !leavesZero()) {
        break;
      }
    }
    return at.clone();
  }

  private void minimizeAlong(int i) {
    double bend = curvature[i][i];
    if (bend > 0) {
      double free = at[i] - slope[i] / bend;
      double size = Math.max(0, Math.abs(free) - strengths[i] / bend);
      set(i, size == 0 ? 0 : Math.copySign(size, free)); // not -0
    } else if (Math.abs(slope[i]) < strengths[i]) {
      set(i, 0); // a constant column
    }
  }

  private void set(int i, double value) {
    double change = value - at[i];
    at[i] = value;
    for (int j = 0; j < slope.length && change != 0; j++) {
      slope[j] += curvature[i][j] * change;
    }
  }

  /** Returns whether no coordinate became 0 on the way to the minimum. */
  private boolean solveOnSupport() {
    int[] support =
        IntStream.range(0, at.length).filter(i -> strengths[i] == 0 || at[i] != 0).toArray();
    double[] step =
        factor(support)
            .solve(
                Arrays.stream(support)
                    .mapToDouble(i -> -slope[i] - strengths[i] * Math.signum(at[i]))
                    .toArray());
    double length = 1;
    int zero = -1;
    for (int k = 0; k < support.length; k++) {
      double from = at[support[k]];
      boolean crosses = strengths[support[k]] > 0 && from * (from + step[k]) <= 0;
      if (crosses && -from / step[k] <= length) {
        length = -from / step[k];
        zero = k;
      }
    }
    for (int k = 0; k < support.length; k++) {
      set(support[k], k == zero ? 0 : at[support[k]] + length * step[k]);
    }
    return zero < 0;
  }

  /**
   * Where columns depend on each other, a little added curvature still yields a descent direction.
   */
  private Cholesky factor(int[] support) {
    Cholesky exact = new Cholesky(among(support, 0));
    return exact.dependent().isEmpty() ? exact : new Cholesky(among(support, STABILIZING));
  }

  private double[][] among(int[] support, double more) {
    double[][] matrix = new double[support.length][support.length];
    for (int k = 0; k < support.length; k++) {
      double[] row = curvature[support[k]];
      Arrays.setAll(matrix[k], l -> row[support[l]]);
      matrix[k][k] += more * matrix[k][k];
    }
    return matrix;
  }

  /** Whether the value decreases as some coordinate leaves 0. */
  private boolean leavesZero() {
    return IntStream.range(0, at.length)
        .anyMatch(
            i ->
                strengths[i] > 0
                    && at[i] == 0
                    && Math.abs(slope[i]) > strengths[i] * (1 + ROUNDING));
  }
}
