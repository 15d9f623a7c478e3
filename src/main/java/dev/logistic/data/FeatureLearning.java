package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.schema.FeatureSchema;
import org.jspecify.annotations.Nullable;

/**
 * Learns the features of a table's rows anew from some of them, as a training on these alone would.
 * Thread-safe.
 *
 * <p>For use within this project.
 */
@FunctionalInterface
public interface FeatureLearning {

  /**
   * Features of some rows: an array, or sparse.
   *
   * @param dense of shape (rows, columns of the schema)
   */
  record FeatureRows(@Nullable NDArray dense, @Nullable SparseRows sparse) {}

  /**
   * Features of some rows.
   *
   * @param training of the rows to learn from
   * @param others encoded by what was learned
   */
  record Learned(FeatureSchema schema, FeatureRows training, FeatureRows others) {}

  /**
   * Learns from some rows and encodes others.
   *
   * @param training places of the rows to learn from, ascending
   * @param others places of other rows, ascending
   * @param owner ends the features
   * @throws IllegalArgumentException if the features cannot be learned from these rows
   */
  Learned learn(long[] training, long[] others, NDManager owner);
}
