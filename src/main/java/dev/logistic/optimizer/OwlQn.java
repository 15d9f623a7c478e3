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
 * move against its own component of the subgradient ({@link OrthantStep}). Deterministic. For one
 * thread.
 */
public final class OwlQn implements Minimizer {

  private final OrthantStep orthant;
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
    this.orthant = new OrthantStep(smooth, lasso, noise);
    this.lasso = lasso;
    this.loop = new QuasiNewton(smooth, start, scales, this::next);
  }

  private @Nullable Point next(Point current, Curvature curvature) {
    return orthant.next(
        current,
        new OrthantStep.Model() {
          @Override
          public double[] direction(boolean[] free, double[] subgradient) {
            return curvature.within(free).direction(subgradient);
          }

          @Override
          public double firstStep(double[] direction) {
            return QuasiNewton.firstStep(direction, curvature);
          }
        });
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

  /** The length of the shortest subgradient. */
  public double gradientLength() {
    return Vectors.length(orthant.subgradient(loop.current()));
  }

  @Override
  public double gradientNorm() {
    return Vectors.largest(orthant.subgradient(loop.current()));
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
