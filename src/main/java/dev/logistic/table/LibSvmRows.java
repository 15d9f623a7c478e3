package dev.logistic.table;

import java.util.Arrays;

/**
 * Some rows of a LibSVM file, in arrays that are used again.
 *
 * @param rows their number
 * @param labels of the rows
 * @param ends the place after the last value of each row
 * @param columns of the values, as the file has them
 * @param values other than 0
 * @param least the least index; {@link Integer#MAX_VALUE} if there is none
 * @param greatest the greatest index, also of values that are 0; -1 if there is none
 * @param lines number of lines that they were read from
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LibSvmRows(
    int rows,
    double[] labels,
    int[] ends,
    int[] columns,
    double[] values,
    int least,
    int greatest,
    int lines) {

  /** The place of the first value of a row. */
  int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  /** Collects rows in arrays that are used again for other rows. */
  static final class Builder {

    private int rows;
    private int size;
    private double[] labels = new double[1 << 10];
    private int[] ends = new int[1 << 10];
    private int[] columns = new int[1 << 16];
    private double[] values = new double[1 << 16];
    private int least;
    private int greatest;

    Builder() {
      clear();
    }

    /** Removes all rows. */
    void clear() {
      rows = 0;
      size = 0;
      least = Integer.MAX_VALUE;
      greatest = -1;
    }

    /** Adds a value to the row that ends next, unless it is 0. */
    void value(int column, double value) {
      if (value == 0) {
        return;
      }
      if (size == columns.length) {
        columns = Arrays.copyOf(columns, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      columns[size] = column;
      values[size++] = value;
    }

    /**
     * Ends a row.
     *
     * @param first the least index of a row, also of a value that is 0
     * @param last the greatest; -1 in a row without values
     */
    void row(double label, int first, int last) {
      if (rows == labels.length) {
        labels = Arrays.copyOf(labels, 2 * rows);
        ends = Arrays.copyOf(ends, 2 * rows);
      }
      labels[rows] = label;
      ends[rows++] = size;
      if (last >= 0) {
        least = Math.min(least, first);
        greatest = Math.max(greatest, last);
      }
    }

    /** Returns the rows, until others are collected. */
    LibSvmRows build(int lines) {
      return new LibSvmRows(rows, labels, ends, columns, values, least, greatest, lines);
    }
  }
}
