package dev.logistic.cli;

import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.evaluate.Threshold;
import dev.logistic.model.LogisticModel;
import dev.logistic.report.Judgement;

/**
 * Rows that a model was judged by.
 *
 * @param rows what they are, as a heading
 */
record Judged(String rows, Scores scores, Evaluation evaluation) {

  /** Judges with the positive class predicted from a probability of 0.5 on. */
  static Judged of(String rows, LogisticModel model, LabelledData data) {
    return of(rows, Scoring.of(model, data), Threshold.of(0.5));
  }

  static Judged of(String rows, Scores scores, Threshold threshold) {
    return new Judged(rows, scores, Evaluation.of(scores, threshold));
  }

  Judgement asJudgement(LogisticModel model) {
    return new Judgement(rows, scores, evaluation, model.card().classes());
  }
}
