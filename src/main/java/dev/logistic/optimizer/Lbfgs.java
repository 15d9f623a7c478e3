package dev.logistic.optimizer;

import dev.logistic.objective.LossFunction;
import org.jspecify.annotations.Nullable;

/**
 * Limited-memory BFGS with a line search for the strong Wolfe conditions (Nocedal and Wright,
 * Numerical Optimization, 2nd edition, algorithm 7.5). Deterministic: the same bits for the same
 * function. For one thread.
 */
public final class Lbfgs implements Minimizer {

  private static final int PAIRS = 10;

  /** From weights of 0, where columns have variance 1 and are uncorrelated: p (1 - p) is 1/4. */
  private static final double NEWTON_STEP = 4;

  /** Of the first change of the parameters, where nothing is known yet. */
  private static final double LONGEST = 2;

  private final LineSearch lineSearch;
  private final Curvature curvature = new Curvature(PAIRS);
  private Point current;

  /**
   * @param start where to begin; copied
   * @param noise relative error of the function's values, such as 1e-15 where it computes in
   *     float64
   */
  public Lbfgs(LossFunction function, double[] start, double noise) {
    this.lineSearch = new LineSearch(function, noise);
    double[] parameters = start.clone();
    double[] gradient = new double[parameters.length];
    double value = function.evaluate(parameters, gradient);
    this.current = new Point(parameters, value, gradient);
  }

  @Override
  public boolean step() {
    Point next = next();
    if (next == null && !curvature.isEmpty()) {
      curvature.clear();
      next = next();
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

  private @Nullable Point next() {
    double[] direction = curvature.direction(current.gradient());
    double length = Math.sqrt(Vectors.dot(direction, direction));
    double first = curvature.isEmpty() ? Math.min(NEWTON_STEP, LONGEST / length) : 1;
    return lineSearch.search(current, direction, first);
  }

  @Override
  public double[] parameters() {
    return current.parameters().clone();
  }

  @Override
  public double value() {
    return current.value();
  }

  @Override
  public double gradientNorm() {
    return Vectors.largest(current.gradient());
  }
}
