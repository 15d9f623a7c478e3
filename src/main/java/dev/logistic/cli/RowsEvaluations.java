package dev.logistic.cli;

import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.MulticlassEvaluation;
import dev.logistic.evaluate.RowScores;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.evaluate.Threshold;
import dev.logistic.model.LogisticModel;
import dev.logistic.report.BinaryRowsEvaluation;
import dev.logistic.report.MulticlassRowsEvaluation;
import dev.logistic.report.RowsEvaluation;
import java.util.List;

/** Evaluates a model on rows and gives the result a heading. */
final class RowsEvaluations {

  private RowsEvaluations() {}

  /** With two classes, the positive one is predicted from the model's threshold on. */
  static RowsEvaluation of(String rows, LogisticModel model, LabelledData data) {
    return of(rows, model, data, Threshold.of(model.card().threshold()));
  }

  /**
   * @param threshold ignored for more than two classes
   */
  static RowsEvaluation of(
      String rows, LogisticModel model, LabelledData data, Threshold threshold) {
    return of(rows, model, Scoring.of(model, data), threshold);
  }

  static RowsEvaluation of(
      String rows, LogisticModel model, RowScores scores, Threshold threshold) {
    List<String> classes = model.card().classes();
    return scores instanceof Scores ofTwo
        ? new BinaryRowsEvaluation(rows, ofTwo, ofTwo.evaluate(classes, threshold), classes)
        : new MulticlassRowsEvaluation(
            rows, (MulticlassEvaluation) scores.evaluate(classes, threshold));
  }
}
