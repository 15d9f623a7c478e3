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

  private final NDArray matrix; // shape (rows, features), or (features, rows)
  private final NDArray memory; // of it, one value behind the other
  private final boolean byColumn;
  private final long length;
  private final int width;

  /**
   * @param byColumn whether each column, and not each row, is to lie in one piece
   */
  Matrix(NDManager owner, long rows, int width, DataType type, boolean byColumn) {
    this.byColumn = byColumn;
    this.matrix = owner.create(byColumn ? new Shape(width, rows) : new Shape(rows, width), type);
    this.memory = matrix.reshape(-1);
    this.length = rows;
    this.width = width;
  }

  /** Rows to be set and written. */
  Rows rows(long from, int count) {
    return new Rows(from, count);
  }

  /** All rows: shape (rows, features). */
  NDArray features() {
    memory.close();
    if (!byColumn) {
      return matrix;
    }
    try (matrix) {
      return matrix.transpose();
    }
  }

  /** Some rows before they are written, in the order of the memory. */
  final class Rows {

    /** To be set. */
    final double[] values;

    /** From a feature's place in one row to that in the next. */
    final int step;

    private final long from;
    private final int count;

    private Rows(long from, int count) {
      this.from = from;
      this.count = count;
      this.step = byColumn ? 1 : width;
      this.values = new double[count * width];
    }

    /** Where a feature of a row is, counted from the first of these. */
    int place(int row, int feature) {
      return byColumn ? feature * count + row : row * width + feature;
    }

    void write() {
      if (!byColumn) {
        write(0, values.length, from * width);
        return;
      }
      for (int feature = 0; feature < width; feature++) {
        write(feature * count, count, feature * length + from);
      }
    }

    private void write(int first, int number, long to) {
      try (NDArray part = memory.get(NDIndex.sliceAxis(0, to, to + number))) {
        Doubles.write(values, first, number, part);
      }
    }
  }
}
