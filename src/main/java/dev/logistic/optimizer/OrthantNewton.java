package dev.logistic.optimizer;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import dev.logistic.objective.Lasso;
import org.jspecify.annotations.Nullable;

/**
 * Minimises a smooth function plus {@code l1 * ||w||_1} by Newton steps within an orthant, for many
 * parameters: a step comes from conjugate gradients over the weights that are free to move, and
 * weights that would leave the orthant stop at 0 (Keskar, Nocedal, Oztoprak, Waechter 2016, A
 * second-order method for convex l1-regularized optimization with active-set prediction). Needs a
 * few vectors. For one thread.
 */
public final class OrthantNewton implements Resumable {

  private static final int MOST_PRODUCTS = 200;

  /** The factor by which conjugate gradients reduce the subgradient. */
  private static final double RESIDUAL = 0.01;

  private final CurvedFunction smooth;
  private final OrthantStep step;
  private Point current;

  /**
   * @param smooth the function without the l1 penalty
   * @param start copied
   * @param noise relative error of the function's values
   */
  public OrthantNewton(CurvedFunction smooth, Lasso lasso, double[] start, double noise) {
    this.smooth = smooth;
    this.step = new OrthantStep(smooth, lasso, noise);
    this.current = at(start.clone());
  }

  private Point at(double[] parameters) {
    double[] gradient = new double[parameters.length];
    double value = smooth.evaluate(parameters, gradient);
    return new Point(parameters, value, gradient);
  }

  /** Takes a step; false where none is better. */
  public boolean step() {
    double[] diagonal = smooth.diagonal(current.parameters());
    Point next = step.next(current, new Newton(diagonal, MOST_PRODUCTS));
    if (next == null) {
      next = step.next(current, new Newton(diagonal, 0));
    }
    return moveTo(next);
  }

  private boolean moveTo(@Nullable Point next) {
    current = next == null ? current : next;
    return next != null;
  }

  /** The model at the current point; without products it consists of the diagonal alone. */
  private final class Newton implements OrthantStep.Model {
    private final double[] diagonal;
    private final int products;

    Newton(double[] diagonal, int products) {
      this.diagonal = diagonal;
      this.products = products;
    }

    @Override
    public double[] direction(boolean[] free, double[] subgradient) {
      double[] right = new double[subgradient.length];
      Vectors.add(-1, Vectors.only(free, subgradient), right);
      return products == 0
          ? ConjugateGradients.preconditioned(right, diagonal)
          : ConjugateGradients.solve(
                  along -> Vectors.only(free, smooth.curvatureAlong(current.parameters(), along)),
                  diagonal,
                  right,
                  RESIDUAL,
                  products)
              .x();
    }

    @Override
    public double firstStep(double[] direction) {
      return 1;
    }
  }

  /** The parameters reached; not a copy. */
  public double[] parameters() {
    return current.parameters();
  }

  /** The value of the smooth part there. */
  public double smoothValue() {
    return current.value();
  }

  /** The gradient of the smooth part there; not a copy. */
  public double[] smoothGradient() {
    return current.gradient();
  }

  @Override
  public void save(State state) {
    state.put("newton.parameters", current.parameters());
  }

  @Override
  public void restore(State state) {
    current = at(state.array("newton.parameters", current.parameters().length));
  }
}
