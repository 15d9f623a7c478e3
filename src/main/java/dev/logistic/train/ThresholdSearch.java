package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.ThresholdRule;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.evaluate.Threshold;
import dev.logistic.model.LogisticModel;
import org.jspecify.annotations.Nullable;

/**
 * Finds the threshold of a trained model: the number of {@code train.threshold}, or what its rule
 * finds on rows that were held out. These count by their own weights, without those of classes. For
 * use within this project.
 */
public final class ThresholdSearch {

  private final ThresholdRule rule;
  private final @Nullable LabelledData heldOut;

  private ThresholdSearch(ThresholdRule rule, @Nullable LabelledData heldOut) {
    this.rule = rule;
    this.heldOut = heldOut;
  }

  /**
   * Begins a search, before the training.
   *
   * @param heldOut prepared like the rows to train on; null for none
   * @throws SettingsException if there is a rule and there are no rows held out
   * @throws IllegalArgumentException if there is a rule and they are of one class
   */
  static ThresholdSearch on(@Nullable LabelledData heldOut, Settings settings) {
    ThresholdRule rule = ThresholdRule.parse(settings.get(Settings.THRESHOLD));
    if (!rule.isNumber()) {
      if (heldOut == null) {
        throw new SettingsException(
            "%s=%s needs rows held out for validation, since a threshold found on the rows of the training is too optimistic: set data.validation, or %s to a number"
                .formatted(Settings.THRESHOLD, rule, Settings.THRESHOLD));
      }
      requireEveryClass(rule, heldOut);
    }
    return new ThresholdSearch(rule, heldOut);
  }

  private static void requireEveryClass(ThresholdRule rule, LabelledData heldOut) {
    try (NDManager scratch = heldOut.newManager()) {
      for (int place = 0; place < heldOut.classes().size(); place++) {
        NDArray members = heldOut.labels().eq(place);
        members.attach(scratch);
        NDArray counted = members;
        if (heldOut.weights().isPresent()) {
          NDArray weighted = heldOut.weights().get().gt(0);
          weighted.attach(scratch);
          counted = members.logicalAnd(weighted);
        }
        if (!counted.any().getBoolean()) {
          throw new IllegalArgumentException(
              "%s=%s needs held-out rows of both classes%s, found none of \"%s\": hold out more or other rows"
                  .formatted(
                      Settings.THRESHOLD,
                      rule,
                      heldOut.weights().isPresent() ? " that weigh more than 0" : "",
                      heldOut.classes().get(place)));
        }
      }
    }
  }

  /**
   * Returns the threshold of a model.
   *
   * @throws IllegalArgumentException if none satisfies the rule; the message has the best value
   *     reached
   */
  double of(LogisticModel model) {
    if (rule.isNumber() || heldOut == null) {
      return rule.value();
    }
    return find(rule, (Scores) Scoring.of(model, heldOut), "held out"); // of two classes
  }

  /**
   * Returns what a rule finds on rows.
   *
   * @param which rows, for the message
   * @throws IllegalArgumentException if no threshold satisfies the rule; the message has the best
   *     value reached
   */
  public static double find(ThresholdRule rule, Scores scores, String which) {
    try {
      return Threshold.parse(rule.toString()).between(scores);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s=%s on the %d rows %s: %s"
              .formatted(Settings.THRESHOLD, rule, scores.observations(), which, e.getMessage()),
          e);
    }
  }
}
