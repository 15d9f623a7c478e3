package dev.logistic.optimizer;

import dev.logistic.objective.Lasso;
import dev.logistic.objective.LossFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds a better point of a smooth function plus an l1 penalty along a direction, within one
 * orthant, by halving the step until the value has decreased enough (Andrew and Gao 2007).
 */
final class OrthantSearch {

  private static final double DECREASE = 1e-4;

  private final LossFunction smooth;
  private final Lasso lasso;
  private final double noise;

  OrthantSearch(LossFunction smooth, Lasso lasso, double noise) {
    this.smooth = smooth;
    this.lasso = lasso;
    this.noise = noise;
  }

  /**
   * Searches from a point.
   *
   * @param subgradient the shortest one there, of the sum
   * @param first step to try, above 0
   * @return a better point with the smooth part's value and gradient, or null if none was found
   */
  @Nullable Point search(
      Point start, double[] subgradient, double[] direction, double first, int trials) {
    double from = start.value() + lasso.value(start.parameters());
    double step = first;
    for (int trial = 0; trial < trials; trial++, step /= 2) {
      double[] point = projected(start.parameters(), subgradient, direction, step);
      double slope = Vectors.dot(subgradient, Vectors.difference(point, start.parameters()));
      if (!(slope < 0)) {
        continue;
      }
      double[] gradient = new double[point.length];
      double value = smooth.evaluate(point, gradient);
      double to = value + lasso.value(point);
      if (to <= from + DECREASE * slope) {
        return new Point(point, value, gradient);
      }
      // So near the optimum that rounding hides the values' difference, the subgradient still
      // decides.
      boolean hidden = to <= from + noise * Math.abs(from);
      if (hidden
          && Vectors.largest(lasso.leastSubgradient(point, gradient))
              < Vectors.largest(subgradient)) {
        return new Point(point, value, gradient);
      }
    }
    return null;
  }

  /** The point a step away, with 0 for each weight that would leave the orthant. */
  private double[] projected(
      double[] start, double[] subgradient, double[] direction, double step) {
    double[] point = start.clone();
    Vectors.add(step, direction, point);
    for (int i = 0; i < point.length; i++) {
      double side = start[i] != 0 ? start[i] : -subgradient[i];
      if (lasso.covers(i, point.length) && point[i] * side <= 0) {
        point[i] = 0;
      }
    }
    return point;
  }
}
