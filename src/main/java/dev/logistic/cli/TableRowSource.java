package dev.logistic.cli;

import dev.logistic.effects.PredictionErrors;
import dev.logistic.evaluate.RowLogits;
import dev.logistic.model.LogisticModel;
import dev.logistic.table.Column;
import dev.logistic.table.TableRows;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a table. */
record TableRowSource(LogisticModel model, TableRows rows) implements RowSource {

  TableRowSource {
    rows.requireFit(model.weights().getDataType());
  }

  @Override
  public List<String> columns() {
    return rows.columns().stream().map(Column::name).toList();
  }

  @Override
  public Map<String, String> types() {
    return rows.types();
  }

  @Override
  public boolean next() throws IOException {
    return rows.next();
  }

  @Override
  public double[] logits() {
    return RowLogits.of(model, rows);
  }

  @Override
  public double[] logitErrors(PredictionErrors errors) {
    // of a model with a covariance, rows have fewer features than sparse ones
    return errors.ofLogits(rows.features(), rows.rows());
  }

  @Override
  public boolean isComplete(int row) {
    return rows.isComplete(row);
  }

  @Override
  public @Nullable String[] cells(int row) {
    return rows.cells(row);
  }
}
