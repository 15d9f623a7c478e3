package dev.logistic.train;

import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains that a fit did not reach the optimum: what is missing, and what would help. */
final class Unconverged {

  private Unconverged() {}

  /**
   * Returns a warning if a solver that goes to the optimum did not reach it and was not asked to
   * stop before.
   *
   * @param settings with the precision of the rows
   */
  static List<String> warnings(Settings settings, Stop stop, Fit fit) {
    boolean asked = stop.reason() == Stop.Reason.PATIENCE || stop.reason() == Stop.Reason.LISTENER;
    return asked || !settings.get(Settings.SOLVER).convergesToOptimum()
        ? List.of()
        : reason(settings, stop, fit).stream().toList();
  }

  /**
   * Returns why a fit of any solver did not converge, and what would help; empty if it did.
   *
   * @param settings with the precision of the rows
   */
  static Optional<String> reason(Settings settings, Stop stop, Fit fit) {
    if (stop.converged()) {
      return Optional.empty();
    }
    return Optional.of(
        stop.noOptimum()
            .orElseGet(() -> figures(settings, stop, fit) + remedy(settings, stop, fit)));
  }

  private static String remedy(Settings settings, Stop stop, Fit fit) {
    Solver solver = settings.get(Settings.SOLVER);
    if (stop.reason() == Stop.Reason.PATIENCE) {
      return "train.patience ended the training: leave it unset";
    }
    if (stop.reason() == Stop.Reason.LISTENER) {
      return "a listener ended the training";
    }
    if (!solver.convergesToOptimum()) {
      return "train.solver=%s does not go to the optimum: train with train.solver=%s"
          .formatted(Settings.SOLVER.print(solver), Solver.names(Solver::convergesToOptimum));
    }
    if (stop.reason() == Stop.Reason.UNPROVEN) {
      return "a penalty, such as train.l2=1e-9, allows a proof";
    }
    String remedies = Remedies.of(stop, settings, !settings.get(Settings.FIRTH));
    return stop.reason() == Stop.Reason.EPOCHS ? remedies : cause(settings, fit) + ": " + remedies;
  }

  private static String figures(Settings settings, Stop stop, Fit fit) {
    List<String> missed = new ArrayList<>();
    if (fit.missesGap()) {
      missed.add(gap(fit));
    }
    boolean required = fit.gapLimit().isEmpty() || settings.get(Settings.TOLERANCE).isPresent();
    boolean small = fit.gradientNorm() <= stop.tolerance();
    if (small && isEstimated(settings, fit)) {
      missed.add(
          "the optimality gap can only be estimated without a penalty and with so many parameters,"
              + " and the estimate is "
              + (stop.reason() == Stop.Reason.UNPROVEN ? "within the limit" : "too large"));
    } else if (missed.isEmpty() || (required && !small)) {
      missed.add(gradient(settings, stop, fit));
    }
    String unit = settings.get(Settings.SOLVER).unit();
    return "not converged after %d %s: %s; "
        .formatted(
            stop.iterations(),
            stop.iterations() == 1 ? unit : unit + "s",
            String.join("; ", missed));
  }

  private static boolean isEstimated(Settings settings, Fit fit) {
    return fit.gapLimit().isEmpty()
        && settings.get(Settings.SOLVER).convergesToOptimum()
        && !settings.get(Settings.FIRTH);
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
    if (!rounded || !fit.missesGap()) {
      return "no step improves the objective at this precision";
    }
    return fit.provenGap().isPresent()
        ? "rounding the parameters to float32 loses the optimum"
        : "rounding the parameters to float32 may have lost the optimum";
  }
}
