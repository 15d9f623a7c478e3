package dev.logistic.data.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * Moves numbers between Java and the memory of an array on the CPU, without a copy of that array.
 * The array must lie in one piece and take at most 2 GB.
 */
final class Doubles {

  /** Values that are converted at a time. */
  private static final int SCRATCH = 1 << 14;

  private Doubles() {}

  /** Writes some of the values; rounds them where the array is float32. */
  static void write(double[] values, int first, int count, NDArray to) {
    ByteBuffer memory = to.toByteBuffer(true);
    if (to.getDataType() == DataType.FLOAT64) {
      memory.asDoubleBuffer().put(values, first, count);
      return;
    }
    FloatBuffer floats = memory.asFloatBuffer();
    float[] scratch = new float[Math.min(SCRATCH, count)];
    for (int from = 0; from < count; from += scratch.length) {
      int length = Math.min(scratch.length, count - from);
      for (int i = 0; i < length; i++) {
        scratch[i] = (float) values[first + from + i];
      }
      floats.put(scratch, 0, length);
    }
  }

  /** Reads as many numbers as the values hold or the array has. */
  static void read(NDArray from, double[] values) {
    ByteBuffer memory = from.toByteBuffer(true);
    if (from.getDataType() == DataType.FLOAT64) {
      DoubleBuffer doubles = memory.asDoubleBuffer();
      doubles.get(values, 0, Math.min(values.length, doubles.remaining()));
      return;
    }
    FloatBuffer floats = memory.asFloatBuffer();
    int count = Math.min(values.length, floats.remaining());
    float[] scratch = new float[Math.min(SCRATCH, count)];
    for (int at = 0; at < count; at += scratch.length) {
      int length = Math.min(scratch.length, count - at);
      floats.get(scratch, 0, length);
      for (int i = 0; i < length; i++) {
        values[at + i] = scratch[i];
      }
    }
  }
}
