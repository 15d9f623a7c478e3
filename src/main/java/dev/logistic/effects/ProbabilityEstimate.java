package dev.logistic.effects;

import dev.logistic.model.ConfidenceLevel;
import dev.logistic.schema.ClassProbabilities;

/**
 * A prediction with its precision.
 *
 * @param logit of the positive class
 * @param logitError the standard error of the logit
 */
public record ProbabilityEstimate(double logit, double logitError) {

  /** The probability of the positive class, 0 to 1. */
  public double probability() {
    return ClassProbabilities.sigmoid(logit);
  }

  /**
   * The standard error of the probability by the delta method, {@code p (1 - p)} times that of the
   * logit: R's {@code predict(m, rows, type = "response", se.fit = TRUE)}. An interval by it may
   * reach below 0 or above 1; {@link #low} and {@link #high} do not.
   */
  public double probabilityError() {
    return probability() * ClassProbabilities.sigmoid(-logit) * logitError;
  }

  /**
   * Returns the lower end of the probability's confidence interval: that of the logit, transformed.
   *
   * @param level from 0.5 to below 1
   * @throws IllegalArgumentException if it is not so
   */
  public double low(double level) {
    return end(-new ConfidenceLevel(level).standardErrors());
  }

  /** Returns the upper end; as {@link #low}. */
  public double high(double level) {
    return end(new ConfidenceLevel(level).standardErrors());
  }

  private double end(double standardErrors) {
    return ClassProbabilities.sigmoid(logit + standardErrors * logitError);
  }
}
