package dev.logistic.spark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.IndexedTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.solver.RowBlock;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The sparse rows of a partition as they were read.
 *
 * @param features unscaled
 * @param labels of the rows
 * @param weights of the rows, each above 0; null if unweighted
 * @param bytes that they take
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawSparseRows(SparseRows features, int[] labels, double @Nullable [] weights, long bytes) {

  /** Creates the blocks for passes. To be called once. */
  List<RowBlock> prepared(NDManager owner, PreparationPlan preparation) {
    SparseRows rows = standardized(owner, preparation);
    FeatureSchema schema =
        new FeatureSchema(List.of(new IndexedTerm("", 0, rows.width())), Optional.empty());
    double[] all = preparation.weights(labels, weights);
    try (NDManager scratch = owner.newSubManager()) {
      NDArray places = scratch.create(IntStream.of(labels).asDoubleStream().toArray());
      LabelledData data = LabelledData.of(rows, places, schema, preparation.classNames());
      return RowBlock.ofSparse(owner, all == null ? data : data.withWeights(scratch.create(all)));
    }
  }

  private SparseRows standardized(NDManager owner, PreparationPlan preparation) {
    double[] means = preparation.means();
    double[] scales = preparation.scales();
    if (means == null || scales == null) {
      return features;
    }
    Standardization scaling =
        new Standardization(
            DoubleStream.of(means).boxed().toList(), DoubleStream.of(scales).boxed().toList());
    SparseRows copy = features.standardizedBy(scaling, owner);
    features.close();
    return copy;
  }
}
