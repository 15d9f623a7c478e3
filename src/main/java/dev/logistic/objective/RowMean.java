package dev.logistic.objective;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.Minibatch;
import java.nio.ByteBuffer;

/** Reads values from native arrays. */
final class RowMean {

  private RowMean() {}

  /** The mean over the rows of a column of values, each multiplied by its row's weight. */
  static double of(NDArray column, Minibatch minibatch) {
    NDArray weighted = minibatch.isWeighted() ? column.mul(minibatch.weights()) : column;
    // One value is its own mean, without another native call.
    return value(minibatch.size() == 1 ? weighted : weighted.mean(), minibatch);
  }

  /** The only value of an array. */
  static double value(NDArray one, Minibatch minibatch) {
    if (!minibatch.isOnGpu()) {
      return value(one);
    }
    // DJL creates a manager for each copy from a GPU, which nothing else would close.
    NDArray host = one.toDevice(Device.cpu(), true);
    try (NDManager owner = host.getManager()) {
      return value(host);
    }
  }

  /**
   * Directly from its memory: copying to a Java array would need its shape first, another native
   * call.
   */
  private static double value(NDArray scalar) {
    ByteBuffer memory = scalar.toByteBuffer(true);
    return scalar.getDataType() == DataType.FLOAT64 ? memory.getDouble(0) : memory.getFloat(0);
  }
}
