package dev.logistic.train;

import dev.logistic.config.Settings.EpochLoss;

/** Makes one loss of an epoch's steps, and stops the training when a step's is not finite. */
final class LossMeter {

  private final EpochLoss kind;
  private final double learningRate;
  private double rate;
  private int epoch;
  private long steps;
  private long rows;
  private double sum;
  private double last;

  /**
   * @param learningRate as it is set, named in the error
   */
  LossMeter(EpochLoss kind, double learningRate) {
    this.kind = kind;
    this.learningRate = learningRate;
    this.rate = learningRate;
  }

  /**
   * @param scheduledRate the learning rate of this epoch, named in the error
   */
  void startEpoch(int number, double scheduledRate) {
    epoch = number;
    rate = scheduledRate;
    steps = 0;
    rows = 0;
    sum = 0;
  }

  void add(double loss, long batchRows) {
    requireFinite(loss);
    steps++;
    rows += batchRows;
    sum += loss * batchRows;
    last = loss;
  }

  /** Checks a loss at the parameters as they are now. */
  void requireFinite(double loss) {
    if (!Double.isFinite(loss)) {
      throw new NonFiniteLossException(loss, epoch, steps, learningRate, rate);
    }
  }

  double epochLoss() {
    return kind == EpochLoss.LAST ? last : sum / rows;
  }
}
