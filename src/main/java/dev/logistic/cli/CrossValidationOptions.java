package dev.logistic.cli;

import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.data.LabelledData;
import dev.logistic.selection.CrossValidation;
import dev.logistic.selection.L2Grid;
import dev.logistic.selection.RegularizationPath;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which l2 is chosen on rows held out. */
final class CrossValidationOptions {

  private static final String ONE_STANDARD_ERROR = "1se";
  private static final List<String> RULES = List.of("best", ONE_STANDARD_ERROR);

  @Option(
      names = "--cv",
      paramLabel = "K",
      description = "Choose train.l2 by the log-loss of K-fold cross-validation.")
  private @Nullable String folds;

  @Option(
      names = "--l2-grid",
      paramLabel = "auto|V,V,...",
      description =
          "The values of train.l2 to choose from; by default auto, 1e4/rows to 1e-4/rows.")
  private @Nullable String grid;

  @Option(
      names = "--cv-rule",
      paramLabel = "best|1se",
      completionCandidates = Rules.class,
      description =
          "Choose the l2 with the least log-loss (best, the default), or the largest within one"
              + " standard error of it (1se).")
  private @Nullable String rule;

  /** The rules, for the completion of shells. */
  static final class Rules implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return RULES.iterator();
    }
  }

  /** Whether a cross-validation is requested. */
  boolean isRequested() {
    return folds != null;
  }

  /** Checks what the arguments and settings alone determine. */
  void requireSense(Settings settings) {
    if (folds != null) {
      validation(settings, folds);
    } else if (grid != null) {
      throw new SettingsException("--l2-grid needs --cv K");
    } else if (rule != null) {
      throw new SettingsException("--cv-rule needs --cv K");
    }
    if (rule != null && !RULES.contains(rule)) {
      throw new SettingsException("--cv-rule must be best or 1se, was \"" + rule + "\"");
    }
  }

  /** Computes the path if requested, showing the progress. */
  @Nullable RegularizationPath path(Settings settings, LabelledData rows, boolean silent) {
    if (folds == null) {
      return null;
    }
    CrossValidation validation = validation(settings.forArrays(), folds);
    try (Progress progress = Progress.ofFits(validation.fits(rows.rows()), silent)) {
      RegularizationPath path = validation.path(rows, progress::fit);
      return ONE_STANDARD_ERROR.equals(rule) ? path.byOneStandardError() : path;
    }
  }

  private CrossValidation validation(Settings settings, String count) {
    if (!count.strip().matches("[2-9]|[1-9]\\d|100")) {
      throw new SettingsException(
          "--cv must be a whole number from 2 to 100, was \"" + count + "\"");
    }
    if (settings.isGiven(Settings.L2) && settings.get(Settings.L2).isPresent()) {
      throw new SettingsException(
          "--cv chooses train.l2, which must not be given too, was "
              + Settings.L2.print(settings.get(Settings.L2)));
    }
    return CrossValidation.of(settings, Integer.parseInt(count.strip()), l2Grid());
  }

  private L2Grid l2Grid() {
    try {
      return grid == null ? L2Grid.AUTO : L2Grid.parse(grid);
    } catch (IllegalArgumentException e) {
      throw new SettingsException("--" + e.getMessage());
    }
  }
}
