package dev.logistic.diagnose;

import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.inference.Influence;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Standardization;
import dev.logistic.solver.WholeData;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows of a fit: their scores at its optimum, and their influence on it. */
record FittedRows(Scores scores, Influence influence) {

  /** Log-likelihoods of the same rows differ by rounding alone. */
  private static final double SAME = 1e-6;

  /**
   * Finds the optimum anew, to which the fit must be equal.
   *
   * @param rows on their scale or as prepared by the model's schema
   * @throws IllegalArgumentException if the fit has no diagnostics, or the rows are not its own
   */
  static FittedRows of(LogisticModel model, LabelledData rows) {
    Optional<Standardization> scaling = model.card().schema().standardization();
    if (scaling.isPresent() && !rows.isStandardized()) {
      try (LabelledData prepared = rows.standardizedBy(scaling.get())) {
        return ofPrepared(model, prepared);
      }
    }
    return ofPrepared(model, rows);
  }

  private static FittedRows ofPrepared(LogisticModel model, LabelledData rows) {
    ModelCard card = model.card();
    FitStatistics statistics = FitRequirements.statistics(card);
    FitRequirements.requireUngrouped(rows.isGrouped());
    FitRequirements.requireUncorrected(card);
    if (!rows.classes().equals(card.classes()) || rows.columns() != card.schema().width()) {
      throw others(card);
    }
    Coefficients fitted = model.coefficients();
    double[] packed =
        Stream.concat(fitted.weights().stream(), Stream.of(fitted.bias()))
            .mapToDouble(Double::doubleValue)
            .toArray();
    Optional<Influence> influence;
    try (WholeData all = new WholeData(rows)) {
      influence = Influence.at(all, packed, statistics.isFirth());
    }
    double expected = statistics.logLikelihood();
    boolean same =
        influence
            .filter(at -> Math.abs(at.logLikelihood() - expected) <= SAME * Math.abs(expected))
            .isPresent();
    if (!same || rows.rows() != card.trainingData().rows()) {
      throw others(card);
    }
    double[] logits = influence.get().rows().logits();
    Scores scores = (Scores) Scoring.ofLogits(logits, card.classes(), rows); // of two classes
    return new FittedRows(scores, influence.get());
  }

  private static IllegalArgumentException others(ModelCard card) {
    return new IllegalArgumentException(
        "expected the %d rows that the model was trained on, with their weights, found other rows: leverage and influence are defined for rows of the fit"
            .formatted(card.trainingData().rows()));
  }
}
