package dev.logistic.train;

import dev.logistic.config.Settings.EpochLoss;

/** Makes one loss of an epoch's steps, and stops the training when a step's is not finite. */
final class LossMeter {

  private final EpochLoss kind;
  private final double learningRate;
  private int epoch;
  private long steps;
  private long rows;
  private double sum;
  private double last;

  /**
   * @param learningRate named in the error
   */
  LossMeter(EpochLoss kind, double learningRate) {
    this.kind = kind;
    this.learningRate = learningRate;
  }

  void startEpoch(int number) {
    epoch = number;
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
      throw new NonFiniteLossException(loss, epoch, steps, learningRate);
    }
  }

  double epochLoss() {
    return kind == EpochLoss.LAST ? last : sum / rows;
  }
}
