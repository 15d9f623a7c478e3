package dev.logistic.cli;

import dev.logistic.model.LogisticModel;
import dev.logistic.selection.CrossValidation.OutOfFold;
import dev.logistic.table.TrainingTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fold, from 1, that a row to learn from was held out in, and the predictions by the model of
 * the other rows; empty for rows in no fold. The complete rows of the table are those that were
 * trained on and those held out for validation, in the same order, which their logits confirm.
 */
final class OutOfFoldColumns implements PredictionColumns {

  private static final String FOLD = "fold";

  private final OutOfFold scores;
  private final PredictionColumns point;
  private final SameRows same;
  private final BitSet heldOut;
  private final int rowsEach;
  private int next; // row of the table
  private int learned; // row among those to learn from

  /**
   * @param scores of the table's rows to learn from
   * @param model of all of them
   */
  OutOfFoldColumns(OutOfFold scores, LogisticModel model, TrainingTable table) {
    this.scores = scores;
    this.point = PredictionColumns.of(model.card().classes(), model.card().threshold());
    this.same = SameRows.of(model, table.training());
    this.heldOut = table.heldOutRows();
    this.rowsEach = table.training().isGrouped() ? 2 : 1;
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(List.of(FOLD));
    names.addAll(point.names());
    return names;
  }

  @Override
  public Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>(Map.of(FOLD, "INTEGER"));
    types.putAll(point.types());
    return types;
  }

  @Override
  public int logits() {
    return point.logits();
  }

  @Override
  public void fill(double[] logits, double[] errors, int row, @Nullable String[] record, int at) {
    boolean isHeldOut = heldOut.get(next);
    next += rowsEach;
    if (isHeldOut) {
      return;
    }
    same.require(logits, row, learned);
    int fold = scores.folds().of(learned);
    if (fold >= 0) {
      record[at] = Integer.toString(fold + 1);
      point.fill(scores.logits(), errors, learned, record, at + 1);
    }
    learned += rowsEach;
  }

  /** Checks, when all rows have been written, that none was missing. */
  void requireAll() {
    same.requireAll(learned);
  }
}
