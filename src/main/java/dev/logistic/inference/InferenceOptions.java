package dev.logistic.inference;

import dev.logistic.config.Intervals;
import dev.logistic.config.Settings;
import dev.logistic.config.Tests;

/**
 * The statistics that a training computes at its optimum.
 *
 * @param estimator of the coefficients' covariance
 * @param firth whether the optimum is that of the likelihood with Jeffreys' prior
 * @param tests of the terms
 * @param intervals of the coefficients
 */
public record InferenceOptions(
    Estimator estimator, boolean firth, Tests tests, Intervals intervals) {

  /** Returns the options of a training. */
  public static InferenceOptions of(Settings settings) {
    return new InferenceOptions(
        Estimator.of(settings),
        settings.get(Settings.FIRTH),
        settings.get(Settings.TESTS),
        settings.get(Settings.INTERVALS));
  }
}
