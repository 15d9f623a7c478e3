package dev.logistic.objective;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Brings the mean of a column of values to the Java side. */
final class RowMean {

  private RowMean() {}

  static double of(NDArray column, long size) {
    // One value is its own mean, without another native call.
    NDArray mean = size == 1 ? column : column.mean();
    NDArray host = mean.toDevice(Device.cpu(), false);
    double value =
        host.getDataType() == DataType.FLOAT64 ? host.toDoubleArray()[0] : host.toFloatArray()[0];
    if (host != mean) {
      host.getManager().close(); // DJL makes a manager for each copy from a GPU
    }
    return value;
  }
}
