package dev.logistic.train;

import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.solver.AllRows;
import java.util.ArrayList;
import java.util.List;

/**
 * Suggests remedies for a fit of {@code train.solver=lbfgs} that did not converge. For use within
 * this project.
 */
public final class Remedies {

  private static final double STRONG = 1;

  private Remedies() {}

  /**
   * Returns the end of a sentence, without settings that are already in effect.
   *
   * @param penalty whether a larger penalty is a remedy
   */
  public static String of(Stop stop, Settings settings, boolean penalty) {
    boolean wide = settings.get(Settings.PRECISION) == Precision.FLOAT64;
    boolean beyondRounding = stop.tolerance() < AllRows.attainableGradient(wide);
    boolean byGradient =
        settings.get(Settings.TOLERANCE).isPresent() || settings.get(Settings.L1) > 0;
    if (stop.reason() == Stop.Reason.EPOCHS) {
      return beyondRounding
          ? "raise train.epochs, or train.tolerance, which rounding error may keep out of reach"
          : "raise train.epochs";
    }
    List<String> all = new ArrayList<>();
    if (!wide) {
      all.add("engine.precision=float64");
    }
    boolean scaled = settings.get(Settings.STANDARDIZE) && settings.isTable();
    if (!scaled && !settings.standardizesArrays()) {
      all.add("data.standardize=true");
    }
    if (penalty && settings.get(Settings.L2).orElse(0) < STRONG) {
      all.add("a larger train.l2");
    }
    if (beyondRounding || (all.isEmpty() && byGradient)) {
      all.add("a larger train.tolerance");
    }
    if (all.isEmpty()) {
      all.add("leaving out columns that are nearly combinations of others");
    }
    String last = all.remove(all.size() - 1);
    return "try " + (all.isEmpty() ? last : String.join(", ", all) + " or " + last);
  }
}
