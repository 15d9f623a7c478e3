package dev.logistic.report;

import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Scores;
import java.util.List;

/**
 * The evaluation of a model on a set of rows.
 *
 * @param rows their description, such as "Validation rows"; used as a heading
 * @param scores of the rows, from which the curves are drawn
 * @param evaluation of the same scores
 * @param classes the negative class and the positive one, as text
 */
public record BinaryRowsEvaluation(
    String rows, Scores scores, Evaluation evaluation, List<String> classes)
    implements RowsEvaluation {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the description is blank, the evaluation is of a different
   *     number of rows, or there are not two classes
   */
  public BinaryRowsEvaluation {
    if (rows.isBlank()) {
      throw new IllegalArgumentException("rows must not be blank, was '" + rows + "'");
    }
    if (evaluation.rows() != scores.observations()) {
      throw new IllegalArgumentException(
          "the evaluation must be of the %d rows of the scores, was of %d"
              .formatted(scores.observations(), evaluation.rows()));
    }
    classes = twoClasses(classes);
  }

  static List<String> twoClasses(List<String> classes) {
    if (classes.size() != 2) {
      throw new IllegalArgumentException("there must be two classes, was " + classes);
    }
    return List.copyOf(classes);
  }
}
