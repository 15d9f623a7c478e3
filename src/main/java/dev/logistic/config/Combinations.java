package dev.logistic.config;

import dev.logistic.config.Settings.Precision;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** Which settings make sense together: a value that would silently not count is refused. */
public final class Combinations {

  private Combinations() {}

  /**
   * Refuses keys of another solver or schedule at other values than their defaults, and Nesterov's
   * form without momentum or with dampening, as PyTorch does.
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

  /** A rate that float32 cannot hold would be infinite there, or 0. */
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

  /** Whether a key has another value than its default, and than the 0 that means none. */
  private static <T> boolean isSet(Settings settings, Key<T> key) {
    T value = settings.get(key);
    T unset = settings.defaultOf(key);
    // Mostly the same object: a record's own equals makes code when it is first called.
    return !Objects.equals(value, unset) && !OptionalDouble.of(0).equals(value);
  }

  private static <T> String assignment(Settings settings, Key<T> key) {
    return key + "=" + key.print(settings.get(key));
  }
}
