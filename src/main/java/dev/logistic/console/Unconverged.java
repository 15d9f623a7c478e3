package dev.logistic.console;

import dev.logistic.config.Settings;
import dev.logistic.config.Settings.Precision;
import dev.logistic.train.Fit;
import dev.logistic.train.Remedies;
import dev.logistic.train.Stop;
import dev.logistic.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;

/** Warns of a fit that did not reach the optimum: what is missing, and what would help. */
public final class Unconverged {

  private Unconverged() {}

  /** Solvers with a fixed number of epochs never claim an optimum; a deterministic solver does. */
  public static List<String> warnings(Settings settings, TrainingResult result) {
    if (!settings.get(Settings.SOLVER).convergesToOptimum()) {
      return List.of();
    }
    return warnings(settings, result.stop(), result.fit());
  }

  static List<String> warnings(Settings settings, Stop stop, Fit fit) {
    return switch (stop.reason()) {
      case TOLERANCE, PATIENCE, LISTENER -> List.of(); // an optimum, or a requested stop
      case SEPARABLE -> List.of(stop.noOptimum().orElseThrow());
      case EPOCHS -> List.of(figures(settings, stop, fit) + Remedies.of(stop, settings, true));
      case NO_PROGRESS ->
          List.of(
              figures(settings, stop, fit)
                  + cause(settings, fit)
                  + ": "
                  + Remedies.of(stop, settings, true));
    };
  }

  private static String figures(Settings settings, Stop stop, Fit fit) {
    List<String> missed = new ArrayList<>();
    if (missesGap(fit)) {
      missed.add(gap(fit));
    }
    boolean required = fit.gapLimit().isEmpty() || settings.get(Settings.TOLERANCE).isPresent();
    if (missed.isEmpty() || (required && fit.gradientNorm() > stop.tolerance())) {
      missed.add(gradient(settings, stop, fit));
    }
    return "not converged after %d iterations: %s; "
        .formatted(stop.iterations(), String.join("; ", missed));
  }

  private static boolean missesGap(Fit fit) {
    return fit.gapLimit().isPresent()
        && !(fit.optimalityGap().orElse(Double.POSITIVE_INFINITY) <= fit.gapLimit().getAsDouble());
  }

  private static String gap(Fit fit) {
    String limit = GapText.of(fit.gapLimit().orElseThrow());
    return fit.provenGap().isPresent()
        ? "the optimality gap is at most %s and must be at most %s of the null loss"
            .formatted(GapText.of(fit.provenGap().getAsDouble()), limit)
        : "no optimality gap could be proven, and it must be at most %s of the null loss"
            .formatted(limit);
  }

  private static String gradient(Settings settings, Stop stop, Fit fit) {
    return "the largest component of the %s is %s and must be at most %s"
        .formatted(
            settings.get(Settings.L1) > 0 ? "shortest subgradient (the KKT residual)" : "gradient",
            (float) fit.gradientNorm(),
            stop.tolerance());
  }

  /** Newton's method computes in float64; its result is then rounded to the model's type. */
  private static String cause(Settings settings, Fit fit) {
    boolean rounded = settings.get(Settings.PRECISION) == Precision.FLOAT32;
    if (!rounded || !missesGap(fit)) {
      return "no step improves the objective at this precision";
    }
    return fit.provenGap().isPresent()
        ? "rounding the parameters to float32 loses the optimum"
        : "rounding the parameters to float32 may have lost the optimum";
  }
}
