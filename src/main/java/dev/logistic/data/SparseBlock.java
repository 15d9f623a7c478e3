package dev.logistic.data;

import java.util.Arrays;

/**
 * Some sparse rows in Java's arrays, and the products with them; each sum is in the order of the
 * rows and, within a row, of its columns. Reused for one block after another. For one thread. For
 * use within this project.
 */
public final class SparseBlock {

  private static final int FIRST_ROWS = 1 << 10;
  private static final int FIRST_VALUES = 1 << 14;

  private int rows;
  private boolean full; // every row has a value in each of the same first columns
  private int[] starts = new int[FIRST_ROWS + 1]; // of each row, then the number of values
  private int[] columns = new int[FIRST_VALUES];
  private double[] values = new double[FIRST_VALUES];
  private float[] narrow = new float[0];

  SparseBlock() {}

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of values. */
  int size() {
    return starts[rows];
  }

  /** The place of the first value of a row. */
  public int start(int row) {
    return starts[row];
  }

  /** The columns of the values. Not a copy; longer than needed. */
  public int[] columns() {
    return columns;
  }

  /** The values. Not a copy; longer than needed. */
  public double[] values() {
    return values;
  }

  /** Makes room for so many rows and values, whose starts, columns and values follow. */
  void resize(int rowCount, int valueCount) {
    rows = rowCount;
    full = false;
    if (starts.length <= rowCount) {
      starts = new int[Math.max(rowCount + 1, 2 * starts.length)];
    }
    if (columns.length < valueCount) {
      int grown = Math.max(valueCount, 2 * columns.length);
      columns = new int[grown];
      values = new double[grown];
    }
    starts[rowCount] = valueCount;
  }

  /** Room for so many values in float32. */
  float[] narrow(int count) {
    if (narrow.length < count) {
      narrow = new float[Math.max(count, 2 * narrow.length)];
    }
    return narrow;
  }

  int[] starts() {
    return starts;
  }

  /** Whether each of the first rows has a value in each of the same first columns. */
  boolean isFull(int count) {
    int each = starts[1];
    for (int row = 0; row < count; row++) {
      if (starts[row + 1] - starts[row] != each) {
        return false;
      }
      for (int i = 0; i < each; i++) {
        if (columns[starts[row] + i] != i) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether each value of the first rows is 1. */
  boolean isOnes(int count) {
    for (int i = 0; i < starts[count]; i++) {
      if (values[i] != 1) {
        return false;
      }
    }
    return true;
  }

  /** Sets starts and columns of rows that have a value in each of the same first columns. */
  void fill() {
    full = rows > 0;
    int each = rows == 0 ? 0 : starts[rows] / rows;
    for (int row = 0; row < rows; row++) {
      starts[row] = row * each;
      for (int i = 0; i < each; i++) {
        columns[row * each + i] = i;
      }
    }
  }

  /** Removes all rows. */
  void clear() {
    rows = 0;
  }

  /** Appends a row: a part of the arrays. */
  void add(int[] moreColumns, double[] moreValues, int from, int end) {
    int size = size();
    int needed = size + end - from;
    if (rows + 2 > starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    if (needed > columns.length) {
      int grown = Math.max(needed, 2 * columns.length);
      columns = Arrays.copyOf(columns, grown);
      values = Arrays.copyOf(values, grown);
    }
    System.arraycopy(moreColumns, from, columns, size, end - from);
    System.arraycopy(moreValues, from, values, size, end - from);
    starts[++rows] = needed;
  }

  /** Removes the first rows. */
  void removeFirst(int count) {
    int from = starts[count];
    int left = size() - from;
    System.arraycopy(columns, from, columns, 0, left);
    System.arraycopy(values, from, values, 0, left);
    for (int row = count; row <= rows; row++) {
      starts[row - count] = starts[row] - from;
    }
    rows -= count;
  }

  /**
   * Adds the products of each row and the weights.
   *
   * @param weights shape (columns, outputs), row by row
   * @param products shape (rows, outputs), row by row from a place on; added to
   * @param place of the first row in the products
   */
  public void addTimes(double[] weights, int outputs, double[] products, int place) {
    if (outputs == 1) {
      addTimes(weights, products, place);
      return;
    }
    for (int row = 0; row < rows; row++) {
      int to = (place + row) * outputs;
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        int from = columns[i] * outputs;
        double value = values[i];
        for (int output = 0; output < outputs; output++) {
          products[to + output] += value * weights[from + output];
        }
      }
    }
  }

  private void addTimes(double[] weights, double[] products, int place) {
    if (full) {
      addTimesOfFull(weights, products, place);
      return;
    }
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        sum += values[i] * weights[columns[i]];
      }
      products[place + row] += sum;
    }
  }

  /** The same without looking columns up, in the same order. */
  private void addTimesOfFull(double[] weights, double[] products, int place) {
    int each = starts[rows] / rows;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      int from = row * each;
      for (int i = 0; i < each; i++) {
        sum += values[from + i] * weights[i];
      }
      products[place + row] += sum;
    }
  }

