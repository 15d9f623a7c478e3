package dev.logistic.spark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.ColumnOrder;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatch;
import dev.logistic.data.Minibatches;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.solver.RowBlock;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a block as they were read.
 *
 * @param features shape (rows, columns), minus the centre; become those of the row block
 * @param centre mean of each column in this block, so that float32 keeps the digits of columns that
 *     vary little about a large mean; null if features are used unchanged
 * @param labels of the rows
 * @param weights of the rows, each above 0; null if unweighted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawBlock(
    NDArray features, double @Nullable [] centre, int[] labels, double @Nullable [] weights) {

  /** Creates the block for passes. To be called once. */
  RowBlock prepared(NDManager owner, PreparationPlan preparation, FeatureSchema schema) {
    standardize(preparation);
    double[] all = preparation.weights(labels, weights);
    try (NDManager scratch = owner.newSubManager()) {
      NDArray places = scratch.create(IntStream.of(labels).asDoubleStream().toArray());
      LabelledData data =
          LabelledData.of(ColumnOrder.fastest(features), places, schema, preparation.classNames());
      LabelledData counted = all == null ? data : data.withWeights(scratch.create(all));
      List<Minibatch> parts = Minibatches.kept(owner, counted, counted.rows());
      if (parts.size() != 1) {
        throw new IllegalStateException("a block must be one part, was " + parts.size());
      }
      return RowBlock.of(parts.get(0), counted.weightSum());
    }
  }

  private void standardize(PreparationPlan preparation) {
    double[] means = preparation.means();
    double[] scales = preparation.scales();
    if (means == null || scales == null || centre == null) {
      return;
    }
    double[] shifts = new double[means.length];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = means[i] - centre[i];
    }
    try (NDManager scratch = features.getManager().newSubManager()) {
      features.subi(row(shifts, scratch)).divi(row(scales, scratch));
    }
  }

  private NDArray row(double[] values, NDManager scratch) {
    return scratch
        .create(values, new Shape(1, values.length))
        .toType(features.getDataType(), false);
  }

  /** Number of values in native memory for a block of this shape. */
  static long values(long rows, long columns) {
    int ofLabels = 5; // labels, signs, opposites, and weights twice
    return rows * (columns + ofLabels);
  }
}
