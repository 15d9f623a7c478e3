package dev.logistic.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The option {@code --threshold} and the model that it is meant for. */
final class ThresholdOption {

  private ThresholdOption() {}

  /**
   * Checks that a model has two classes where a threshold was given.
   *
   * @throws IllegalArgumentException if it has more
   */
  static void requireSense(@Nullable Object threshold, List<String> classes) {
    if (threshold != null && classes.size() > 2) {
      throw new IllegalArgumentException(
          "--threshold is for models of two classes; this one has %d and predicts the most probable"
              .formatted(classes.size()));
    }
  }
}
