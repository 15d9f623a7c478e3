package dev.logistic.data.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Features in native memory while they are written, some rows at a time. Several threads may write
 * different rows.
 */
final class Matrix {

  /** What is set before it is written: small enough for a processor's cache. */
  static final int ROWS_AT_ONCE = 1_024;

  private final NDArray memory; // shape (rows, features), or (features, rows)
  private final NDArray values; // the same memory, as one row of values
  private final boolean byColumn;
  private final long length;
  private final int width;

  /**
   * @param byColumn whether each column, and not each row, is to lie in one piece
   */
  Matrix(NDManager owner, long rows, int width, DataType type, boolean byColumn) {
    this.byColumn = byColumn;
    this.memory = owner.create(byColumn ? new Shape(width, rows) : new Shape(rows, width), type);
    this.values = memory.reshape(-1);
    this.length = rows;
    this.width = width;
  }

  /** Rows to be set and written. */
  Rows rows(long from, int count) {
    return new Rows(from, count);
  }

  /** All rows: shape (rows, features). */
  NDArray features() {
    values.close();
    if (!byColumn) {
      return memory;
    }
    try (memory) {
      return memory.transpose();
    }
  }

  /** Some rows before they are written. */
  final class Rows {
    private final long from;
    private final int count;
    private final double[] some;

    private Rows(long from, int count) {
      this.from = from;
      this.count = count;
      this.some = new double[count * width];
    }

    /** Sets a feature of a row, counted from the first of these. */
    void set(int row, int feature, double value) {
      some[byColumn ? feature * count + row : row * width + feature] = value;
    }

    void write() {
      if (!byColumn) {
        write(0, some.length, from * width);
        return;
      }
      for (int feature = 0; feature < width; feature++) {
        write(feature * count, count, feature * length + from);
      }
    }

    private void write(int first, int number, long to) {
      try (NDArray part = values.get(NDIndex.sliceAxis(0, to, to + number))) {
        Doubles.write(some, first, number, part);
      }
    }
  }
}
