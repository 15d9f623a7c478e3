package dev.logistic.evaluate;

import dev.logistic.data.SparseRows;
import dev.logistic.model.LogisticModel;
import dev.logistic.table.TableRows;

/** The logits of rows of a table. For use within this project. */
public final class RowLogits {

  private RowLogits() {}

  /**
   * Returns the logits of the rows that were read last; for more than two classes one per class,
   * row by row.
   */
  public static double[] of(LogisticModel model, TableRows rows) {
    if (!rows.isSparse()) {
      return model.logits(rows.features(), rows.rows());
    }
    try (SparseRows some = rows.sparse()) {
      return model.logits(some);
    }
  }

  /** Returns the same of the second model that the rows were read for. */
  public static double[] ofOther(LogisticModel other, TableRows rows) {
    if (!rows.isOtherSparse()) {
      return other.logits(rows.otherFeatures(), rows.rows());
    }
    try (SparseRows some = rows.otherSparse()) {
      return other.logits(some);
    }
  }
}
