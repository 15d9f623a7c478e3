package dev.logistic.report;

import dev.logistic.evaluate.Figures;

/** The evaluation of a model on a set of rows. */
public sealed interface RowsEvaluation permits BinaryRowsEvaluation, MulticlassRowsEvaluation {

  /** The description of the rows, such as "Validation rows"; used as a heading. */
  String rows();

  /** The figures. */
  Figures evaluation();
}
