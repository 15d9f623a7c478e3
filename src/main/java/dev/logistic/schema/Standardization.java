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
    means = DoubleList.copyOf(means);
    scales = DoubleList.copyOf(scales);
    boolean isPossible = means.size() == scales.size();
    for (int i = 0; isPossible && i < means.size(); i++) {
      double scale = scales.get(i);
      isPossible = Double.isFinite(means.get(i)) && Double.isFinite(scale) && scale > 0;
    }
    if (!isPossible) {
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

  /** Returns the same with as many further features that are not scaled. */
  public Standardization extended(int further) {
    double[] ownMeans = new double[means.size() + further];
    double[] ownScales = new double[ownMeans.length];
    for (int i = 0; i < ownMeans.length; i++) {
      ownMeans[i] = i < means.size() ? means.get(i) : 0;
      ownScales[i] = i < means.size() ? scales.get(i) : 1;
    }
    return new Standardization(DoubleList.of(ownMeans), DoubleList.of(ownScales));
  }

  /** Returns a value of a feature, from 0, standardized. */
  public double standardized(double value, int feature) {
    return (value - means.get(feature)) / scales.get(feature);
  }
}
