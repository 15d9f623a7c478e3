package dev.logistic.config;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Checks combinations of settings: a value that would be silently ignored is refused. For use
 * within this project.
 */
public final class Combinations {

  private Combinations() {}

  /**
   * Refuses settings of other solvers or schedules that differ from their defaults, and Nesterov
   * momentum without momentum or with dampening, as PyTorch does.
   *
   * @throws SettingsException if so; the message names both keys
   */
  public static void check(Settings settings) {
    Settings.KEYS.forEach(key -> requireMet(settings, key));
    if (isSet(settings, Settings.CHECKPOINT_EVERY) && settings.get(Settings.CHECKPOINT).isEmpty()) {
      throw new SettingsException(
          assignment(settings, Settings.CHECKPOINT_EVERY) + " needs train.checkpoint");
    }
    requireRate(settings);
    requireStatistics(settings, Settings.COVARIANCE);
    requireStatistics(settings, Settings.TESTS);
    requireStatistics(settings, Settings.INTERVALS);
    if (settings.get(Settings.TESTS) == Tests.LR) {
      requireLikelihood(settings, Settings.TESTS, "set train.tests=wald");
    }
    if (settings.get(Settings.INTERVALS) == Intervals.PROFILE) {
      requireLikelihood(settings, Settings.INTERVALS, "set train.intervals=wald");
    }
    requireFirth(settings);
    requireMeaning(settings);
    requireClusters(settings);
    requireTrials(settings);
    requireFormula(settings);
    if (isSet(settings, Settings.TIME) && isSet(settings, Settings.GROUP)) {
      throw new SettingsException(
          "%s and %s divide the rows in different ways: leave one of them out"
              .formatted(
                  assignment(settings, Settings.TIME), assignment(settings, Settings.GROUP)));
    }
    boolean momentum = settings.get(Settings.MOMENTUM) > 0;
    for (Key<?> key : List.of(Settings.DAMPENING, Settings.NESTEROV)) {
      if (isSet(settings, key) && !momentum) {
        throw new SettingsException(assignment(settings, key) + " needs train.momentum above 0");
      }
    }
    if (settings.get(Settings.NESTEROV) && isSet(settings, Settings.DAMPENING)) {
      throw new SettingsException(
          "train.nesterov=true needs train.dampening=0, was " + settings.get(Settings.DAMPENING));
    }
  }

  /**
   * Refuses settings that describe a table or synthetic rows, for a training on rows in arrays, on
   * which they would have no effect.
   *
   * @throws SettingsException if one differs from its default; the message names it
   */
  public static void checkForArrays(Settings settings) {
    for (Key<?> key : Settings.KEYS) {
      boolean counts = key.countsForArrays() && key != Settings.SOURCE;
      if (!counts && isSet(settings, key)) {
        throw new SettingsException(
            "%s has no effect on rows in arrays: %s"
                .formatted(
                    assignment(settings, key),
                    key.has(Facet.SYNTHETIC_ONLY)
                        ? "it is for synthetic rows; leave it out"
                        : "leave it out, or read the rows as a table by Tables.of or Tables.read"
                            + " and train on that"));
      }
    }
  }

  /** A formula chooses columns itself. */
  private static void requireFormula(Settings settings) {
    if (settings.get(Settings.TERMS).isEmpty()) {
      return;
    }
    if (isSet(settings, Settings.FEATURES)) {
      throw new SettingsException(
          "%s cannot be used with %s, which chooses the columns: leave it out, and name columns and levels to leave out in data.exclude"
              .formatted(
                  assignment(settings, Settings.FEATURES), assignment(settings, Settings.TERMS)));
    }
  }

  /** Of a penalised fit, or one that takes steps, there are no statistics that it could affect. */
  private static void requireStatistics(Settings settings, Key<?> key) {
    if (!isSet(settings, key)) {
      return;
    }
    String statistics = assignment(settings, key);
    Solver solver = settings.get(Settings.SOLVER);
    if (!solver.convergesToOptimum()) {
      throw new SettingsException(
          "%s needs train.solver=%s, which reaches the optimum, was %s"
              .formatted(
                  statistics,
                  Solver.names(Solver::convergesToOptimum),
                  Settings.SOLVER.print(solver)));
    }
    OptionalDouble l2 = settings.get(Settings.L2);
    if (settings.get(Settings.L1) > 0 || l2.isEmpty() || l2.getAsDouble() > 0) {
      throw new SettingsException(
          "%s needs a fit without a penalty, which biases coefficients: set train.l2=0 and train.l1=0, found train.l2=%s and train.l1=%s"
              .formatted(
                  statistics,
                  l2.isEmpty() ? "1/rows" : l2.getAsDouble(),
                  settings.get(Settings.L1)));
    }
  }

  /** A robust covariance allows for a likelihood that is not the rows' own. */
  private static void requireLikelihood(Settings settings, Key<?> key, String remedy) {
    String ratio = assignment(settings, key);
    if (settings.get(Settings.COVARIANCE).isRobust()) {
      throw new SettingsException(
          "%s needs train.covariance=model, as likelihood ratios are not robust: leave out %s, or %s"
              .formatted(ratio, assignment(settings, Settings.COVARIANCE), remedy));
    }
    if (settings.get(Settings.WEIGHT_KIND) == WeightKind.SAMPLING) {
      throw new SettingsException(
          "%s needs the likelihood of the rows drawn, which weights of a survey are not for: %s, found %s"
              .formatted(ratio, remedy, assignment(settings, Settings.WEIGHT_KIND)));
    }
  }

