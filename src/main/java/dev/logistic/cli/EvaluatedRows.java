package dev.logistic.cli;

import dev.logistic.evaluate.ContributionSampler;
import dev.logistic.evaluate.ContributionSpread;
import dev.logistic.evaluate.GroupFigures;
import dev.logistic.evaluate.RowScores;
import dev.logistic.evaluate.ScoreComparison;
import dev.logistic.evaluate.Threshold;
import dev.logistic.model.LogisticModel;
import dev.logistic.report.RowsEvaluation;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.table.RowGroups;
import java.util.List;
import java.util.Optional;

/**
 * Rows that were evaluated.
 *
 * @param evaluation of all of them
 * @param groups the figures of each group, where groups were requested
 * @param comparison with another model, where one was named
 * @param contributions of columns to the logits, where a report is to show them
 */
record EvaluatedRows(
    RowsEvaluation evaluation,
    Optional<List<GroupFigures>> groups,
    Optional<ScoreComparison> comparison,
    Optional<ContributionSpread> contributions) {

  static EvaluatedRows of(
      String rows,
      LogisticModel model,
      RowScores scores,
      Threshold threshold,
      Optional<RowGroups> groups,
      Optional<RowScores> other) {
    List<String> classes = model.card().classes();
    RowsEvaluation evaluation = RowsEvaluations.of(rows, model, scores, threshold);
    return new EvaluatedRows(
        evaluation,
        groups.map(each -> GroupFigures.of(each, scores, classes, evaluation.evaluation())),
        other.map(
            others ->
                ScoreComparison.of(
                    scores,
                    evaluation.evaluation(),
                    others,
                    others.evaluate(classes, Threshold.of(ClassProbabilities.EVEN)))),
        Optional.empty());
  }

  /** Returns the same with the contributions that were collected. */
  EvaluatedRows with(Optional<ContributionSampler> sampler) {
    return new EvaluatedRows(
        evaluation, groups, comparison, sampler.flatMap(ContributionSampler::spread));
  }
}
