package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.logistic.data.FeatureLearning.FeatureRows;
import dev.logistic.data.FeatureLearning.Learned;
import dev.logistic.data.LabelledData.Divided;
import dev.logistic.schema.FeatureSchema;
import java.util.Objects;

/** Copies some rows, in their order, with their labels and attributes. */
final class RowSelection {

  private final LabelledData data;
  private final long[] rows;
  private final NDIndex index;
  private final NDManager owner;

  /**
   * @param rows ascending
   * @param owner ends the copies
   */
  RowSelection(LabelledData data, long[] rows, NDManager owner) {
    this.data = data;
    this.rows = rows;
    this.index = new NDIndex("{}", owner.create(rows));
    this.owner = owner;
  }

  LabelledData copy() {
    FeatureRows features =
        data.sparse()
            .map(sparse -> new FeatureRows(null, sparse.rows(rows, owner)))
            .orElseGet(() -> new FeatureRows(data.features().get(owner, index), null));
    return with(features, data.schema());
  }

  /** Returns the rows with other features. */
  private LabelledData with(FeatureRows features, FeatureSchema schema) {
    NDArray labels = data.labels().get(owner, index);
    SparseRows sparse = features.sparse();
    LabelledData copy =
        sparse == null
            ? LabelledData.of(
                Objects.requireNonNull(features.dense()), labels, schema, data.classes())
            : LabelledData.of(sparse, labels, schema, data.classes());
    LabelledData weighted =
        data.weights().map(all -> copy.withWeights(all.get(owner, index))).orElse(copy);
    return weighted.with(data.attributes().of(rows, index, owner, weighted.attributes().weights()));
  }

  /** Copies rows to learn from and others; see {@link LabelledData#divided}. */
  static Divided divided(LabelledData data, long[] training, long[] others, NDManager owner) {
    FeatureLearning learning = data.attributes().learning();
    if (learning == null) {
      return new Divided(data.rows(training, owner), data.rows(others, owner));
    }
    Learned learned = learning.learn(training, others, owner);
    FeatureSchema schema = learned.schema();
    LabelledData own = new RowSelection(data, training, owner).with(learned.training(), schema);
    LabelledData rest = new RowSelection(data, others, owner).with(learned.others(), schema);
    if (data.isStandardized() && !own.isStandardized()) {
      LabelledData scaled = own.standardized();
      return new Divided(
          scaled, rest.standardizedBy(scaled.schema().standardization().orElseThrow()));
    }
    return new Divided(own, rest);
  }
}
