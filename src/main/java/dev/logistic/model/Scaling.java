package dev.logistic.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.Standardization;

/**
 * Standardizes arrays of features. Holds no native arrays, and so works on every device and thread.
 */
final class Scaling {

  private final double[] means;
  private final double[] scales;

  Scaling(Standardization standardization) {
    this.means = standardization.means().stream().mapToDouble(Double::doubleValue).toArray();
    this.scales = standardization.scales().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * {@code (features - mean) / scale}, computed in float64.
   *
   * @param features shape (rows, columns)
   * @return of the same shape, type and manager
   */
  NDArray apply(NDArray features) {
    try (NDManager scratch = features.getManager().newSubManager()) {
      NDArray wide = features.toType(DataType.FLOAT64, true); // shares memory if already float64
      wide.attach(scratch);
      NDArray scaled =
          wide.sub(scratch.create(means))
              .divi(scratch.create(scales))
              .toType(features.getDataType(), true);
      scaled.attach(features.getManager());
      return scaled;
    }
  }
}
