package dev.logistic.optimizer;

import dev.logistic.checkpoint.State;
import dev.logistic.objective.Lasso;
import dev.logistic.objective.LossFunction;
import org.jspecify.annotations.Nullable;

/**
 * Minimises a smooth function plus {@code l1 * ||w||_1}, with weights that are exactly 0 in the
 * optimum: orthant-wise limited-memory quasi-Newton (Andrew and Gao 2007, Scalable training of
 * L1-regularized log-linear models). A step follows {@code -H} times the shortest subgradient and
 * stays in the orthant that it enters; weights that would leave it stop at 0.
 *
 * <p>Two things differ from the paper, for speed near the optimum. Curvature is restricted to the
 * weights that are free to move, as those held at 0 would distort it. And a non-zero weight may
 * move against its own component of the subgradient, as in Newton's method; only if that finds no
 * better point is the direction restricted as in the paper. Deterministic. For one thread.
 */
public final class OwlQn implements Minimizer {

  private static final int QUICK_TRIALS = 8;
  private static final int MOST_TRIALS = 40;

  private final OrthantSearch search;
  private final Lasso lasso;
  private final QuasiNewton loop; // value and gradient of the smooth part

  /**
   * @param smooth the function without the l1 penalty
   * @param start where to begin; copied
   * @param scales as {@link Lbfgs} has them
   * @param noise relative error of the function's values, such as 1e-15 where it computes in
   *     float64
   */
  public OwlQn(LossFunction smooth, Lasso lasso, double[] start, double[] scales, double noise) {
    this.search = new OrthantSearch(smooth, lasso, noise);
    this.lasso = lasso;
    this.loop = new QuasiNewton(smooth, start, scales, this::next);
  }

  private @Nullable Point next(Point current, Curvature curvature) {
    double[] subgradient = subgradient(current);
    boolean[] free = free(current, subgradient);
    double[] direction = curvature.within(free).direction(subgradient);
    double first = QuasiNewton.firstStep(direction, curvature);
    align(direction, current, subgradient, false);
    Point quick = search.search(current, subgradient, direction, first, QUICK_TRIALS);
    if (quick != null) {
      return quick;
    }
    align(direction, current, subgradient, true);
    return search.search(current, subgradient, direction, first, MOST_TRIALS);
  }

  private double[] subgradient(Point at) {
    return lasso.leastSubgradient(at.parameters(), at.gradient());
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
    return loop.current().value() + lasso.value(loop.current().parameters());
  }

  @Override
  public double gradientNorm() {
    return Vectors.largest(subgradient(loop.current()));
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
