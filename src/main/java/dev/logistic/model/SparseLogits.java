package dev.logistic.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.schema.Standardization;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The logits of rows that are given by their values other than 0, in float64, in time that depends
 * on these and on the features whose mean is not 0. Standardizing divides the values, and subtracts
 * what the means contribute to every row. Immutable.
 */
final class SparseLogits {

  private static final int[] SUMMED = {1};

  private final double[] scales; // empty if features are not standardized
  private final long[] centered; // the features whose mean is not 0
  private final double[] centers; // their means, divided by the scales

  SparseLogits(Optional<Standardization> standardization) {
    this.scales =
        standardization
            .map(known -> known.scales().stream().mapToDouble(Double::doubleValue).toArray())
            .orElse(new double[0]);
    double[] means =
        standardization
            .map(known -> known.means().stream().mapToDouble(Double::doubleValue).toArray())
            .orElse(new double[0]);
    int[] places = IntStream.range(0, means.length).filter(i -> means[i] != 0).toArray();
    this.centered = IntStream.of(places).asLongStream().toArray();
    this.centers = IntStream.of(places).mapToDouble(i -> means[i] / scales[i]).toArray();
  }

  /**
   * Returns logits of shape (rows, outputs), in float64, of the manager of the rows.
   *
   * @param rows the places of the features, int64, and their values, float64, both of shape (rows,
   *     most values of a row); shorter rows end with values of 0
   * @throws IllegalArgumentException if they are not so
   */
  NDArray of(NDList rows, NDArray weights, NDArray bias) {
    NDArray places = rows.get(0);
    NDArray values = rows.get(1);
    Shape shape = values.getShape();
    if (shape.dimension() != 2
        || !places.getShape().equals(shape)
        || places.getDataType() != DataType.INT64
        || values.getDataType() != DataType.FLOAT64) {
      throw new IllegalArgumentException(
          "sparse rows must be places, int64, and values, float64, of one shape (rows, values), were %s %s and %s %s"
              .formatted(places.getDataType(), places.getShape(), values.getDataType(), shape));
    }
    try (NDManager scratch = values.getManager().newSubManager()) {
      NDArray flat = places.flatten();
      flat.attach(scratch);
      NDArray scaled = values.reshape(shape.get(0), shape.get(1), 1);
      scaled.attach(scratch);
      if (scales.length > 0) {
        NDArray divisors = scratch.create(scales).get(scratch, new NDIndex("{}", flat));
        scaled = scaled.div(divisors.reshape(shape.get(0), shape.get(1), 1));
      }
      long outputs = weights.getShape().get(1);
      NDArray own = wide(weights.get(scratch, new NDIndex("{}", flat)), scratch);
      NDArray products = own.reshape(shape.get(0), shape.get(1), outputs).mul(scaled);
      NDArray logits = products.sum(SUMMED).add(wide(bias, scratch));
      if (centered.length > 0) {
        NDArray ofCentered =
            wide(weights.get(scratch, new NDIndex("{}", scratch.create(centered))), scratch);
        NDArray means = scratch.create(centers, new Shape(1, centers.length));
        logits = logits.sub(means.matMul(ofCentered));
      }
      logits.attach(values.getManager());
      return logits;
    }
  }

  private static NDArray wide(NDArray array, NDManager owner) {
    NDArray wide = array.toType(DataType.FLOAT64, true);
    wide.attach(owner);
    return wide;
  }
}
