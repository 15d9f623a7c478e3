package dev.logistic.report;

import dev.logistic.evaluate.Figures;

/** How a model does on a set of rows. */
public sealed interface RowsJudgement permits Judgement, MulticlassJudgement {

  /** What the rows are, such as "Validation rows"; becomes a heading. */
  String rows();

  /** The figures. */
  Figures evaluation();
}
