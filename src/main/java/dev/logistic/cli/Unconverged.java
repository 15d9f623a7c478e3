package dev.logistic.cli;

import dev.logistic.config.Settings;
import dev.logistic.config.Settings.Solver;
import dev.logistic.train.Remedies;
import dev.logistic.train.Stop;
import dev.logistic.train.TrainingResult;
import java.util.List;

/** What to say of a fit that did not reach the optimum, and what would help. */
public final class Unconverged {

  private Unconverged() {}

  /** A number of epochs proves nothing, but a deterministic solver was to reach the optimum. */
  public static List<String> warnings(Settings settings, TrainingResult result) {
    Stop stop = result.stop();
    if (settings.get(Settings.SOLVER) != Solver.LBFGS || stop.converged()) {
      return List.of();
    }
    return switch (stop.reason()) {
      case TOLERANCE, PATIENCE, LISTENER -> List.of(); // an optimum, and an end that was asked for
      case SEPARABLE -> List.of(stop.noOptimum().orElseThrow());
      case EPOCHS -> List.of(figures(settings, result) + Remedies.of(stop, settings, true));
      case NO_PROGRESS ->
          List.of(
              figures(settings, result)
                  + "no step improves the objective at this precision: "
                  + Remedies.of(stop, settings, true));
    };
  }

  private static String figures(Settings settings, TrainingResult result) {
    return "not converged after %d iterations: the largest component of the %s is %s and must be at most %s; "
        .formatted(
            result.stop().iterations(),
            settings.get(Settings.L1) > 0 ? "shortest subgradient (the KKT residual)" : "gradient",
            (float) result.fit().gradientNorm(),
            result.stop().tolerance());
  }
}
