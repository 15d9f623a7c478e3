package dev.logistic.export;

import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.function.IntToDoubleFunction;

/**
 * The features of a term and their scaling.
 *
 * @param from the place of its first feature
 * @param largest number that a feature may be, as the type of the model holds it
 * @param most that a feature may add to a logit, so that no sum overflows
 */
record SqlFeatures(Term term, int from, Standardization scaling, double largest, double most) {

  /**
   * The weight of a feature on the scale of the column.
   *
   * @throws IllegalArgumentException if it is too large
   */
  double weight(IntToDoubleFunction weights, int feature) {
    int at = from + feature;
    double weight = weights.applyAsDouble(at) / scaling.scales().get(at);
    if (!(Math.abs(weight) < most)) {
      throw new IllegalArgumentException(
          "the weight of %s on the scale of its column is %s, and SQL can hold weights below %s"
              .formatted(term.featureName(feature), weight, most));
    }
    return weight;
  }

  double mean(int feature) {
    return scaling.means().get(from + feature);
  }

  /** The largest absolute value of a feature that can be scored. */
  double limit(IntToDoubleFunction greatest, int feature) {
    return Math.min(largest, most / Math.max(1, weight(greatest, feature)));
  }
}
