package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * How much each row counts.
 *
 * @param given each at least 0: shape (rows, 1), of the type and on the device of the features
 * @param factors the same divided by their mean, so that the plain mean of factor times loss over
 *     rows is the weighted mean of the losses
 * @param sum of the given ones, added up in float64 in the order of the rows
 */
record RowWeights(NDArray given, NDArray factors, double sum) {

  private static final long ROWS_AT_ONCE = 1 << 20;

  /**
   * Checks and prepares weights.
   *
   * @param manager to which the arrays will belong
   * @param weights shape (rows) or (rows, 1), any number type
   * @param labels of the rows, in the type and on the device that the arrays will have
   * @throws IllegalArgumentException naming row and value of the first that is not a finite number
   *     of at least 0; or if all are 0
   */
  static RowWeights of(NDManager manager, NDArray weights, NDArray labels) {
    long rows = labels.getShape().get(0);
    Shape shape = weights.getShape();
    if (!shape.equals(new Shape(rows)) && !shape.equals(new Shape(rows, 1))) {
      throw new IllegalArgumentException(
          "weights must have shape (" + rows + ") or (" + rows + ", 1), was " + shape);
    }
    DataType type = labels.getDataType();
    try (NDManager scratch = manager.newSubManager()) {
      NDArray copy = weights.duplicate();
      copy.attach(scratch);
      NDArray given = copy.toDevice(labels.getDevice(), false).toType(type, false).reshape(rows, 1);
      double sum = sum(given, scratch);
      NDArray factors = given.toType(DataType.FLOAT64, false).div(sum / rows).toType(type, false);
      return new RowWeights(kept(given, manager), kept(factors, manager), sum);
    }
  }

  /** A caller's scope does not end it. */
  private static NDArray kept(NDArray array, NDManager manager) {
    array.attach(manager);
    NDScope.unregister(array);
    return array;
  }

  private static double sum(NDArray column, NDManager manager) {
    long rows = column.getShape().get(0);
    double sum = 0;
    for (long from = 0; from < rows; from += ROWS_AT_ONCE) {
      NDIndex range = NDIndex.sliceAxis(0, from, Math.min(rows, from + ROWS_AT_ONCE));
      try (NDManager scratch = manager.newSubManager()) {
        NDArray some = column.get(scratch, range);
        double[] values = some.toType(DataType.FLOAT64, false).toDoubleArray();
        for (int i = 0; i < values.length; i++) {
          sum += checked(values[i], from + i);
        }
      }
    }
    if (sum == 0) {
      throw new IllegalArgumentException("weights must not all be 0");
    }
    if (Double.isInfinite(sum)) {
      throw new IllegalArgumentException("weights must have a finite sum");
    }
    return sum;
  }

  private static double checked(double weight, long row) {
    if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "weights must be finite and at least 0, was " + weight + " in row " + row);
    }
    return weight;
  }

  /**
   * Checks that weights are numbers of rows.
   *
   * @throws IllegalArgumentException naming row and value of the first that is not whole
   */
  void requireWhole() {
    try (NDManager scratch = given.getManager().newSubManager()) {
      NDArray copy = given.duplicate();
      copy.attach(scratch);
      NDArray wrong = copy.neq(copy.floor());
      if (wrong.any().getBoolean()) {
        long row = wrong.toType(DataType.INT32, false).flatten().argMax().getLong();
        throw new IllegalArgumentException(
            "weights that count rows must be whole numbers, was %s in row %d"
                .formatted(copy.get(row).toType(DataType.FLOAT64, false).toDoubleArray()[0], row));
      }
    }
  }
}
