package dev.logistic.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.engine.PyTorch;
import org.jspecify.annotations.Nullable;

/** Owns the weights and the bias of a model until it is closed. Safe for several threads. */
final class ModelArrays {

  private final NDManager manager;
  private final NDArray weights;
  private final NDArray bias;
  private volatile @Nullable String closedBecause;

  /**
   * Takes over a manager.
   *
   * @param weights shape (columns, outputs), of the manager
   * @param bias shape (1, outputs), of the manager
   */
  ModelArrays(NDManager manager, NDArray weights, NDArray bias) {
    this.manager = manager;
    this.weights = weights;
    this.bias = bias;
    NDScope.unregister(weights, bias); // a caller's scope does not end them
  }

  static ModelArrays copyOf(Parameters parameters) {
    NDManager manager = PyTorch.engine().newBaseManager(parameters.packed().getDevice());
    return new ModelArrays(manager, parameters.weights(manager), parameters.bias(manager));
  }

  /** Returns the manager, to which results that outlive a call belong. */
  NDManager manager() {
    return manager;
  }

  /**
   * @throws IllegalStateException if the model is closed
   */
  NDArray weights() {
    requireOpen();
    return weights;
  }

  /**
   * @throws IllegalStateException if the model is closed
   */
  NDArray bias() {
    requireOpen();
    return bias;
  }

  /** Returns the values in float64. */
  static double[] doubles(NDArray array) {
    try (NDArray converted = array.toType(DataType.FLOAT64, true)) {
      return converted.toDoubleArray();
    }
  }

  void requireOpen() {
    if (closedBecause != null) {
      throw new IllegalStateException("the model is closed: " + closedBecause);
    }
  }

  void close(String reason) {
    if (closedBecause == null) {
      closedBecause = reason;
    }
    manager.close();
  }
}
