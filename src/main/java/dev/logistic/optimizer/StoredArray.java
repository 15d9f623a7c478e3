package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.logistic.checkpoint.State;

/** Saves arrays into a state and restores them, in float64, which keeps the bits of float32. */
final class StoredArray {

  private StoredArray() {}

  static void save(State state, String name, NDArray array) {
    try (NDArray wide = array.toType(DataType.FLOAT64, true)) {
      state.put(name, wide.toDoubleArray());
    }
  }

  /** Fills an array. */
  static void restore(State state, String name, NDArray array) {
    double[] values = state.array(name, Math.toIntExact(array.size()));
    try (NDArray wide = array.getManager().create(values, array.getShape());
        NDArray narrow = wide.toType(array.getDataType(), true)) {
      array.set(new NDIndex(":"), narrow);
    }
  }
}
