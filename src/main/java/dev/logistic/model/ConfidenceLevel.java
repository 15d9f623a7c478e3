package dev.logistic.model;

import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.ProfileInterval;
import java.util.Optional;
import org.apache.commons.numbers.gamma.InverseErf;

/**
 * The level of confidence intervals. For use within this project.
 *
 * @param value from 0.5 to below 1
 */
public record ConfidenceLevel(double value) {

  /** 95 %. */
  public static final ConfidenceLevel USUAL = new ConfidenceLevel(0.95);

  private static final double SQRT_2 = Math.sqrt(2);

  /**
   * Checks the level.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public ConfidenceLevel {
    if (!(value >= 0.5 && value < 1)) {
      throw new IllegalArgumentException(
          "the level of confidence must be from 0.5 to below 1, as 0.95, was " + value);
    }
  }

  /** Returns how many standard errors an end of the interval is away from the estimate. */
  public double standardErrors() {
    return value == USUAL.value
        ? CoefficientStatistic.NORMAL_97_5
        : SQRT_2 * InverseErf.value(value);
  }

  /**
   * Returns the lower end of the interval.
   *
   * @throws IllegalArgumentException if the interval is by the profile likelihood and of another
   *     level
   */
  public double low(CoefficientStatistic row) {
    return profile(row).map(ProfileInterval::low).orElse(row.low(standardErrors()));
  }

  /**
   * Returns the upper end of the interval.
   *
   * @throws IllegalArgumentException as for {@link #low}
   */
  public double high(CoefficientStatistic row) {
    return profile(row).map(ProfileInterval::high).orElse(row.high(standardErrors()));
  }

  private Optional<ProfileInterval> profile(CoefficientStatistic row) {
    if (row.profile().isPresent() && value != ProfileInterval.LEVEL) {
      throw new IllegalArgumentException(
          "intervals by the profile likelihood are computed by the training, of the level %s, was %s: leave the level out, or train with train.intervals=wald"
              .formatted(ProfileInterval.LEVEL, value));
    }
    return row.profile();
  }
}
