package dev.logistic.report;

import dev.logistic.evaluate.MulticlassEvaluation;

/**
 * The evaluation of a model of more than two classes on a set of rows.
 *
 * @param rows their description, such as "Validation rows"; used as a heading
 * @param evaluation of the rows
 */
public record MulticlassRowsEvaluation(String rows, MulticlassEvaluation evaluation)
    implements RowsEvaluation {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the description is blank
   */
  public MulticlassRowsEvaluation {
    if (rows.isBlank()) {
      throw new IllegalArgumentException("rows must not be blank, was '" + rows + "'");
    }
  }
}
