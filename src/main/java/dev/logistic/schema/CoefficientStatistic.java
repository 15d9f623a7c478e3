package dev.logistic.schema;

import java.util.Optional;

/**
 * The precision of one coefficient by Wald's test.
 *
 * @param name of the feature, or {@link #BIAS}
 * @param estimate of the coefficient, on the scale of the input column
 * @param standardError above 0
 * @param profile the interval by the profile likelihood; empty where it is by Wald's test
 */
public record CoefficientStatistic(
    String name, double estimate, double standardError, Optional<ProfileInterval> profile) {

  /** Stands for the bias where a feature's name is expected. */
  public static final String BIAS = "(bias)";

  /**
   * A normal variable is within so many standard deviations of its mean with a probability of 95 %.
   */
  public static final double NORMAL_97_5 = 1.959963984540054;

  /**
   * Checks the figures.
   *
   * @throws IllegalArgumentException if the estimate is not finite, or the standard error not a
   *     finite number above 0
   */
  public CoefficientStatistic {
    if (!Double.isFinite(estimate) || !Double.isFinite(standardError) || standardError <= 0) {
      throw new IllegalArgumentException(
          "the estimate of \"%s\" must be finite and its standard error above 0, were %s and %s"
              .formatted(name, estimate, standardError));
    }
  }

  /** Creates a statistic whose interval is by Wald's test. */
  public CoefficientStatistic(String name, double estimate, double standardError) {
    this(name, estimate, standardError, Optional.empty());
  }

  /** The estimate divided by its standard error. */
  public double z() {
    return estimate / standardError;
  }

  /** The lower end of the 95 % confidence interval. */
  public double ciLow() {
    return profile.map(ProfileInterval::low).orElse(low(NORMAL_97_5));
  }

  /** The upper end of the 95 % confidence interval. */
  public double ciHigh() {
    return profile.map(ProfileInterval::high).orElse(high(NORMAL_97_5));
  }

  /** Returns the estimate minus so many standard errors. */
  public double low(double standardErrors) {
    return estimate - standardErrors * standardError;
  }

  /** Returns the estimate plus so many standard errors. */
  public double high(double standardErrors) {
    return estimate + standardErrors * standardError;
  }
}
