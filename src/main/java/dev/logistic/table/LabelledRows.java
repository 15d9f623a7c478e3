package dev.logistic.table;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.data.SparseRowsBuilder;
import dev.logistic.engine.PyTorch;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Standardization;
import java.util.Arrays;
import java.util.List;

/** Reads a whole table by a known schema. */
final class LabelledRows {

  private static final int FIRST_ROWS = 8_192;

  private LabelledRows() {}

  /**
   * The labelled rows, belonging to the given manager.
   *
   * @param warnings to add to
   */
  static LabelledData read(
      TableSource source,
      FeatureSchema schema,
      TableOptions options,
      List<String> classes,
      DataType type,
      NDManager owner,
      List<String> warnings)
      throws TableException {
    float[] labels = new float[FIRST_ROWS];
    int count = 0;
    try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu());
        TableRows rows = rows(source, schema, options, classes, type)) {
      NDList blocks = new NDList();
      SparseScaling scaling = new SparseScaling(schema);
      SparseRowsBuilder sparse = new SparseRowsBuilder(type, owner, options.memory());
      while (rows.next()) {
        if (rows.isSparse()) {
          rows.addTo(sparse, scaling);
        } else {
          blocks.add(block(cpu, rows, schema, type));
        }
        int needed = Math.addExact(count, rows.rows());
        if (needed > labels.length) {
          int grown = (int) Math.min(2L * labels.length, Integer.MAX_VALUE - 8);
          labels = Arrays.copyOf(labels, Math.max(needed, grown));
        }
        for (int row = 0; row < rows.rows(); row++) {
          labels[count + row] = rows.classOf(row);
        }
        count = needed;
      }
      rows.requireSome();
      rows.incompleteRows().ifPresent(warnings::add);
      NDArray column = column(cpu, Arrays.copyOf(labels, count), type);
      if (rows.isSparse()) {
        SparseRows all = sparse.build(0, schema.width(), scaling.centers());
        return rows.weighted(LabelledData.of(all, column, schema, classes));
      }
      NDArray features = joined(cpu, blocks, count).toDevice(owner.getDevice(), false);
      features.attach(owner);
      LabelledData data = LabelledData.of(features, column, schema, classes);
      return rows.weighted(data);
    }
  }

  private static TableRows rows(
      TableSource source,
      FeatureSchema schema,
      TableOptions options,
      List<String> classes,
      DataType type)
      throws TableException {
    TableRows rows =
        TableRows.builder(source, schema)
            .na(options.na())
            .notMissing(options.notMissing())
            .label(options.label(), classes)
            .requiredWeight(options.weight())
            .trials(options.trials())
            .offset(options.offset())
            .type(type)
            .open();
    if (options.missing().leavesOutRows()) {
      rows.onIncomplete(TableRows.Incomplete.LEAVE_OUT);
    }
    return rows;
  }

  /** The indices of classes, which float32 holds exactly, as a column. */
  private static NDArray column(NDManager manager, float[] labels, DataType type) {
    NDArray column = manager.create(labels, new Shape(labels.length, 1));
    if (type == DataType.FLOAT32) {
      return column;
    }
    try (column) {
      return column.toType(type, true);
    }
  }

  /** Frees each block once it is copied, so that both together need little more than one. */
  private static NDArray joined(NDManager manager, NDList blocks, int rows) {
    NDArray first = blocks.get(0);
    NDArray all = manager.create(new Shape(rows, first.getShape().get(1)), first.getDataType());
    long from = 0;
    for (NDArray block : blocks) {
      long to = from + block.getShape().get(0);
      all.set(NDIndex.sliceAxis(0, from, to), block);
      block.close();
      from = to;
    }
    return all;
  }

  private static NDArray block(
      NDManager manager, TableRows rows, FeatureSchema schema, DataType type) {
    int width = schema.width();
    double[] features = rows.features();
    schema.standardization().ifPresent(known -> standardize(features, rows.rows(), width, known));
    NDArray block = manager.create(new Shape(rows.rows(), width), type);
    new Memory(block).write(features, 0, rows.rows() * width, 0);
    return block;
  }

  private static void standardize(
      double[] features, int rows, int width, Standardization standardization) {
    for (int at = 0; at < rows * width; at++) {
      features[at] = standardization.standardized(features[at], at % width);
    }
  }
}
