package dev.logistic.optimizer;

import dev.logistic.checkpoint.State;
import dev.logistic.objective.LossFunction;
import org.jspecify.annotations.Nullable;

/**
 * Limited-memory BFGS with a line search for the strong Wolfe conditions (Nocedal and Wright,
 * Numerical Optimization, 2nd edition, algorithm 7.5). Deterministic: the same bits for the same
 * function. For one thread.
 */
public final class Lbfgs implements Minimizer {

  private final LineSearch lineSearch;
  private final QuasiNewton loop;

  /**
   * @param start where to begin; copied
   * @param scales relative length of the first step in each component: the inverse of its
   *     curvature, up to a factor, or 1 if unknown; each above 0; copied
   * @param noise relative error of the function's values, such as 1e-15 where it computes in
   *     float64
   */
  public Lbfgs(LossFunction function, double[] start, double[] scales, double noise) {
    this.lineSearch = new LineSearch(function, noise);
    this.loop = new QuasiNewton(function, start, scales, this::next);
  }

  private @Nullable Point next(Point current, Curvature curvature) {
    double[] direction = curvature.direction(current.gradient());
    return lineSearch.search(current, direction, QuasiNewton.firstStep(direction, curvature));
  }

  @Override
  public boolean step() {
    return loop.step();
  }

  @Override
  public double[] parameters() {
    return loop.current().parameters().clone();
  }

  @Override
  public double value() {
    return loop.current().value();
  }

  /** The length of the gradient. */
  public double gradientLength() {
    return Vectors.length(loop.current().gradient());
  }

  @Override
  public double gradientNorm() {
    return Vectors.largest(loop.current().gradient());
  }

  @Override
  public void save(State state) {
    loop.save(state);
  }

  @Override
  public void restore(State state) {
    loop.restore(state);
  }
}
