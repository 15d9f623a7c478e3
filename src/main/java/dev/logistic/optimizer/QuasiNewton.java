package dev.logistic.optimizer;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import dev.logistic.objective.LossFunction;
import org.jspecify.annotations.Nullable;

/**
 * The loop that {@link Lbfgs} and {@link OwlQn} share: from point to point, with the curvature of
 * the steps so far, which is discarded if it yields no better point.
 */
final class QuasiNewton implements Resumable {

  private static final int PAIRS = 10;

  /** From weights of 0, where columns have variance 1 and are uncorrelated: p (1 - p) is 1/4. */
  private static final double NEWTON_STEP = 4;

  /** The length of the first step, where nothing is known yet. */
  private static final double LONGEST = 2;

  private final Search search;
  private final Curvature curvature;
  private Point current;

  /** Searches for the next point. */
  interface Search {

    /** A better point, or null if none was found. */
    @Nullable Point next(Point current, Curvature curvature);
  }

  /**
   * @param start where to begin; copied
   * @param scales how far to go in each component to begin with, compared with others; copied
   */
  QuasiNewton(LossFunction function, double[] start, double[] scales, Search search) {
    double[] parameters = start.clone();
    double[] gradient = new double[parameters.length];
    double value = function.evaluate(parameters, gradient);
    this.current = new Point(parameters, value, gradient);
    this.curvature = new Curvature(PAIRS, scales.clone());
    this.search = search;
  }

  /** Whether a better point was found, which is then the current one. */
  boolean step() {
    Point next = search.next(current, curvature);
    if (next == null && !curvature.isEmpty()) {
      curvature.clear();
      next = search.next(current, curvature);
    }
    if (next == null) {
      return false;
    }
    curvature.add(
        Vectors.difference(next.parameters(), current.parameters()),
        Vectors.difference(next.gradient(), current.gradient()));
    current = next;
    return true;
  }

  /** The first step to try along a direction. */
  static double firstStep(double[] direction, Curvature curvature) {
    if (!curvature.isEmpty()) {
      return 1;
    }
    return Math.min(NEWTON_STEP, LONGEST / Math.sqrt(Vectors.dot(direction, direction)));
  }

  Point current() {
    return current;
  }

  @Override
  public void save(State state) {
    state.put("point.parameters", current.parameters());
    state.put("point.value", current.value());
    state.put("point.gradient", current.gradient());
    curvature.save(state);
  }

  @Override
  public void restore(State state) {
    int size = current.parameters().length;
    current =
        new Point(
            state.array("point.parameters", size),
            state.number("point.value"),
            state.array("point.gradient", size));
    curvature.restore(state, size);
  }
}
