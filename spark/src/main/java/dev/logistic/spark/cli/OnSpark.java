package dev.logistic.spark.cli;

import dev.logistic.config.Combinations;
import dev.logistic.config.Facet;
import dev.logistic.config.Key;
import dev.logistic.config.Missing;
import dev.logistic.config.MissingValues;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Solver;
import dev.logistic.config.ThresholdRule;
import dev.logistic.text.JdbcAddress;
import java.util.List;
import java.util.Set;

/** Checks which settings apply on Spark; others must have the defaults for tables. */
final class OnSpark {

  private static final Set<Missing> WAYS_WITH_MISSING = Set.of(Missing.ERROR, Missing.MEAN);

  private OnSpark() {}

  /**
   * Refuses settings that would be silently ignored.
   *
   * @throws SettingsException naming the key
   */
  static void check(Settings settings) {
    if (!settings.isTable()) {
      throw new SettingsException("Spark needs a table: --data PATH|TABLE");
    }
    if (JdbcAddress.is(settings.get(Settings.SOURCE))) {
      throw new SettingsException(
          "Spark reads files and tables of its catalog, and here no database: make a table of it"
              + " in Spark, or train without Spark");
    }
    Solver solver = settings.get(Settings.SOLVER);
    if (!solver.worksOnRemoteRows()) {
      throw new SettingsException(
          "train.solver on Spark must be %s, was %s"
              .formatted(Solver.names(Solver::worksOnRemoteRows), Settings.SOLVER.print(solver)));
    }
    MissingValues missing = settings.get(Settings.MISSING);
    if (!missing.columns().isEmpty() || !WAYS_WITH_MISSING.contains(missing.usual())) {
      throw new SettingsException(
          "data.missing=%s is not possible on Spark: fill values in with data.missing=mean, or fill them in or leave rows out before, in SQL, by Imputer or na.drop()"
              .formatted(missing));
    }
    if (!settings.get(Settings.CATEGORICAL).isEmpty()) {
      throw new SettingsException(
          "data.categorical is not possible on Spark: make the values texts that are no numbers in"
              + " SQL with --query, such as concat('n', zip), or train without Spark");
    }
    if (!settings.get(Settings.TRIALS).isEmpty()) {
      throw new SettingsException(
          "data.trials is not possible on Spark: make a row of each trial in SQL with --query, or of"
              + " trials with and without an event with data.weight, or train without Spark");
    }
    if (!settings.get(Settings.OFFSET).isEmpty()) {
      throw new SettingsException("data.offset is not possible on Spark: train without Spark");
    }
    String threshold = settings.get(Settings.THRESHOLD);
    if (!ThresholdRule.parse(threshold).isNumber()) {
      throw new SettingsException(
          "train.threshold=%s needs rows held out, which is not possible on Spark: set a number, such as evaluate --threshold %s prints, or train without Spark"
              .formatted(threshold, threshold));
    }
    for (Key<String> key : List.of(Settings.GROUP, Settings.TIME)) {
      if (!settings.get(key).isEmpty()) {
        throw new SettingsException(
            key + " is not possible on Spark, where no rows are held out: train without Spark");
      }
    }
    Settings.KEYS.stream()
        .filter(key -> !key.has(Facet.SPARK))
        .forEach(key -> require(settings, key));
    Combinations.check(settings);
  }

  private static <T> void require(Settings settings, Key<T> key) {
    T value = settings.get(key);
    if (!value.equals(key.tableDefault())) {
      throw new SettingsException(
          "%s=%s has no meaning on Spark, where L-BFGS uses all rows in each step on the CPUs of the executors; leave it out"
              .formatted(key, key.print(value)));
    }
  }
}
