package dev.logistic.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.effects.PredictionErrors;
import dev.logistic.model.LogisticModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows in memory, followed by their label. */
final class SyntheticRowSource implements RowSource {

  private static final long BLOCK_ROWS = 8_192;

  private final LogisticModel model;
  private final LabelledData data;
  private long next;
  private double[] logits = new double[0];
  private Number[] features = new Number[0];
  private boolean[] positive = new boolean[0];

  SyntheticRowSource(LogisticModel model, LabelledData data) {
    this.model = model;
    this.data = data;
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>(data.featureNames());
    columns.add("label");
    return columns;
  }

  @Override
  public Map<String, String> types() {
    return Map.of();
  }

  @Override
  public boolean next() {
    if (next >= data.rows()) {
      return false;
    }
    NDIndex range = NDIndex.sliceAxis(0, next, Math.min(data.rows(), next + BLOCK_ROWS));
    try (NDManager scratch = data.newManager()) {
      NDArray some = data.features().get(scratch, range);
      features = some.toArray();
      logits = model.logits(some).toType(DataType.FLOAT64, false).toDoubleArray();
      positive = data.labels().get(scratch, range).gt(0).toBooleanArray();
    }
    next += BLOCK_ROWS;
    return true;
  }

  @Override
  public double[] logits() {
    return logits;
  }

  @Override
  public double[] logitErrors(PredictionErrors errors) {
    return errors.ofLogits(
        Arrays.stream(features).mapToDouble(Number::doubleValue).toArray(), logits.length);
  }

  /** Each number with the digits that distinguish it from its neighbours of the same type. */
  @Override
  public @Nullable String[] cells(int row) {
    int width = data.featureNames().size();
    @Nullable String[] cells = new String[width + 1];
    for (int i = 0; i < width; i++) {
      cells[i] = features[row * width + i].toString();
    }
    cells[width] = model.card().classes().get(positive[row] ? 1 : 0);
    return cells;
  }
}
