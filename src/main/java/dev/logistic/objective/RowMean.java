package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Brings the mean of a column of values to the Java side. */
final class RowMean {

  private RowMean() {}

  static double of(NDArray column, long size) {
    // One value is its own mean, without another native call.
    NDArray mean = size == 1 ? column : column.mean();
    return mean.getDataType() == DataType.FLOAT64
        ? mean.toDoubleArray()[0]
        : mean.toFloatArray()[0];
  }
}
