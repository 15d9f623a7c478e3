package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.model.Parameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A number as an array of the parameters' type, to which it is rounded: a Java number costs three
 * times as much in every step. Owns the array.
 */
final class Scalar implements AutoCloseable {

  private final NDArray array;
  private final boolean narrow;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());

  Scalar(double value, Parameters like) {
    NDArray packed = like.packed();
    NDManager manager = packed.getManager();
    this.narrow = packed.getDataType() == DataType.FLOAT32;
    this.array = manager.create(new Shape(), packed.getDataType());
    NDScope.unregister(array);
    if (narrow) {
      buffer.limit(4);
    }
    set(value);
  }

  /** Shape (); changes with {@link #set}. */
  NDArray array() {
    return array;
  }

  void set(double value) {
    if (narrow) {
      buffer.putFloat(0, (float) value);
    } else {
      buffer.putDouble(0, value);
    }
    array.set(buffer);
  }

  @Override
  public void close() {
    array.close();
  }
}
