package dev.logistic.train;

import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.config.WeightKind;
import dev.logistic.objective.Penalty;
import dev.logistic.solver.RowFacts;
import java.util.Optional;

/** Reasons for which statistics of the coefficients would be meaningless. */
final class Refusals {

  private Refusals() {}

  /** Returns why there would be none even at an optimum. */
  static Optional<String> ofStatistics(RowFacts facts, Settings settings) {
    if (!facts.weighted() || settings.get(Settings.WEIGHT_KIND) != WeightKind.IMPORTANCE) {
      return Optional.empty();
    }
    return Optional.of(
        "rows or classes are weighted, and the standard errors depend on what the weights mean"
            + (settings.get(Settings.CLASS_WEIGHT).isNone()
                ? ": set data.weight-kind to frequency or sampling"
                : ""));
  }

  /** Returns why the fit is not at an optimum of the likelihood. */
  static Optional<String> ofOptimum(Settings settings, Penalty penalty, Stop stop) {
    if (penalty.l1() > 0 || penalty.l2() > 0) {
      String key = penalty.l2() > 0 ? "train.l2" : "train.l1";
      return Optional.of(
          "the fit is penalised (%s=%s), which biases its coefficients: train with %s=0"
              .formatted(key, penalty.l2() > 0 ? penalty.l2() : penalty.l1(), key));
    }
    Solver solver = settings.get(Settings.SOLVER);
    if (!solver.convergesToOptimum()) {
      return Optional.of(
          "the solver %s does not reach the optimum: train with train.solver=%s"
              .formatted(Settings.SOLVER.print(solver), Solver.names(Solver::convergesToOptimum)));
    }
    if (stop.noOptimum().isPresent()) {
      return stop.noOptimum();
    }
    if (!stop.converged()) {
      return Optional.of(
          "the fit did not converge (it stopped because: %s), and standard errors hold at the optimum only: %s"
              .formatted(stop.reason(), Remedies.of(stop, settings, false)));
    }
    return Optional.empty();
  }
}
