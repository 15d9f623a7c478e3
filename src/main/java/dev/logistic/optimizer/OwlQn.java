package dev.logistic.optimizer;

import dev.logistic.objective.Lasso;
import dev.logistic.objective.LossFunction;
import org.jspecify.annotations.Nullable;

/**
 * Minimises a smooth function plus {@code l1 * ||w||_1}, with weights that are exactly 0 in the
 * optimum: orthant-wise limited-memory quasi-Newton (Andrew and Gao 2007, Scalable training of
 * L1-regularized log-linear models). A step goes along {@code -H} times the shortest subgradient
 * and stays in the orthant that it starts into; weights that would leave it stop at 0.
 *
 * <p>Two things differ from the paper, for speed near the optimum. Curvature is taken within the
 * weights that are free to move, as those held at 0 would distort it. And a weight that is not 0
 * may move against its own component of the subgradient, as in Newton's method; only if that finds
 * no better point is the direction cut down to the paper's. Deterministic. For one thread.
 */
public final class OwlQn implements Minimizer {

  private static final int PAIRS = 10;
  private static final int QUICK_TRIALS = 8;
  private static final int MOST_TRIALS = 40;

  private final OrthantSearch search;
  private final Lasso lasso;
  private final Curvature curvature = new Curvature(PAIRS);
  private Point current; // value and gradient of the smooth part
  private double[] subgradient;

  /**
   * @param smooth the function without the l1 penalty
   * @param start where to begin; copied
   * @param noise relative error of the function's values, such as 1e-15 where it computes in
   *     float64
   */
  public OwlQn(LossFunction smooth, Lasso lasso, double[] start, double noise) {
    this.search = new OrthantSearch(smooth, lasso, noise);
    this.lasso = lasso;
    double[] parameters = start.clone();
    double[] gradient = new double[parameters.length];
    double value = smooth.evaluate(parameters, gradient);
    this.current = new Point(parameters, value, gradient);
    this.subgradient = lasso.leastSubgradient(parameters, gradient);
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
    subgradient = lasso.leastSubgradient(current.parameters(), current.gradient());
    return true;
  }

  private @Nullable Point next() {
    double[] direction = curvature.within(free()).direction(subgradient);
    double length = Math.sqrt(Vectors.dot(direction, direction));
    double first = curvature.isEmpty() ? Math.min(1, 1 / length) : 1;
    align(direction, false);
    Point quick = search.search(current, subgradient, direction, first, QUICK_TRIALS);
    if (quick != null) {
      return quick;
    }
    align(direction, true);
    return search.search(current, subgradient, direction, first, MOST_TRIALS);
  }

  /** All parameters but the weights that are 0 and best stay so. */
  private boolean[] free() {
    boolean[] free = new boolean[subgradient.length];
    for (int i = 0; i < free.length; i++) {
      free[i] =
          current.parameters()[i] != 0 || subgradient[i] != 0 || !lasso.covers(i, free.length);
    }
    return free;
  }

  /** Drops what would go against the subgradient: of weights that are 0, or of all. */
  private void align(double[] direction, boolean all) {
    for (int i = 0; i < direction.length; i++) {
      boolean bound = lasso.covers(i, direction.length) && (all || current.parameters()[i] == 0);
      if (bound && direction[i] * subgradient[i] >= 0) {
        direction[i] = 0;
      }
    }
  }

  @Override
  public double[] parameters() {
    return current.parameters().clone();
  }

  @Override
  public double value() {
    return current.value() + lasso.value(current.parameters());
  }

  @Override
  public double gradientNorm() {
    return Vectors.largest(subgradient);
  }
}
