package dev.logistic.train;

/** Hears of the end of an epoch, or of an iteration over all rows. */
@FunctionalInterface
interface EpochEnd {

  /**
   * Called after each epoch.
   *
   * @param epoch from 0
   * @param loss of the data, without a penalty
   * @return whether to go on
   */
  boolean epochEnded(int epoch, double loss);
}
