package dev.logistic.schema;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

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
    means = List.copyOf(means);
    scales = List.copyOf(scales);
    if (means.size() != scales.size()
        || !Stream.concat(means.stream(), scales.stream()).allMatch(Double::isFinite)
        || !scales.stream().allMatch(scale -> scale > 0)) {
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
}
