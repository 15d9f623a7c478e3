package dev.logistic.report;

import dev.logistic.evaluate.MulticlassEvaluation;

/**
 * How a model of more than two classes does on a set of rows.
 *
 * @param rows what they are, such as "Validation rows"; becomes a heading
 * @param evaluation of the rows
 */
public record MulticlassJudgement(String rows, MulticlassEvaluation evaluation)
    implements RowsJudgement {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the rows have no name
   */
  public MulticlassJudgement {
    if (rows.isBlank()) {
      throw new IllegalArgumentException("rows must not be blank, was '" + rows + "'");
    }
  }
}
