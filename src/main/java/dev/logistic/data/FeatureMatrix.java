package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.LongStream;

/** Checks features in an array: shape (rows, columns). */
final class FeatureMatrix {

  private FeatureMatrix() {}

  /**
   * @throws IllegalArgumentException if shape or type cannot be that of features
   */
  static void require(NDArray features) {
    Shape shape = features.getShape();
    if (shape.dimension() != 2 || shape.size() == 0) {
      throw new IllegalArgumentException(
          "features must have shape (rows, columns) with at least one of each, was " + shape);
    }
    DataType type = features.getDataType();
    if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
      throw new IllegalArgumentException("features must be float32 or float64, was " + type);
    }
  }

  /**
   * Returns a name for each column.
   *
   * @param given none for x0, x1 and so on
   * @throws IllegalArgumentException as {@link #require}, or if there are fewer or more names
   */
  static List<String> names(NDArray features, List<String> given) {
    require(features);
    long columns = features.getShape().get(1);
    if (given.isEmpty()) {
      return LongStream.range(0, columns).mapToObj(column -> "x" + column).toList();
    }
    if (given.size() != columns) {
      throw new IllegalArgumentException(
          "there must be one feature name for each of " + columns + " columns, was " + given);
    }
    return given;
  }

  /**
   * @throws IllegalArgumentException naming value, column and row (from 0) of the first one found
   */
  static void requireFinite(NDArray features, List<String> names) {
    try (NDManager scratch = features.getManager().newSubManager()) {
      NDArray sum = features.sum();
      sum.attach(scratch);
      // One pass without temporaries; only an overflow of the sum itself needs the closer look.
      if (Double.isFinite(sum.toType(DataType.FLOAT64, false).toDoubleArray()[0])) {
        return;
      }
      NDArray nan = features.isNaN();
      nan.attach(scratch);
      NDArray infinite = features.isInfinite();
      infinite.attach(scratch);
      NDArray bad = nan.logicalOr(infinite);
      if (bad.any().getBoolean()) {
        long at = bad.toType(DataType.INT32, false).flatten().argMax().getLong();
        long row = at / names.size();
        int column = (int) (at % names.size());
        NDArray value = features.get(row, column);
        value.attach(scratch);
        throw new IllegalArgumentException(
            "features must be finite, was "
                + value.toType(DataType.FLOAT64, false).toDoubleArray()[0]
                + " in column "
                + names.get(column)
                + ", row "
                + row);
      }
    }
  }
}
