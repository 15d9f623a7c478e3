package dev.logistic.model;

import dev.logistic.schema.CoefficientStatistic;
import org.apache.commons.numbers.gamma.InverseErf;

/**
 * The level of confidence intervals by Wald's test. For use within this project.
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

  /** Returns the lower end of the interval. */
  public double low(CoefficientStatistic row) {
    return row.low(standardErrors());
  }

  /** Returns the upper end of the interval. */
  public double high(CoefficientStatistic row) {
    return row.high(standardErrors());
  }
}
