package dev.logistic.config;

/** Values of {@link Settings#INTERVALS}. */
public enum Intervals {
  /** The estimate plus and minus a multiple of its standard error. */
  WALD,
  /** The values that a likelihood-ratio test does not reject, each end solved by fits. */
  PROFILE
}
