package dev.logistic.solver;

import dev.logistic.checkpoint.State;
import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.Minimizer;
import dev.logistic.optimizer.OrthantNewton;

/**
 * Newton's method for the loss with an l1 penalty where there are too many parameters for {@link
 * ProximalNewton}: {@link OrthantNewton} in float64 whatever the type of the rows. For one thread.
 */
final class LassoNewtonCg implements Minimizer {

  /** Relative error of the objective in float64. */
  private static final double ROUNDING = 1e-14;

  private final Penalty penalty;
  private final LassoCoordinates coordinates;
  private final OrthantNewton steps;

  /**
   * @param penalty with an l1
   * @param start as a model has the parameters; copied
   */
  LassoNewtonCg(AllRows rows, Penalty penalty, double[] start) {
    this.penalty = penalty;
    this.coordinates = new LassoCoordinates(rows.centering(), penalty);
    this.steps =
        new OrthantNewton(
            new CurvedLoss(rows, penalty), penalty.lasso(), coordinates.centered(start), ROUNDING);
  }

  @Override
  public boolean step() {
    return steps.step();
  }

  /** The parameters, laid out as in a model; biases of more than two classes sum to 0. */
  @Override
  public double[] parameters() {
    return coordinates.uncentered(steps.parameters());
  }

  @Override
  public double value() {
    return steps.smoothValue() + penalty.lasso().value(steps.parameters());
  }

  @Override
  public double gradientNorm() {
    return coordinates.subgradientNorm(steps.parameters(), steps.smoothGradient());
  }

  /**
   * About the duality gap without an l2 penalty: {@code l1 ||w||_1} times the share of the gradient
   * that is above l1, which the dual must do without. 0 with an l2 penalty, where that is no guide.
   */
  double infeasibility() {
    double steepest = coordinates.largestSlope(steps.smoothGradient());
    return penalty.l2() > 0 || steepest <= penalty.l1()
        ? 0
        : (1 - penalty.l1() / steepest) * penalty.lasso().value(steps.parameters());
  }

  @Override
  public void save(State state) {
    steps.save(state);
  }

  @Override
  public void restore(State state) {
    steps.restore(state);
  }
}
