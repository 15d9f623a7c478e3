package dev.logistic.schema;

import java.util.Arrays;

/**
 * A row that has been encoded as the features that may differ from 0. Immutable.
 *
 * <p>For use within this project.
 */
public final class EncodedRow {

  private final int[] columns;
  private final double[] values;

  private EncodedRow(int[] columns, double[] values) {
    this.columns = columns;
    this.values = values;
  }

  /** The places of the features, ascending; not a copy. */
  public int[] columns() {
    return columns;
  }

  /** The values of these features, on the scale of the columns; not a copy. */
  public double[] values() {
    return values;
  }

  /** Receives features in ascending order. */
  static final class Builder implements Term.Sink {

    private int[] columns = new int[16];
    private double[] values = new double[16];
    private int size;

    @Override
    public void accept(int feature, double value) {
      if (size == columns.length) {
        columns = Arrays.copyOf(columns, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      columns[size] = feature;
      values[size++] = value;
    }

    EncodedRow build() {
      return new EncodedRow(Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
    }
  }
}
