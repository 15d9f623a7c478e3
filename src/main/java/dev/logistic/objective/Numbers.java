package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Copies native arrays to Java arrays. */
final class Numbers {

  private Numbers() {}

  /** Copies all numbers of an array, widened, to the given place. */
  static void copy(NDArray from, double[] to, int at) {
    if (from.getDataType() == DataType.FLOAT64) {
      double[] numbers = from.toDoubleArray();
      System.arraycopy(numbers, 0, to, at, numbers.length);
      return;
    }
    float[] numbers = from.toFloatArray();
    for (int i = 0; i < numbers.length; i++) {
      to[at + i] = numbers[i];
    }
  }
}
