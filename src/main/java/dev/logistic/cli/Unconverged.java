package dev.logistic.cli;

import dev.logistic.config.Settings;
import dev.logistic.config.Settings.Solver;
import dev.logistic.evaluate.Confusion;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Figures;
import dev.logistic.train.Remedies;
import dev.logistic.train.Stop;
import dev.logistic.train.TrainingResult;
import java.util.List;

/** What to say of a fit that did not reach the optimum, and what would help. */
public final class Unconverged {

  private Unconverged() {}

  /** A number of epochs proves nothing, but a deterministic solver was to reach the optimum. */
  static List<String> warnings(Settings settings, TrainingResult result, Figures onTraining) {
    boolean one = onTraining instanceof Evaluation two && isOfOneClass(two.confusion());
    return warnings(settings, result, one);
  }

  /**
   * The same of rows that are elsewhere.
   *
   * @param ofOneClass whether all have the same class
   */
  public static List<String> warnings(
      Settings settings, TrainingResult result, boolean ofOneClass) {
    Stop stop = result.stop();
    if (settings.get(Settings.SOLVER) != Solver.LBFGS || stop.converged()) {
      return List.of();
    }
    return switch (stop.reason()) {
      case TOLERANCE, PATIENCE, LISTENER -> List.of(); // an optimum, and an end that was asked for
      case SEPARABLE -> List.of(separable(ofOneClass));
      case EPOCHS -> List.of(figures(settings, result) + Remedies.of(stop, settings, true));
      case NO_PROGRESS ->
          List.of(
              figures(settings, result)
                  + "no step improves the objective at this precision: "
                  + Remedies.of(stop, settings, true));
    };
  }

  private static String separable(boolean ofOneClass) {
    if (ofOneClass) {
      return "every row has the same class: there is no finite optimum, as the bias would grow"
          + " without end; add rows of the other class";
    }
    return "the classes are separable by the features: there is no finite optimum, as the weights"
        + " would grow without end; add train.l2 (or train.l1)";
  }

  private static boolean isOfOneClass(Confusion confusion) {
    double positives = confusion.truePositives() + confusion.falseNegatives();
    double negatives = confusion.trueNegatives() + confusion.falsePositives();
    return positives == 0 || negatives == 0;
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
