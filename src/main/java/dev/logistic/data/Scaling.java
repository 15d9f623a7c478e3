package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.Standardization;

/**
 * Standardizes arrays of features, for use within this project. Holds no native arrays, and so
 * works on every device and thread.
 */
public final class Scaling {

  private final double[] means;
  private final double[] scales;

  /** Scales as the standardization says. */
  public Scaling(Standardization standardization) {
    this.means = standardization.means().stream().mapToDouble(Double::doubleValue).toArray();
    this.scales = standardization.scales().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * {@code (features - mean) / scale}, computed in float64.
   *
   * @param features shape (rows, columns)
   * @return of the same shape, type and manager
   */
  public NDArray apply(NDArray features) {
    try (NDManager scratch = features.getManager().newSubManager()) {
      NDArray wide = features.toType(DataType.FLOAT64, true); // shares memory if already float64
      wide.attach(scratch);
      NDArray scaled = ofWide(wide, scratch, features.getDataType());
      scaled.attach(features.getManager());
      return scaled;
    }
  }

  /**
   * The same of features in float64, with arrays of the scratch manager.
   *
   * @return of the type; may share memory with the scaled float64
   */
  NDArray ofWide(NDArray wide, NDManager scratch, DataType type) {
    return wide.sub(scratch.create(means)).divi(scratch.create(scales)).toType(type, false);
  }

  /**
   * Returns the population standard deviation of values.
   *
   * @param squares the sum of the squares of their differences to the mean, each times the unit
   * @param weight their number, or the sum of their weights
   * @param unit a power of two by which the differences were multiplied
   */
  public static double deviation(double squares, double weight, double unit) {
    return Math.sqrt(squares / weight) / unit;
  }

  /**
   * Returns the scale for a standard deviation: 1 for that of a constant, which is 0, and of values
   * that differ by less than float64 can resolve.
   */
  public static double scaleFor(double deviation) {
    return deviation == 0 ? 1 : deviation;
  }
}
