package dev.logistic.cli;

import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.MulticlassEvaluation;
import dev.logistic.evaluate.MulticlassScores;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.evaluate.Threshold;
import dev.logistic.model.LogisticModel;
import dev.logistic.report.Judgement;
import dev.logistic.report.MulticlassJudgement;
import dev.logistic.report.RowsJudgement;
import java.io.PrintWriter;
import java.util.List;

/** Rows that a model was judged by. */
sealed interface Judged {

  /** The figures. */
  Figures evaluation();

  /** What the report shows of them. */
  RowsJudgement asJudgement(LogisticModel model);

  /**
   * Prints the figures as a table.
   *
   * @param classes the names of the model's classes
   */
  void print(PrintWriter out, List<String> classes);

  /**
   * Judges; of two classes, the positive one is predicted from a probability of 0.5 on.
   *
   * @param rows what they are, as a heading
   */
  static Judged of(String rows, LogisticModel model, LabelledData data) {
    return of(rows, model, data, Threshold.of(0.5));
  }

  /**
   * Judges.
   *
   * @param rows what they are, as a heading
   * @param threshold of two classes
   */
  static Judged of(String rows, LogisticModel model, LabelledData data, Threshold threshold) {
    List<String> classes = model.card().classes();
    return classes.size() > 2
        ? of(rows, Scoring.ofClasses(model, data), classes)
        : of(rows, Scoring.of(model, data), threshold);
  }

  static Judged of(String rows, Scores scores, Threshold threshold) {
    return new ByTwo(rows, scores, Evaluation.of(scores, threshold));
  }

  static Judged of(String rows, MulticlassScores scores, List<String> classes) {
    return new ByClasses(rows, MulticlassEvaluation.of(scores, classes));
  }

  /** By two classes. */
  record ByTwo(String rows, Scores scores, Evaluation evaluation) implements Judged {

    @Override
    public RowsJudgement asJudgement(LogisticModel model) {
      return new Judgement(rows, scores, evaluation, model.card().classes());
    }

    @Override
    public void print(PrintWriter out, List<String> classes) {
      EvaluationTable.print(out, evaluation, classes);
    }
  }

  /** By more. */
  record ByClasses(String rows, MulticlassEvaluation evaluation) implements Judged {

    @Override
    public RowsJudgement asJudgement(LogisticModel model) {
      return new MulticlassJudgement(rows, evaluation);
    }

    @Override
    public void print(PrintWriter out, List<String> classes) {
      EvaluationTable.print(out, evaluation);
    }
  }
}
