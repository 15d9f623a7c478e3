package dev.logistic.train;

import ai.djl.Device;
import dev.logistic.config.Key;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Solver;
import dev.logistic.config.WeightKind;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.Devices;
import dev.logistic.solver.Certificate;
import java.util.List;

/** What settings require of the rows to train on. */
final class RowRequirements {

  private RowRequirements() {}

  /**
   * Checks rows against settings that are consistent in themselves.
   *
   * @throws SettingsException if the rows lack what a setting needs; the message names it
   */
  static void check(Settings settings, LabelledData data) {
    requirePlaceAndType(settings, data);
    requireWeightsOfKind(settings, data);
    requireClusters(settings, data);
    requireDense(settings, data);
    requireFirth(settings, data);
    requireTwoClasses(settings, data.classes());
  }

  /**
   * Of more classes, the most probable one is predicted, biases are relative to each other, and a
   * row's leverage is a matrix.
   */
  static void requireTwoClasses(Settings settings, List<String> classes) {
    if (classes.size() == 2) {
      return;
    }
    String threshold = settings.get(Settings.THRESHOLD);
    if (!threshold.equals(Settings.THRESHOLD.defaultValue())) {
      throw new SettingsException(
          "%s=%s is for two classes, found %d, of which the most probable one is predicted: leave it out"
              .formatted(Settings.THRESHOLD, threshold, classes.size()));
    }
    if (settings.get(Settings.COVARIANCE).leveragePower() > 0) {
      throw new SettingsException(
          "%s=%s is for two classes, as a row has a leverage in each class otherwise, found %d: set hc0, hc1 or cluster"
              .formatted(
                  Settings.COVARIANCE,
                  Settings.COVARIANCE.print(settings.get(Settings.COVARIANCE)),
                  classes.size()));
    }
    if (settings.get(Settings.PRIOR).isPresent()) {
      throw new SettingsException(
          "%s=%s is for two classes, found %d: leave it out"
              .formatted(
                  Settings.PRIOR,
                  Settings.PRIOR.print(settings.get(Settings.PRIOR)),
                  classes.size()));
    }
  }

  /** Rows are computed where they are and in their own type, which these settings cannot change. */
  private static void requirePlaceAndType(Settings settings, LabelledData data) {
    if (settings.isGiven(Settings.DEVICE)) {
      Device asked = Devices.resolve(settings.get(Settings.DEVICE));
      requireSame(Settings.DEVICE, Devices.name(asked), Devices.name(data.device()));
    }
    if (settings.isGiven(Settings.PRECISION)) {
      Precision held = Training.precision(data.type());
      requireSame(
          Settings.PRECISION,
          Settings.PRECISION.print(settings.get(Settings.PRECISION)),
          Settings.PRECISION.print(held));
    }
  }

  private static void requireSame(Key<?> key, String asked, String held) {
    if (!asked.equals(held)) {
      throw new SettingsException(
          "%s=%s has no effect on rows in %s: leave it out, or train on rows of that kind"
              .formatted(key, asked, held));
    }
  }

  private static void requireWeightsOfKind(Settings settings, LabelledData data) {
    WeightKind kind = settings.get(Settings.WEIGHT_KIND);
    if (kind != WeightKind.IMPORTANCE && data.weights().isEmpty()) {
      throw new SettingsException(
          "%s=%s needs weights, by LabelledData.withWeights, found none"
              .formatted(Settings.WEIGHT_KIND, Settings.WEIGHT_KIND.print(kind)));
    }
    if (kind == WeightKind.SAMPLING && data.isGrouped()) {
      throw new SettingsException(
          "%s=%s needs the weights of a survey, found numbers of trials: leave it out"
              .formatted(Settings.WEIGHT_KIND, Settings.WEIGHT_KIND.print(kind)));
    }
    if (kind == WeightKind.FREQUENCY) {
      data.requireWholeWeights();
    }
  }

  private static void requireClusters(Settings settings, LabelledData data) {
    if (settings.get(Settings.COVARIANCE).isClustered() && !data.isClustered()) {
      throw new SettingsException(
          "train.covariance=cluster needs clusters of rows, by data.cluster of a table, found none");
    }
  }

  private static void requireDense(Settings settings, LabelledData data) {
    Solver solver = settings.get(Settings.SOLVER);
    if (data.sparse().isPresent() && !solver.convergesToOptimum()) {
      boolean inFile = data.sparse().get().bytesInFile() > 0;
      throw new SettingsException(
          "%s are fitted by %s=%s, was %s, whose steps need minibatches of an array: %s"
              .formatted(
                  inFile ? "rows in a file (" + Settings.MEMORY + ")" : "sparse rows",
                  Settings.SOLVER,
                  Solver.names(Solver::convergesToOptimum),
                  Settings.SOLVER.print(solver),
                  inFile
                      ? "leave it out, or raise " + Settings.MEMORY
                      : "leave it out, or set data.storage=dense if all values fit in memory"));
    }
  }

  private static void requireFirth(Settings settings, LabelledData data) {
    if (!settings.get(Settings.FIRTH)) {
      return;
    }
    if (data.outputs() > 1) {
      throw withoutPrior("two classes, found " + data.classes().size());
    }
    if (data.sparse().isPresent()) {
      throw withoutPrior(
          "rows in an array, found sparse rows or rows in a file: set data.storage=dense, or raise "
              + Settings.MEMORY);
    }
    if (data.columns() > Certificate.MOST_FACTORED) {
      throw withoutPrior(
          "at most %d features, found %d".formatted(Certificate.MOST_FACTORED, data.columns()));
    }
    boolean counted = settings.get(Settings.WEIGHT_KIND) == WeightKind.FREQUENCY;
    if (data.weights().isPresent() && !data.isGrouped() && !counted) {
      throw withoutPrior(
          "weights that count rows: set data.weight-kind=frequency, was "
              + Settings.WEIGHT_KIND.print(settings.get(Settings.WEIGHT_KIND)));
    }
  }

  private static SettingsException withoutPrior(String needed) {
    return new SettingsException("%s=true needs %s".formatted(Settings.FIRTH, needed));
  }
}
