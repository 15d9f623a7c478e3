package dev.logistic.table;

import dev.logistic.files.ScratchFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers in a file. */
final class FileCells implements CellSource {

  private final ScratchFile file;
  private final long start;
  private final boolean wide;
  private ByteBuffer bytes = ByteBuffer.allocateDirect(0);

  /**
   * @param start of the numbers in the file, in bytes
   * @param wide whether they are float64
   */
  FileCells(ScratchFile file, long start, boolean wide) {
    this.file = file;
    this.start = start;
    this.wide = wide;
  }

  @Override
  public void read(int from, double[] values, int count) {
    int each = wide ? Double.BYTES : Float.BYTES;
    if (bytes.capacity() < count * each) {
      bytes = ByteBuffer.allocateDirect(count * each).order(ByteOrder.nativeOrder());
    }
    bytes.clear().limit(count * each);
    file.read(start + (long) from * each, bytes);
    bytes.flip();
    if (wide) {
      bytes.asDoubleBuffer().get(values, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      values[i] = bytes.getFloat(i * each);
    }
  }
}
