package dev.logistic.cli;

import dev.logistic.config.Settings;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.ModelCard;
import java.util.Optional;

/** The threshold of a model for people: {@code 0.2173, found by train.threshold=f1}. */
final class ThresholdText {

  private ThresholdText() {}

  /** Empty for the usual threshold without a rule. */
  static Optional<String> of(ModelCard card) {
    String rule = card.settings().getOrDefault(Settings.THRESHOLD.name(), "");
    String threshold = Double.toString(card.threshold());
    if (rule.isEmpty() || rule.equals(threshold)) {
      return card.threshold() == ClassProbabilities.EVEN
          ? Optional.empty()
          : Optional.of(threshold);
    }
    return Optional.of("%s, found by %s=%s".formatted(threshold, Settings.THRESHOLD, rule));
  }
}
