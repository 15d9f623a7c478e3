package dev.logistic.cli;

import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.MulticlassEvaluation;
import dev.logistic.evaluate.MulticlassScores;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.evaluate.Threshold;
import dev.logistic.model.LogisticModel;
import dev.logistic.report.BinaryRowsEvaluation;
import dev.logistic.report.MulticlassRowsEvaluation;
import dev.logistic.report.RowsEvaluation;

/** Evaluates a model on rows and gives the result a heading. */
final class RowsEvaluations {

  private RowsEvaluations() {}

  /** With two classes, the positive one is predicted from a probability of 0.5. */
  static RowsEvaluation of(String rows, LogisticModel model, LabelledData data) {
    return of(rows, model, data, Threshold.of(0.5));
  }

  /**
   * @param threshold ignored for more than two classes
   */
  static RowsEvaluation of(
      String rows, LogisticModel model, LabelledData data, Threshold threshold) {
    return model.card().classes().size() > 2
        ? of(rows, model, Scoring.ofClasses(model, data))
        : of(rows, model, Scoring.of(model, data), threshold);
  }

  static RowsEvaluation of(String rows, LogisticModel model, Scores scores, Threshold threshold) {
    return new BinaryRowsEvaluation(
        rows, scores, Evaluation.of(scores, threshold), model.card().classes());
  }

  static RowsEvaluation of(String rows, LogisticModel model, MulticlassScores scores) {
    return new MulticlassRowsEvaluation(
        rows, MulticlassEvaluation.of(scores, model.card().classes()));
  }
}
