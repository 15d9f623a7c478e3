package dev.logistic.inference;

import dev.logistic.config.Settings;
import dev.logistic.config.Tests;

/**
 * The statistics that a training computes at its optimum.
 *
 * @param estimator of the coefficients' covariance
 * @param tests of the terms
 */
public record InferenceOptions(Estimator estimator, Tests tests) {

  /** Returns the options of a training. */
  public static InferenceOptions of(Settings settings) {
    return new InferenceOptions(Estimator.of(settings), settings.get(Settings.TESTS));
  }
}
