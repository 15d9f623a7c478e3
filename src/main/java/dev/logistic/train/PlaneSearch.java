package dev.logistic.train;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Looks for a plane with each class on a side of its own, by Newton's method on the loss in
 * float64. Its steps do not mind columns of unlike scales, and so come to a plane in about a dozen
 * where L-BFGS takes hundreds. That none is found does not prove that there is none.
 */
final class PlaneSearch {

  /** A step costs rows times the square of this. */
  private static final int MOST_COLUMNS = 500;

  private static final int MOST_STEPS = 40;
  private static final double SMALL_GRADIENT = 1e-9;
  private static final double STABILIZING = 1e-10;

  private final NewtonRows rows;

  /**
   * @param rows only looked at while this searches
   */
  PlaneSearch(NewtonRows rows) {
    this.rows = rows;
  }

  /** Whether so many columns are not too many to search. */
  static boolean takes(long columns) {
    return columns <= MOST_COLUMNS;
  }

  /**
   * Whether a plane was found that satisfies the check, which gets weights with the bias behind.
   */
  boolean finds(Predicate<double[]> separates) {
    double[] plane = new double[rows.means().length + 1];
    for (int step = 0; step < MOST_STEPS; step++) {
      Information information = rows.at(plane);
      if (information.separates() && separates.test(rows.uncentered(plane))) {
        return true;
      }
      if (!moves(plane, information)) {
        return false;
      }
    }
    return false;
  }

  /** Takes Newton's step, unless the optimum is reached or there is none. */
  private boolean moves(double[] plane, Information information) {
    double[] gradient = information.gradient();
    double small = SMALL_GRADIENT * rows.rows();
    if (Arrays.stream(gradient).allMatch(component -> Math.abs(component) <= small)) {
      return false;
    }
    double[][] matrix = information.matrix();
    for (int i = 0; i < matrix.length; i++) {
      matrix[i][i] += STABILIZING * matrix[i][i] + Double.MIN_NORMAL;
    }
    Cholesky factor = new Cholesky(matrix);
    if (!factor.dependent().isEmpty()) {
      return false;
    }
    double[] move = factor.solve(gradient);
    for (int i = 0; i < plane.length; i++) {
      plane[i] += move[i];
    }
    return Arrays.stream(plane).allMatch(Double::isFinite);
  }
}
