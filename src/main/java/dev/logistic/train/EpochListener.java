package dev.logistic.train;

import java.util.OptionalDouble;

/** Hears of a training's progress, on the training's thread, between epochs. */
@FunctionalInterface
public interface EpochListener {

  /** Does nothing. */
  EpochListener SILENT = epoch -> {};

  /** Called after each epoch; an exception thrown here ends the training. */
  void epochEnded(Epoch epoch);

  /**
   * An epoch that has ended.
   *
   * @param number from 0
   * @param loss of the epoch, as {@code train.epoch-loss} says
   * @param validationLoss mean over the rows held out, weighted where they are; where there are any
   */
  record Epoch(int number, double loss, OptionalDouble validationLoss) {}

  /** A listener that tells this one first and then the other. */
  default EpochListener andThen(EpochListener other) {
    return epoch -> {
      epochEnded(epoch);
      other.epochEnded(epoch);
    };
  }
}
