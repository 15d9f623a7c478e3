package dev.logistic.data.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.FeatureSchema;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Standardization;
import java.nio.DoubleBuffer;
import java.util.BitSet;
import java.util.List;

/** Reads a whole table by a schema that is known. */
final class LabelledRows {

  private LabelledRows() {}

  /** The labelled rows, belonging to the given manager. */
  static LabelledData read(
      TableSource source,
      FeatureSchema schema,
      TableOptions options,
      List<String> classes,
      DataType type,
      NDManager owner)
      throws TableException {
    BitSet positive = new BitSet();
    int count = 0;
    try (NDManager scratch = owner.newSubManager();
        TableRows rows =
            TableRows.withLabels(source, schema, options.na(), options.label(), classes)) {
      NDList blocks = new NDList();
      while (rows.next()) {
        blocks.add(block(scratch, rows, schema, type));
        for (int row = 0; row < rows.rows(); row++) {
          positive.set(count + row, rows.isPositive(row));
        }
        count += rows.rows();
      }
      rows.requireSome();
      NDArray features = NDArrays.concat(blocks);
      features.attach(owner);
      boolean[] labels = new boolean[count];
      for (int row = 0; row < count; row++) {
        labels[row] = positive.get(row);
      }
      NDArray column = TrainingTable.labels(scratch, labels, type);
      return LabelledData.of(features, column, schema, classes);
    }
  }

  private static NDArray block(
      NDManager manager, TableRows rows, FeatureSchema schema, DataType type) {
    int width = schema.width();
    double[] features = rows.features();
    schema.standardization().ifPresent(known -> standardize(features, rows.rows(), width, known));
    DoubleBuffer values = DoubleBuffer.wrap(features, 0, rows.rows() * width);
    NDArray block = manager.create(values, new Shape(rows.rows(), width));
    return block.toType(type, false);
  }

  private static void standardize(
      double[] features, int rows, int width, Standardization standardization) {
    for (int at = 0; at < rows * width; at++) {
      int feature = at % width;
      double mean = standardization.means().get(feature);
      features[at] = (features[at] - mean) / standardization.scales().get(feature);
    }
  }
}