  /**
   * Adds the sums over the rows of values times features.
   *
   * @param ofRows shape (rows, outputs), row by row from a place on
   * @param place of the first row in the values
   * @param sums shape (columns, outputs), row by row; added to
   */
  public void addTransposedTimes(double[] ofRows, int outputs, int place, double[] sums) {
    if (outputs == 1) {
      addTransposedTimes(ofRows, place, sums);
      return;
    }
    for (int row = 0; row < rows; row++) {
      int from = (place + row) * outputs;
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        int to = columns[i] * outputs;
        double value = values[i];
        for (int output = 0; output < outputs; output++) {
          sums[to + output] += value * ofRows[from + output];
        }
      }
    }
  }

  private void addTransposedTimes(double[] ofRows, int place, double[] sums) {
    if (full) {
      addTransposedTimesOfFull(ofRows, place, sums);
      return;
    }
    for (int row = 0; row < rows; row++) {
      double factor = ofRows[place + row];
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        sums[columns[i]] += factor * values[i];
      }
    }
  }

  private void addTransposedTimesOfFull(double[] ofRows, int place, double[] sums) {
    int each = starts[rows] / rows;
    for (int row = 0; row < rows; row++) {
      double factor = ofRows[place + row];
      int from = row * each;
      for (int i = 0; i < each; i++) {
        sums[i] += factor * values[from + i];
      }
    }
  }

  /** As {@link #addTransposedTimes}, of the squares of the features. */
  public void addSquaresTimes(double[] ofRows, int outputs, int place, double[] sums) {
    if (outputs == 1) {
      addSquaresTimes(ofRows, place, sums);
      return;
    }
    for (int row = 0; row < rows; row++) {
      int from = (place + row) * outputs;
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        int to = columns[i] * outputs;
        double square = values[i] * values[i];
        for (int output = 0; output < outputs; output++) {
          sums[to + output] += square * ofRows[from + output];
        }
      }
    }
  }

  private void addSquaresTimes(double[] ofRows, int place, double[] sums) {
    for (int row = 0; row < rows; row++) {
      double factor = ofRows[place + row];
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        sums[columns[i]] += factor * values[i] * values[i];
      }
    }
  }

  /**
   * Adds the sums over the rows of first values times features, and of second values times features
   * and times their squares, for one output.
   *
   * @param first of the rows of this block
   * @param second of the rows of this block
   */
  public void addMoments(
      double[] first, double[] second, double[] sums, double[] secondSums, double[] squareSums) {
    for (int row = 0; row < rows; row++) {
      double factor = first[row];
      double secondFactor = second[row];
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        int column = columns[i];
        double value = values[i];
        double product = secondFactor * value;
        sums[column] += factor * value;
        secondSums[column] += product;
        squareSums[column] += product * value;
      }
    }
  }

  /** Receives a value and where it is. */
  public interface Visitor {

    /**
     * Receives a value.
     *
     * @param row within the block
     */
    void accept(int row, int column, double value);
  }

  /** Passes every value that is stored to a visitor, in order. */
  public void forEach(Visitor visitor) {
    for (int row = 0; row < rows; row++) {
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        visitor.accept(row, columns[i], values[i]);
      }
    }
  }
}
