package dev.logistic.inference;

import dev.logistic.config.Covariance;
import dev.logistic.config.Settings;
import dev.logistic.config.WeightKind;
import dev.logistic.schema.CovarianceKind;

/**
 * How the covariance of the coefficients is estimated from rows whose weights have a meaning.
 *
 * @param covariance as the settings have it
 * @param weights the meaning of the rows' weights; of no effect if there are none
 */
public record Estimator(Covariance covariance, WeightKind weights) {

  /** Returns the estimator of a training. */
  public static Estimator of(Settings settings) {
    return new Estimator(settings.get(Settings.COVARIANCE), settings.get(Settings.WEIGHT_KIND));
  }

  /** A survey's weights alone leave the model's covariance without meaning. */
  private boolean isDefaultOfSurvey() {
    return weights == WeightKind.SAMPLING && !covariance.isRobust();
  }

  /** Whether it needs the rows' scores. */
  boolean isRobust() {
    return covariance.isRobust() || isDefaultOfSurvey();
  }

  /** Whether it needs the rows' clusters. */
  boolean isClustered() {
    return covariance.isClustered();
  }

  /** Whether a row of weight w stands for w rows. */
  boolean countsWeights() {
    return weights == WeightKind.FREQUENCY;
  }

  /** Whether the likelihood is that of a population as a survey estimates it. */
  boolean isOfSurvey() {
    return weights == WeightKind.SAMPLING;
  }

  /** The power of {@code 1-h} by which squared scores are divided, h being a row's leverage. */
  int leveragePower() {
    return covariance.leveragePower();
  }

  /** Returns the name and the factor. */
  CovarianceKind kind() {
    return isDefaultOfSurvey()
        ? new CovarianceKind(Settings.COVARIANCE.print(Covariance.HC0), "n/(n-1)")
        : new CovarianceKind(Settings.COVARIANCE.print(covariance), covariance.factorName());
  }

  /**
   * Returns the factor.
   *
   * @param rows n
   * @param coefficients k, including the bias
   */
  double factor(double rows, int coefficients) {
    return isDefaultOfSurvey() ? rows / (rows - 1) : covariance.factor(rows, coefficients);
  }
}
