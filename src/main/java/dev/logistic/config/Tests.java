package dev.logistic.config;

/** Values of {@link Settings#TESTS}. */
public enum Tests {
  /** No tests of terms. */
  NONE,
  /** From the estimates and their covariance, which may be robust. */
  WALD,
  /**
   * From the likelihoods of fits without the term, each of which takes a few passes over the rows.
   */
  LR
}
