package dev.logistic.table;

import java.io.IOException;
import java.util.Arrays;

/**
 * Bytes of whole lines, followed by a line feed and enough unused bytes to read eight at a time
 * everywhere. Reused for one part of a file after another. For one thread.
 */
final class LineBuffer {

  /** Bytes of a part, apart from the rest of its last line: these and their rows fit the cache. */
  static final int BYTES = 1 << 19;

  private static final int PADDING = 16;
  private static final int FIRST = BYTES + (1 << 16);
  private static final int MOST = 1 << 30;

  private byte[] bytes = new byte[FIRST + PADDING];
  private int from;
  private int end;
  private long position;

  /** The array, for the places from {@link #from} to {@link #end}. */
  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int end() {
    return end;
  }

  /** Where the part begins in its file; for whoever fills the buffer. */
  long position() {
    return position;
  }

  void setPosition(long place) {
    position = place;
  }

  /** Limits the lines to a part of the array. */
  void limit(int first, int last) {
    require(last);
    from = first;
    end = last;
    bytes[last] = '\n';
  }

  /**
   * Makes room for so many bytes.
   *
   * @throws IOException if a line is too long for an array
   */
  byte[] withRoom(int length) throws IOException {
    if (length < 0 || length > MOST) {
      throw new IOException("a line is longer than 1 GB");
    }
    require(length);
    return bytes;
  }

  private void require(int length) {
    if (length > bytes.length - PADDING) {
      bytes = Arrays.copyOf(bytes, Math.max(length, (int) Math.min(MOST, 2L * length)) + PADDING);
    }
  }
}
