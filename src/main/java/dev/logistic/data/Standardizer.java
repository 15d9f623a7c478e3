package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.Standardization;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Learns and applies {@code (value - mean) / scale}, computed in float64, some rows at a time. */
final class Standardizer {

  private static final int[] ROWS = {0};
  private static final long VALUES_AT_ONCE = 1 << 20;

  private final NDArray features;
  private final @Nullable RowWeights weights;
  private final long rowsAtOnce;

  Standardizer(NDArray features, @Nullable RowWeights weights) {
    this.features = features;
    this.weights = weights;
    this.rowsAtOnce = Math.max(1, VALUES_AT_ONCE / features.getShape().get(1));
  }

  /**
   * Learns means and population standard deviations, 1 for a constant feature.
   *
   * @param names of the features, for messages
   * @throws IllegalArgumentException if values are too large
   */
  Standardization learned(List<String> names) {
    double[] rough = weightedMeans(block -> block);
    // The mean of the differences corrects the rounding of the mean, exactly for a constant.
    double[] rest = weightedMeans(block -> block.sub(block.getManager().create(rough)));
    double[] means = new double[rough.length];
    Arrays.setAll(means, i -> rough[i] + rest[i]);
    double[] farthest = farthest(means);
    // In units of the largest distance, squares neither underflow nor overflow.
    double[] units = Arrays.stream(farthest).map(far -> far > 0 ? far : 1).toArray();
    double[] variances =
        weightedMeans(
            block ->
                block
                    .sub(block.getManager().create(means))
                    .divi(block.getManager().create(units))
                    .square());
    for (int i = 0; i < means.length; i++) {
      if (!Double.isFinite(means[i]) || !Double.isFinite(farthest[i])) {
        throw new IllegalArgumentException(
            "feature \"%s\" has values too large to be standardized; make them smaller, or set"
                    .formatted(names.get(i))
                + " data.standardize=false");
      }
    }
    return new Standardization(
        Arrays.stream(means).boxed().toList(),
        IntStream.range(0, means.length)
            .mapToObj(i -> Scaling.scaleFor(units[i] * Math.sqrt(variances[i])))
            .toList());
  }

  private double[] weightedMeans(UnaryOperator<NDArray> values) {
    double[] sums = new double[Math.toIntExact(features.getShape().get(1))];
    forEachBlock(
        (block, weight) -> {
          NDArray found = values.apply(block);
          double[] ofBlock = (weight == null ? found : found.mul(weight)).sum(ROWS).toDoubleArray();
          Arrays.setAll(sums, i -> sums[i] + ofBlock[i]);
        });
    double all = weights == null ? rows() : weights.sum();
    return Arrays.stream(sums).map(sum -> sum / all).toArray();
  }

  /** The largest distance to the mean in rows of positive weight. */
  private double[] farthest(double[] means) {
    double[] farthest = new double[means.length];
    forEachBlock(
        (block, weight) -> {
          NDArray distances = block.sub(block.getManager().create(means)).abs();
          NDArray counted =
              weight == null
                  ? distances
                  : distances.mul(weight.gt(0).toType(DataType.FLOAT64, false));
          double[] ofBlock = counted.max(ROWS).toDoubleArray();
          Arrays.setAll(farthest, i -> Math.max(farthest[i], ofBlock[i]));
        });
    return farthest;
  }

  private void forEachBlock(BiConsumer<NDArray, @Nullable NDArray> use) {
    for (long from = 0; from < rows(); from += rowsAtOnce) {
      try (NDManager scratch = features.getManager().newSubManager()) {
        use.accept(
            wide(features, scratch, from),
            weights == null ? null : wide(weights.given(), scratch, from));
      }
    }
  }

  /** Returns standardized features of the same type and order, owned by the manager. */
  NDArray applied(NDManager manager, Standardization by) {
    Scaling scaling = new Scaling(by);
    NDArray standardized = manager.create(features.getShape(), features.getDataType());
    for (long from = 0; from < rows(); from += rowsAtOnce) {
      try (NDManager scratch = features.getManager().newSubManager()) {
        NDArray block =
            scaling.ofWide(wide(features, scratch, from), scratch, features.getDataType());
        standardized.set(range(from), block);
      }
    }
    return standardized;
  }

  private long rows() {
    return features.getShape().get(0);
  }

  private NDIndex range(long from) {
    return NDIndex.sliceAxis(0, from, Math.min(from + rowsAtOnce, rows()));
  }

  private NDArray wide(NDArray array, NDManager scratch, long from) {
    return array.get(scratch, range(from)).toType(DataType.FLOAT64, false);
  }
}