  /** For arrays, a training checks what their weights mean. */
  private static void requireFirth(Settings settings) {
    if (!settings.get(Settings.FIRTH)) {
      return;
    }
    requireStatistics(settings, Settings.FIRTH);
    String firth = assignment(settings, Settings.FIRTH);
    for (Key<?> key : List.of(Settings.COVARIANCE, Settings.CLASS_WEIGHT, Settings.CHECKPOINT)) {
      if (isSet(settings, key)) {
        throw new SettingsException(
            "%s is not possible with %s: leave one of them out"
                .formatted(firth, assignment(settings, key)));
      }
    }
    if (settings.isTable()
        && !settings.get(Settings.WEIGHT).isEmpty()
        && settings.get(Settings.WEIGHT_KIND) != WeightKind.FREQUENCY) {
      throw new SettingsException(
          "%s needs weights that count rows: set data.weight-kind=frequency, was %s"
              .formatted(firth, Settings.WEIGHT_KIND.print(settings.get(Settings.WEIGHT_KIND))));
    }
  }

  private static void requireMeaning(Settings settings) {
    if (!isSet(settings, Settings.WEIGHT_KIND)) {
      return;
    }
    String kind = assignment(settings, Settings.WEIGHT_KIND);
    if (settings.isTable() && settings.get(Settings.WEIGHT).isEmpty()) {
      throw new SettingsException(
          kind + " needs data.weight to name the column of weights, found none");
    }
    if (!settings.get(Settings.CLASS_WEIGHT).isNone()) {
      throw new SettingsException(
          "%s needs rows that only the data weigh: leave out %s"
              .formatted(kind, assignment(settings, Settings.CLASS_WEIGHT)));
    }
    if (settings.get(Settings.WEIGHT_KIND) == WeightKind.SAMPLING
        && settings.isGiven(Settings.COVARIANCE)
        && !settings.get(Settings.COVARIANCE).isRobust()) {
      throw new SettingsException(
          "%s needs a robust covariance, as the likelihood is not that of the rows drawn: leave out %s, or set train.covariance=hc0"
              .formatted(kind, assignment(settings, Settings.COVARIANCE)));
    }
  }

  private static void requireTrials(Settings settings) {
    if (settings.get(Settings.TRIALS).isEmpty()) {
      return;
    }
    String trials = assignment(settings, Settings.TRIALS);
    if (isSet(settings, Settings.WEIGHT)) {
      throw new SettingsException(
          "%s needs rows that only their trials weigh: leave out %s, or multiply label and trials by it in SQL with data.query"
              .formatted(trials, assignment(settings, Settings.WEIGHT)));
    }
    if (isSet(settings, Settings.POSITIVE)) {
      throw new SettingsException(
          "%s has the classes 0 and 1, and predicts the probability of an event: leave out %s"
              .formatted(trials, assignment(settings, Settings.POSITIVE)));
    }
  }

  /** For arrays, a training checks that the rows have clusters. */
  private static void requireClusters(Settings settings) {
    boolean clustered = settings.get(Settings.COVARIANCE).isClustered();
    boolean named = !settings.get(Settings.CLUSTER).isEmpty();
    if (clustered && settings.isTable() && !named) {
      throw new SettingsException(
          assignment(settings, Settings.COVARIANCE)
              + " needs data.cluster to name the column of clusters, found none");
    }
    if (named && !clustered) {
      throw new SettingsException(
          "%s needs train.covariance=cluster, was %s"
              .formatted(
                  assignment(settings, Settings.CLUSTER),
                  Settings.COVARIANCE.print(settings.get(Settings.COVARIANCE))));
    }
  }

  /** A rate out of float32's range would become infinite or 0. */
  private static void requireRate(Settings settings) {
    float narrow = settings.get(Settings.LEARNING_RATE).floatValue();
    if (settings.get(Settings.PRECISION) == Precision.FLOAT32
        && (narrow == 0 || Float.isInfinite(narrow))) {
      throw new SettingsException(
          "%s needs engine.precision=float64: float32 holds numbers from %s to %s"
              .formatted(
                  assignment(settings, Settings.LEARNING_RATE), Float.MIN_VALUE, Float.MAX_VALUE));
    }
  }

  private static void requireMet(Settings settings, Key<?> key) {
    key.requirement()
        .filter(requirement -> !requirement.isMet(settings) && isSet(settings, key))
        .ifPresent(
            requirement -> {
              throw new SettingsException(
                  "%s needs %s, was %s"
                      .formatted(
                          assignment(settings, key), requirement, requirement.found(settings)));
            });
  }

  /** Whether a key's value differs from its default, and from the 0 that disables it. */
  private static <T> boolean isSet(Settings settings, Key<T> key) {
    T value = settings.get(key);
    T unset = settings.defaultOf(key);
    // Mostly the same object: a record's equals generates code on its first call.
    return !Objects.equals(value, unset) && !OptionalDouble.of(0).equals(value);
  }

  private static <T> String assignment(Settings settings, Key<T> key) {
    return key + "=" + key.print(settings.get(key));
  }
}
