package dev.logistic.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticModel;

/**
 * How many rows a model predicts right.
 *
 * @param correct rows whose probability is at least 0.5 where the label is 1, and below where it is
 *     0
 * @param rows all of them, at least 1
 */
public record Accuracy(long correct, long rows) {

  /** Predicts every row and compares. */
  public static Accuracy of(LogisticModel model, LabelledData data) {
    try (NDManager scratch = data.newManager()) {
      NDArray probabilities = model.probabilities(data.features());
      probabilities.attach(scratch);
      NDArray right = probabilities.gte(0.5).eq(data.labels().gt(0));
      return new Accuracy(right.countNonzero().getLong(), data.rows());
    }
  }

  /** The share of rows predicted right, 0 to 1. */
  public double share() {
    return (double) correct / rows;
  }
}
