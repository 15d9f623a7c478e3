package dev.logistic.train;

import dev.logistic.model.Parameters;
import dev.logistic.objective.LossFunction;
import dev.logistic.objective.Penalty;
import dev.logistic.solver.Certificate;
import dev.logistic.solver.NewtonMethod;
import java.util.OptionalDouble;

/**
 * The quality of a fit on all rows.
 *
 * @param loss mean over the rows, weighted if they are
 * @param objective the loss with the penalty; with {@code train.firth} less the logarithm of the
 *     prior of the features as they are trained on, divided by the rows
 * @param gradientNorm largest absolute component of the objective's gradient, or with {@code
 *     train.l1} of its shortest subgradient, which is the residual of the Karush-Kuhn-Tucker
 *     conditions: 0 at an optimum
 * @param optimalityGap an upper bound of {@code (objective - optimum) / null loss}, the null loss
 *     being that of the best bias alone; infinite where no bound could be proven, and empty where
 *     none was sought, as with {@code train.solver=sgd} or {@code train.firth}
 * @param gapLimit the largest {@code optimalityGap} of a fit that counts as converged; empty where
 *     there is no bound, as with {@code train.firth}, or with more than 4,096 parameters and no
 *     penalty, where no fit counts as converged
 */
public record Fit(
    double loss,
    double objective,
    double gradientNorm,
    OptionalDouble optimalityGap,
    OptionalDouble gapLimit) {

  /** Creates a fit without a bound. */
  static Fit of(LossFunction data, Parameters parameters, Penalty penalty) {
    return of(data, parameters, penalty, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** Creates a fit with the bound of a solver that converges to the optimum. */
  static Fit certified(
      LossFunction data, Parameters parameters, Penalty penalty, Certificate certificate) {
    OptionalDouble gap = certificate.gap(parameters.toDoubles());
    return of(data, parameters, penalty, gap, certificate.requiredGap());
  }

  /**
   * Creates a fit without a bound, as its objective is not convex everywhere.
   *
   * @param at the parameters
   */
  static Fit of(NewtonMethod at) {
    return new Fit(
        at.loss(), at.value(), at.gradientNorm(), OptionalDouble.empty(), OptionalDouble.empty());
  }

  private static Fit of(
      LossFunction data,
      Parameters parameters,
      Penalty penalty,
      OptionalDouble optimalityGap,
      OptionalDouble gapLimit) {
    double[] at = parameters.toDoubles();
    double[] gradient = new double[at.length];
    double smooth = penalty.smooth(data).evaluate(at, gradient);
    double norm = 0;
    for (double component : penalty.lasso().leastSubgradient(at, gradient)) {
      norm = Math.max(norm, Math.abs(component));
    }
    double objective = smooth + penalty.lasso().value(at);
    return new Fit(objective - penalty.value(at), objective, norm, optimalityGap, gapLimit);
  }

  /** The bound, where one could be proven. */
  public OptionalDouble provenGap() {
    return optimalityGap.isPresent() && Double.isFinite(optimalityGap.getAsDouble())
        ? optimalityGap
        : OptionalDouble.empty();
  }

  /** Whether there is a limit to the bound that this fit does not meet. */
  boolean missesGap() {
    return gapLimit.isPresent()
        && !(optimalityGap.orElse(Double.POSITIVE_INFINITY) <= gapLimit.getAsDouble());
  }
}
