package dev.logistic.cli;

import dev.logistic.effects.PredictionErrors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows to be scored, some at a time. */
interface RowSource {

  /** Names of the columns. */
  List<String> columns();

  /** DuckDB's names for the types of columns, where they are known. */
  Map<String, String> types();

  /** Moves to the next rows; false where there are none. */
  boolean next() throws IOException;

  /** The logit of each of them; for models of more than two classes one per class, row by row. */
  double[] logits();

  /**
   * The standard error of each logit.
   *
   * @throws IllegalArgumentException if rounding hides one
   */
  double[] logitErrors(PredictionErrors errors);

  /** Whether a row is complete; if not, its logits are meaningless. */
  default boolean isComplete(int row) {
    return true;
  }

  /** The cells of one of them as text; null for none. */
  @Nullable String[] cells(int row);
}
