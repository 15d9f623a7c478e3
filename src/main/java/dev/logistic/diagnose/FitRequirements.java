package dev.logistic.diagnose;

import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ModelCard;

/** What diagnostics require of a fit. */
final class FitRequirements {

  private FitRequirements() {}

  /**
   * Returns the statistics of a fit that has diagnostics.
   *
   * @throws IllegalArgumentException if it has none, with the reason and the remedy
   */
  static FitStatistics statistics(ModelCard card) {
    if (card.classes().size() > 2) {
      throw new IllegalArgumentException(
          "diagnostics are defined for two classes, and the model has %d"
              .formatted(card.classes().size()));
    }
    requireUngrouped(!card.settings().getOrDefault("data.trials", "").isEmpty());
    if (card.offset().isPresent()) {
      throw new IllegalArgumentException(
          "diagnostics are not computed for a model with an offset (data.offset), and the logits of this one have \"%s\" added"
              .formatted(card.offset().get()));
    }
    FitStatistics statistics =
        card.statistics()
            .known()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "diagnostics need a model with statistics, and this one has none: "
                            + card.statistics().refused().orElseThrow()));
    if (statistics.ofSurvey()) {
      throw new IllegalArgumentException(
          "diagnostics are not defined for the weights of a survey (data.weight-kind=sampling), which are not numbers of rows");
    }
    return statistics;
  }

  /**
   * Checks that each row is one observation.
   *
   * @param grouped whether rows count events among trials
   */
  static void requireUngrouped(boolean grouped) {
    if (grouped) {
      throw new IllegalArgumentException(
          "diagnostics are not defined for events among trials (data.trials): train on one row for each trial");
    }
  }

  /** Checks that the bias is that of the fit. */
  static void requireUncorrected(ModelCard card) {
    String prior = card.settings().getOrDefault("train.prior", "");
    if (!prior.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a model as it was fitted, found one whose bias was corrected by train.prior=%s: train it without, or diagnose it on rows of the population"
              .formatted(prior));
    }
  }
}
