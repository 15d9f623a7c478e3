package dev.logistic.schema;

import org.jspecify.annotations.Nullable;

/** The rule for a row that is given by the columns and values that may differ from 0. */
public final class SparseRow {

  /** Of a model of more features, only those that may differ from 0 are encoded. */
  private static final int MOST_DENSE = 4_096;

  private SparseRow() {}

  /** Whether rows of that many features are encoded sparse: a dense one takes longer to fill. */
  public static boolean isFor(int width) {
    return width > MOST_DENSE;
  }

  /**
   * Checks a row.
   *
   * @param columns indices from 0 to below the width, ascending
   * @param values at these columns; finite
   * @param where of the row, for messages, such as {@code " in row 3"}; empty for a single one
   * @throws IllegalArgumentException if they are not so
   */
  public static void require(
      int @Nullable [] columns, double @Nullable [] values, int width, String where) {
    if (columns == null || values == null) {
      throw new IllegalArgumentException(
          "expected columns and values%s, found null".formatted(where));
    }
    if (columns.length != values.length) {
      throw new IllegalArgumentException(
          "expected as many values as columns%s, found %d values and %d columns"
              .formatted(where, values.length, columns.length));
    }
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] < 0 || columns[i] >= width) {
        throw new IllegalArgumentException(
            "expected columns from 0 to %d, found %d%s".formatted(width - 1, columns[i], where));
      }
      if (i > 0 && columns[i] <= columns[i - 1]) {
        throw new IllegalArgumentException(
            "expected ascending columns%s, found %d after %d"
                .formatted(where, columns[i], columns[i - 1]));
      }
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "features must be finite, was %s%s, column %d".formatted(values[i], where, columns[i]));
      }
    }
  }
}
