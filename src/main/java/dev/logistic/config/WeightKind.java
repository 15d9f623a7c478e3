package dev.logistic.config;

/** Values of {@link Settings#WEIGHT_KIND}. */
public enum WeightKind {
  /** How much a row counts in the loss; there are no statistics. */
  IMPORTANCE,
  /** The row stands for so many equal rows: whole numbers. */
  FREQUENCY,
  /**
   * One divided by the probability with which a survey drew the row; without {@code
   * train.covariance}, the covariance is {@code hc0} times {@code n/(n-1)}.
   */
  SAMPLING
}
