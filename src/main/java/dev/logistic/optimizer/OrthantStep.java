package dev.logistic.optimizer;

import dev.logistic.objective.Lasso;
import dev.logistic.objective.LossFunction;
import org.jspecify.annotations.Nullable;

/**
 * A step of a quasi-Newton or Newton method for a smooth function plus {@code l1 * ||w||_1}, within
 * the orthant that the shortest subgradient points to. The direction comes from a quadratic model
 * restricted to the weights that are free to move. A non-zero weight may move against its own
 * component of the subgradient, as in Newton's method; only if that finds no better point is the
 * direction restricted to components that descend (Andrew and Gao 2007).
 */
final class OrthantStep {

  private static final int QUICK_TRIALS = 8;
  private static final int MOST_TRIALS = 40;

  private final OrthantSearch search;
  private final Lasso lasso;

  OrthantStep(LossFunction smooth, Lasso lasso, double noise) {
    this.search = new OrthantSearch(smooth, lasso, noise);
    this.lasso = lasso;
  }

  /** A quadratic model at a point. */
  interface Model {

    /** Returns the step to its minimum; 0 for components that are not free. */
    double[] direction(boolean[] free, double[] subgradient);

    /** Returns the first length to try along a direction. */
    double firstStep(double[] direction);
  }

  double[] subgradient(Point at) {
    return lasso.leastSubgradient(at.parameters(), at.gradient());
  }

  /** Returns a better point, or null if none was found. */
  @Nullable Point next(Point current, Model model) {
    double[] subgradient = subgradient(current);
    double[] direction = model.direction(free(current, subgradient), subgradient);
    double first = model.firstStep(direction);
    align(direction, current, subgradient, false);
    Point quick = search.search(current, subgradient, direction, first, QUICK_TRIALS);
    if (quick != null) {
      return quick;
    }
    align(direction, current, subgradient, true);
    return search.search(current, subgradient, direction, first, MOST_TRIALS);
  }

  /** All parameters except the weights that are 0 and should stay 0. */
  private boolean[] free(Point current, double[] subgradient) {
    boolean[] free = new boolean[subgradient.length];
    for (int i = 0; i < free.length; i++) {
      free[i] =
          current.parameters()[i] != 0 || subgradient[i] != 0 || !lasso.covers(i, free.length);
    }
    return free;
  }

  /** Drops components against the subgradient: of weights that are 0, or of all. */
  private void align(double[] direction, Point current, double[] subgradient, boolean all) {
    for (int i = 0; i < direction.length; i++) {
      boolean bound = lasso.covers(i, direction.length) && (all || current.parameters()[i] == 0);
      if (bound && direction[i] * subgradient[i] >= 0) {
        direction[i] = 0;
      }
    }
  }
}
