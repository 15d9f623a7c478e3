package dev.logistic.train;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Looks for a plane with each class on a side of its own, for more than two for one between any two
 * of them, by Newton's method on the loss in float64. Its steps do not mind columns of unlike
 * scales, and so come to a plane in about a dozen where L-BFGS takes hundreds. That none is found
 * does not prove that there is none.
 */
final class PlaneSearch {

  /** A step costs rows times the square of this. */
  private static final int MOST_COLUMNS = 500;

  private static final int MOST_STEPS = 40;
  private static final double SMALL_GRADIENT = 1e-9;
  private static final double STABILIZING = 1e-10;

  private final AllRows rows;
  private final Centering centering;

  PlaneSearch(AllRows rows) {
    this.rows = rows;
    this.centering = rows.facts().centering();
  }

  /** Whether the columns are not too many to search, each counted once a class but the first. */
  static boolean takes(RowFacts facts) {
    return (long) facts.schema().width() * Centering.classes(facts.outputs()) <= MOST_COLUMNS;
  }

  /**
   * Whether planes were found that satisfy the check, which gets parameters as a model has them.
   */
  boolean finds(Predicate<double[]> separates) {
    int size = centering.means().length + 1;
    double[] planes = new double[size * Centering.classes(centering.outputs())];
    for (int step = 0; step < MOST_STEPS; step++) {
      Information information = rows.look(new Passes.Likelihood(centering, planes));
      if (information.separates() && separates.test(centering.uncentered(planes))) {
        return true;
      }
      if (!moves(planes, information)) {
        return false;
      }
    }
    return false;
  }

  /** Takes Newton's step, unless the optimum is reached or there is none. */
  private boolean moves(double[] planes, Information information) {
    double[] gradient = information.gradient();
    double small = SMALL_GRADIENT * rows.facts().rows();
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
    for (int i = 0; i < planes.length; i++) {
      planes[i] += move[i];
    }
    return Arrays.stream(planes).allMatch(Double::isFinite);
  }
}
