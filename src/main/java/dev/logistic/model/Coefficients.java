package dev.logistic.model;

import dev.logistic.schema.DoubleList;
import dev.logistic.schema.Standardization;
import java.util.List;

/**
 * Weights and bias as numbers.
 *
 * @param weights one per feature
 * @param bias the intercept
 */
public record Coefficients(List<Double> weights, double bias) {

  /** Copies the weights. */
  public Coefficients {
    weights = DoubleList.copyOf(weights);
  }

  /**
   * Returns the coefficients that yield the same logits from features that are not standardized:
   * {@code w / scale} and {@code b - sum(w * mean / scale)}.
   */
  public Coefficients unscaled(Standardization standardization) {
    double[] raw = new double[weights.size()];
    double rawBias = bias;
    for (int i = 0; i < weights.size(); i++) {
      double weight = weights.get(i) / standardization.scales().get(i);
      raw[i] = weight;
      rawBias -= weight * standardization.means().get(i);
    }
    return new Coefficients(DoubleList.of(raw), rawBias);
  }

  /**
   * Returns the coefficients that yield the same logits from standardized features, if these are
   * for features that are not: {@code w * scale} and {@code b + sum(w * mean)}.
   */
  public Coefficients scaled(Standardization standardization) {
    double[] scaled = new double[weights.size()];
    double scaledBias = bias;
    for (int i = 0; i < weights.size(); i++) {
      scaled[i] = weights.get(i) * standardization.scales().get(i);
      scaledBias += weights.get(i) * standardization.means().get(i);
    }
    return new Coefficients(DoubleList.of(scaled), scaledBias);
  }
}
