package dev.logistic.table;

import dev.logistic.data.SparseRowsBuilder;
import dev.logistic.schema.SparseRow;
import dev.logistic.schema.Term;
import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;

/**
 * The features of the rows that were read last, on the scale of their columns: an array for models
 * of some features, and values with their columns for models of many, most of which are 0.
 */
final class RowFeatures {

  private static final int MOST_ROWS = 8_192;
  private static final int MOST_FEATURES = 1 << 20;

  private static final int FIRST_VALUES = 4_096;

  private final int width;
  private final int mostRows;
  private final boolean sparse;
  private final double[] dense;
  private final int[] ends;
  private int[] columns = new int[FIRST_VALUES];
  private double[] values = new double[FIRST_VALUES];
  private int rows;
  private int size;

  RowFeatures(int width) {
    this.width = width;
    this.sparse = SparseRow.isFor(width);
    this.mostRows = sparse ? MOST_ROWS : Math.max(1, Math.min(MOST_ROWS, MOST_FEATURES / width));
    this.dense = new double[sparse ? 0 : mostRows * width];
    this.ends = new int[mostRows];
  }

  /** Most rows at a time. */
  int mostRows() {
    return mostRows;
  }

  boolean isSparse() {
    return sparse;
  }

  /** Removes all rows. */
  void clear() {
    rows = 0;
    size = 0;
  }

  /** Begins a row, whose first feature is at the place that is returned. */
  int begin() {
    if (sparse) {
      return 0;
    }
    int from = rows * width;
    Arrays.fill(dense, from, from + width, 0);
    return from;
  }

  /** Receives the features of the row that was begun. */
  Term.Sink sink() {
    return sparse ? this::append : (feature, value) -> dense[feature] = value;
  }

  private void append(int feature, double value) {
    if (size == columns.length) {
      columns = Arrays.copyOf(columns, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    columns[size] = feature;
    values[size++] = value;
  }

  /** Ends the row that was begun. */
  void end() {
    ends[rows++] = size;
  }

  /** Adds a row with the features of the previous one. */
  void repeat() {
    int previous = rows - 1;
    int from = previous == 0 ? 0 : ends[previous - 1];
    int to = ends[previous];
    int at = begin();
    if (!sparse) {
      System.arraycopy(dense, at - width, dense, at, width);
    }
    for (int i = from; i < to; i++) {
      append(columns[i], values[i]);
    }
    end();
  }

  /** Removes the features of the row that was begun. */
  void reset() {
    size = rows == 0 ? 0 : ends[rows - 1];
    begin();
  }

  /** The features row by row, at the start of an array that the next rows overwrite. */
  double[] dense() {
    if (sparse) {
      throw new IllegalStateException("the features are sparse");
    }
    return dense;
  }

  /**
   * Adds the rows to others.
   *
   * @param scaled the value to be added, by feature and value
   */
  void addTo(SparseRowsBuilder builder, ToDoubleBiFunction<Integer, Double> scaled) {
    double[] all = new double[size];
    for (int i = 0; i < size; i++) {
      all[i] = scaled.applyAsDouble(columns[i], values[i]);
    }
    for (int row = 0; row < rows; row++) {
      builder.add(columns, all, row == 0 ? 0 : ends[row - 1], ends[row]);
    }
  }
}
