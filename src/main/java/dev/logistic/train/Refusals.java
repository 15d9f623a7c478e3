package dev.logistic.train;

import dev.logistic.config.Settings;
import dev.logistic.config.Settings.Solver;
import java.util.Optional;

/** Reasons for which statistics of the coefficients would mean nothing, whatever the data. */
final class Refusals {

  private Refusals() {}

  static Optional<String> beforehand(Settings settings, double l2, Stop stop) {
    if (l2 > 0) {
      return Optional.of(
          "the fit is penalised (train.l2=%s), which biases its coefficients: train with train.l2=0"
              .formatted(l2));
    }
    if (settings.get(Settings.SOLVER) == Solver.SGD) {
      return Optional.of(
          "the solver sgd does not go to the optimum: train with train.solver=lbfgs");
    }
    if (!stop.converged()) {
      return Optional.of(
          "the fit is not converged (it stopped because: %s), and standard errors hold at the optimum only: %s"
              .formatted(
                  stop.reason(),
                  stop.reason() == Stop.Reason.EPOCHS
                      ? "raise train.epochs"
                      : "try engine.precision=float64 or data.standardize=true"));
    }
    return Optional.empty();
  }
}
