package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.Standardization;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Learns and applies {@code (value - mean) / scale}, computed in float64, some rows at a time. */
final class Standardizer {

  private static final int[] ROWS = {0};
  private static final long VALUES_AT_ONCE = 1 << 20;

  private final NDArray features;
  private final @Nullable NDArray factors; // of the rows, with a mean of 1
  private final long rowsAtOnce;

  Standardizer(NDArray features, @Nullable NDArray factors) {
    this.features = features;
    this.factors = factors;
    this.rowsAtOnce = Math.max(1, VALUES_AT_ONCE / features.getShape().get(1));
  }

  /** Learns means and population standard deviations, 1 for a constant feature. */
  Standardization learned() {
    double[] means = weightedMeans(block -> block);
    double[] variances =
        weightedMeans(block -> block.sub(block.getManager().create(means)).square());
    List<Double> scales =
        Arrays.stream(variances)
            .mapToObj(variance -> variance > 0 ? Math.sqrt(variance) : 1.0)
            .toList();
    return new Standardization(Arrays.stream(means).boxed().toList(), scales);
  }

  private interface Of {
    NDArray block(NDArray wide);
  }

  private double[] weightedMeans(Of values) {
    double[] sums = new double[Math.toIntExact(features.getShape().get(1))];
    for (long from = 0; from < rows(); from += rowsAtOnce) {
      try (NDManager scratch = features.getManager().newSubManager()) {
        NDArray found = values.block(wide(features, scratch, from));
        if (factors != null) {
          found = found.mul(wide(factors, scratch, from));
        }
        double[] ofBlock = found.sum(ROWS).toDoubleArray();
        Arrays.setAll(sums, i -> sums[i] + ofBlock[i]);
      }
    }
    return Arrays.stream(sums).map(sum -> sum / rows()).toArray();
  }

  /** Returns standardized features of the same type and order, owned by the manager. */
  NDArray applied(NDManager manager, Standardization by) {
    NDArray standardized = manager.create(features.getShape(), features.getDataType());
    for (long from = 0; from < rows(); from += rowsAtOnce) {
      try (NDManager scratch = features.getManager().newSubManager()) {
        NDArray block =
            wide(features, scratch, from)
                .sub(scratch.create(by.means().stream().mapToDouble(Double::doubleValue).toArray()))
                .divi(
                    scratch.create(by.scales().stream().mapToDouble(Double::doubleValue).toArray()))
                .toType(features.getDataType(), false);
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
