package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.model.Parameters;

/**
 * A number as an array of the parameters' type, to which it is rounded: a Java number costs three
 * times as much in every step. Owns the array.
 */
final class Scalar implements AutoCloseable {

  private final NDManager manager;
  private final boolean narrow;
  private NDArray array;

  Scalar(double value, Parameters like) {
    this.manager = like.packed().getManager();
    this.narrow = like.packed().getDataType() == DataType.FLOAT32;
    this.array = created(value);
  }

  private NDArray created(double value) {
    NDArray created = narrow ? manager.create((float) value) : manager.create(value);
    NDScope.unregister(created);
    return created;
  }

  /** Shape (); valid until the next {@link #set}. */
  NDArray array() {
    return array;
  }

  /** A new array: DJL fills an existing one by a call for which PyTorch warns on stderr. */
  void set(double value) {
    array.close();
    array = created(value);
  }

  @Override
  public void close() {
    array.close();
  }
}
