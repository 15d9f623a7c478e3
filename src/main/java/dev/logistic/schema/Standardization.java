package dev.logistic.schema;

import java.util.Collections;
import java.util.List;

/**
 * How features are standardized: {@code (value - mean) / scale}, in float64.
 *
 * @param means of the training rows, weighted if those are, one per feature
 * @param scales population standard deviations of the training rows, weighted likewise, and 1 for a
 *     constant feature
 */
public record Standardization(List<Double> means, List<Double> scales) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if their lengths differ, a number is not finite or a scale not
   *     above 0
   */
  public Standardization {
    DoubleList ownMeans = DoubleList.copyOf(means);
    DoubleList ownScales = DoubleList.copyOf(scales);
    means = ownMeans;
    scales = ownScales;
    if (means.size() != scales.size()
        || !ownMeans.doubles().allMatch(Double::isFinite)
        || !ownScales.doubles().allMatch(scale -> Double.isFinite(scale) && scale > 0)) {
      throw new IllegalArgumentException(
          "there must be a finite mean and a scale above 0 for each feature, were "
              + means
              + " and "
              + scales);
    }
  }

  /** Returns the identity for that many features. */
  public static Standardization identity(int width) {
    return new Standardization(Collections.nCopies(width, 0.0), Collections.nCopies(width, 1.0));
  }

  /** Returns a value of a feature, from 0, standardized. */
  public double standardized(double value, int feature) {
    return (value - means.get(feature)) / scales.get(feature);
  }
}
