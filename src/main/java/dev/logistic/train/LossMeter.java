package dev.logistic.train;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import dev.logistic.config.EpochLoss;

/**
 * Combines the losses of an epoch's steps into one, and stops the training when a step's is not
 * finite. Its counts of epochs and steps are the training's position.
 */
final class LossMeter implements Resumable {

  private final EpochLoss kind;
  private final double learningRate;
  private double rate;
  private int epoch;
  private boolean ended; // the epoch
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

  /** The next epoch, or the one to be resumed. */
  int nextEpoch() {
    return ended ? epoch + 1 : epoch;
  }

  /**
   * Begins an epoch, or resumes an unfinished one.
   *
   * @param scheduledRate the learning rate of this epoch, named in the error
   * @return steps already completed in it
   */
  long startEpoch(int number, double scheduledRate) {
    rate = scheduledRate;
    if (ended) {
      epoch = number;
      ended = false;
      steps = 0;
      rows = 0;
      sum = 0;
    }
    return steps;
  }

  void add(double loss, long batchRows) {
    requireFinite(loss);
    steps++;
    rows += batchRows;
    sum += loss * batchRows;
    last = loss;
  }

  /** Checks a loss at the current parameters. */
  void requireFinite(double loss) {
    if (!Double.isFinite(loss)) {
      throw new NonFiniteLossException(loss, epoch, steps, learningRate, rate);
    }
  }

  /** Ends the epoch; returns its loss. */
  double endEpoch() {
    ended = true;
    return kind == EpochLoss.LAST ? last : sum / rows;
  }

  /** Whether it is between an epoch's first step and its end. */
  boolean isWithinAnEpoch() {
    return steps > 0 && !ended;
  }

  @Override
  public void save(State state) {
    state.put("epoch", epoch);
    state.put("epoch.ended", ended ? 1 : 0);
    state.put("epoch.steps", steps);
    state.put("epoch.rows", rows);
    state.put("epoch.sum", sum);
    state.put("epoch.last", last);
    state.put("epoch.rate", rate);
  }

  @Override
  public void restore(State state) {
    epoch = (int) state.count("epoch", Integer.MAX_VALUE - 1);
    ended = state.count("epoch.ended", 1) == 1;
    steps = state.count("epoch.steps", Long.MAX_VALUE);
    rows = state.count("epoch.rows", Long.MAX_VALUE);
    sum = state.number("epoch.sum");
    last = state.number("epoch.last");
    rate = state.number("epoch.rate");
  }
}
