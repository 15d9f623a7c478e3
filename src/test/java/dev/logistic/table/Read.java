package dev.logistic.table;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.schema.FeatureSchema;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data read from a table, in plain Java. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Read(
    double[][] features,
    double[] labels,
    double[][] heldOut,
    double[] heldOutLabels,
    double[] weights,
    double[] heldOutWeights,
    FeatureSchema schema,
    List<String> classes,
    List<String> warnings) {

  /** Reads a file in float32. */
  static Read of(Path file, Choice choice) throws TableException {
    return of(file.toString(), "", choice, DataType.FLOAT32);
  }

  static Read of(Path file, String query, Choice choice) throws TableException {
    return of(file.toString(), query, choice, DataType.FLOAT32);
  }

  static Read of(String location, String query, Choice choice, DataType type)
      throws TableException {
    return of(new TableSource(location, query), null, choice, type);
  }

  static Read of(TableSource source, @Nullable TableSource heldOut, Choice choice, DataType type)
      throws TableException {
    try (TrainingTable table =
        TrainingTable.read(source, heldOut, choice.options(), type, Device.cpu(), rows -> {})) {
      LabelledData training = table.training();
      return new Read(
          matrix(training.features()),
          values(training.labels()),
          table.validation().map(data -> matrix(data.features())).orElse(new double[0][]),
          table.validation().map(data -> values(data.labels())).orElse(new double[0]),
          training.weights().map(Read::values).orElse(new double[0]),
          table.validation().flatMap(LabelledData::weights).map(Read::values).orElse(new double[0]),
          table.schema(),
          table.classes(),
          table.warnings());
    }
  }

  private static double[][] matrix(NDArray array) {
    double[] values = values(array);
    int rows = (int) array.getShape().get(0);
    int width = (int) array.getShape().get(1);
    double[][] matrix = new double[rows][width];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * width, matrix[row], 0, width);
    }
    return matrix;
  }

  private static double[] values(NDArray array) {
    try (NDArray wide = array.toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }

  /** One feature of all training rows. */
  double[] feature(String name) {
    int at = schema.featureNames().indexOf(name);
    double[] column = new double[features.length];
    for (int row = 0; row < column.length; row++) {
      column[row] = features[row][at];
    }
    return column;
  }
}
