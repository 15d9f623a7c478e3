package dev.logistic.cli;

import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.ThresholdRule;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Scores;
import dev.logistic.selection.CrossValidation;
import dev.logistic.selection.CrossValidation.OutOfFold;
import dev.logistic.selection.PenaltyGrid;
import dev.logistic.selection.RegularizationPath;
import dev.logistic.train.Tables;
import dev.logistic.train.ThresholdSearch;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options by which the penalty is chosen on rows held out. */
final class CrossValidationOptions {

  private static final String ONE_STANDARD_ERROR = "1se";
  private static final List<String> RULES = List.of("best", ONE_STANDARD_ERROR);

  @Option(
      names = "--cv",
      paramLabel = "K",
      description =
          "Choose train.l2, or with --l1-grid train.l1, by the log-loss of K-fold cross-validation.")
  private @Nullable String folds;

  @Option(
      names = "--l2-grid",
      paramLabel = "auto|V,V,...",
      description =
          "The values of train.l2 to choose from; by default auto, 1e4/rows to 1e-4/rows.")
  private @Nullable String grid;

  @Option(
      names = "--l1-grid",
      paramLabel = "auto|V,V,...",
      description =
          "Choose train.l1 instead, among these values; auto: from the smallest one at which all weights"
              + " are 0 down to a ten-thousandth of it. train.l2 is then as set.")
  private @Nullable String l1Grid;

  @Option(
      names = "--cv-rule",
      paramLabel = "best|1se",
      completionCandidates = Rules.class,
      description =
          "Choose the value with the least log-loss (best, the default), or the largest within one"
              + " standard error of it (1se).")
  private @Nullable String rule;

  @Option(
      names = "--nested",
      description =
          "Report the log-loss to expect by nested cross-validation, which repeats the choice without"
              + " each fold. It takes K (K - 1) / 2 further paths.")
  private boolean nested;

  @Option(
      names = "--out-of-fold",
      paramLabel = "FILE",
      description =
          "Write all rows with the prediction of the fold that each was held out in, by the chosen l2,"
              + " to a file in the format of its ending: .csv, .parquet or .jsonl.")
  private @Nullable String outOfFold;

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
  void requireSense(Settings settings, CommandLine command) {
    if (folds != null) {
      validation(settings, folds);
    } else if (grid != null || l1Grid != null) {
      throw new SettingsException("--%s-grid needs --cv K".formatted(l1Grid == null ? "l2" : "l1"));
    } else if (rule != null) {
      throw new SettingsException("--cv-rule needs --cv K");
    } else if (nested) {
      throw new SettingsException("--nested needs --cv K");
    } else if (outOfFold != null) {
      throw new SettingsException("--out-of-fold needs --cv K");
    }
    if (outOfFold != null && RowsOutput.of("--out-of-fold", outOfFold, command).isStdout()) {
      throw new SettingsException("--out-of-fold must be a file, was \"-\"");
    }
    if (outOfFold != null && (!settings.isTable() || Tables.isLibSvm(settings))) {
      throw new SettingsException(
          "--out-of-fold needs a table with named columns: --data SOURCE; from Java,"
              + " CrossValidation.outOfFold scores any rows");
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
    try (Progress progress = Progress.ofFits(validation.fits(), silent)) {
      RegularizationPath path = validation.path(rows, progress::fit);
      return ONE_STANDARD_ERROR.equals(rule) ? path.byOneStandardError() : path;
    }
  }

  /** The file for predictions out of fold; null if none was named. */
  @Nullable String outOfFold() {
    return outOfFold;
  }

  /**
   * Scores the rows out of fold if that is requested, or needed for a threshold's rule.
   *
   * @param chosen settings with the penalty of the path
   * @param hasHeldOut whether there are other rows for the rule
   */
  @Nullable OutOfFold scores(
      Settings chosen, LabelledData rows, boolean hasHeldOut, boolean silent) {
    if (folds == null || (outOfFold == null && (hasHeldOut || rule(chosen).isNumber()))) {
      return null;
    }
    int count = Integer.parseInt(folds.strip());
    try (Progress progress = Progress.ofFits(count, silent)) {
      return CrossValidation.outOfFold(chosen.forArrays(), rows, count, progress::fit);
    }
  }

  /** Returns settings with the threshold that a rule finds on rows out of fold. */
  static Settings withThreshold(Settings settings, OutOfFold scores, LabelledData rows) {
    ThresholdRule rule = rule(settings);
    if (rule.isNumber()) {
      return settings;
    }
    Scores some = (Scores) scores.of(rows); // of two classes
    double found = ThresholdSearch.find(rule, some, "out of fold");
    return settings.with(Settings.THRESHOLD, Double.toString(found));
  }

  private static ThresholdRule rule(Settings settings) {
    return ThresholdRule.parse(settings.get(Settings.THRESHOLD));
  }

  private CrossValidation validation(Settings settings, String count) {
    if (!count.strip().matches("[2-9]|[1-9]\\d|100")) {
      throw new SettingsException(
          "--cv must be a whole number from 2 to 100, was \"" + count + "\"");
    }
    if (grid != null && l1Grid != null) {
      throw new SettingsException(
          "--l1-grid and --l2-grid cannot be combined: select one part of the penalty, and then the"
              + " other with the first one set");
    }
    PenaltyGrid chosen = grid();
    boolean isL1 = chosen.kind() == PenaltyGrid.Kind.L1;
    boolean isGiven =
        isL1
            ? settings.get(Settings.L1) > 0
            : settings.isGiven(Settings.L2) && settings.get(Settings.L2).isPresent();
    if (isGiven) {
      throw new SettingsException(
          "--cv chooses train.%s, which must not be given too, was %s"
              .formatted(
                  chosen.kind(),
                  isL1 ? settings.get(Settings.L1) : Settings.L2.print(settings.get(Settings.L2))));
    }
    int number = Integer.parseInt(count.strip());
    if (nested && number < 3) {
      throw new SettingsException("--nested needs --cv of at least 3 folds, was " + number);
    }
    CrossValidation validation = CrossValidation.of(settings, number, chosen);
    return nested ? validation.nested() : validation;
  }

  private PenaltyGrid grid() {
    try {
      return l1Grid != null
          ? PenaltyGrid.parse(PenaltyGrid.Kind.L1, l1Grid)
          : PenaltyGrid.parse(PenaltyGrid.Kind.L2, grid == null ? "auto" : grid);
    } catch (IllegalArgumentException e) {
      throw new SettingsException("--" + e.getMessage());
    }
  }
}
