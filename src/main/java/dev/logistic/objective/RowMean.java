package dev.logistic.objective;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.Minibatch;

/** Brings the mean of a column of values to the Java side. */
final class RowMean {

  private RowMean() {}

  static double of(NDArray column, Minibatch minibatch) {
    // One value is its own mean, without another native call.
    NDArray mean = minibatch.size() == 1 ? column : column.mean();
    if (!minibatch.isOnGpu()) {
      return value(mean);
    }
    // DJL makes a manager for each copy from a GPU, which nothing else would close.
    NDArray host = mean.toDevice(Device.cpu(), true);
    try (NDManager owner = host.getManager()) {
      return value(host);
    }
  }

  private static double value(NDArray scalar) {
    return scalar.getDataType() == DataType.FLOAT64
        ? scalar.toDoubleArray()[0]
        : scalar.toFloatArray()[0];
  }
}
