package dev.logistic.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * The memory of an array on the CPU, read and written as float64 without a copy of the array, which
 * must lie in one piece, take at most 2 GB and stay open. For one thread at a time.
 */
final class Memory implements CellSource {

  private static final int SCRATCH = 1 << 14;

  private final boolean wide;
  private final DoubleBuffer doubles; // if wide
  private final FloatBuffer floats; // if not
  private float[] scratch = new float[0];

  Memory(NDArray array) {
    ByteBuffer bytes = array.toByteBuffer(true);
    this.wide = array.getDataType() == DataType.FLOAT64;
    this.doubles = bytes.asDoubleBuffer();
    this.floats = bytes.asFloatBuffer();
  }

  /** Writes some of the values from a place on; rounds them where the array is float32. */
  void write(double[] values, int first, int count, int to) {
    if (wide) {
      doubles.put(to, values, first, count);
      return;
    }
    for (int done = 0; done < count; done += SCRATCH) {
      int length = Math.min(SCRATCH, count - done);
      reserve(length);
      for (int i = 0; i < length; i++) {
        scratch[i] = (float) values[first + done + i];
      }
      floats.put(to + done, scratch, 0, length);
    }
  }

  @Override
  public void read(int from, double[] values, int count) {
    if (wide) {
      doubles.get(from, values, 0, count);
      return;
    }
    for (int done = 0; done < count; done += SCRATCH) {
      int length = Math.min(SCRATCH, count - done);
      reserve(length);
      floats.get(from + done, scratch, 0, length);
      for (int i = 0; i < length; i++) {
        values[done + i] = scratch[i];
      }
    }
  }

  private void reserve(int length) {
    if (scratch.length < length) {
      scratch = new float[length];
    }
  }
}
