package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/** Finds NaN and infinity in features. */
final class FiniteCheck {

  private FiniteCheck() {}

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
