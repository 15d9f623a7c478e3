package dev.logistic.train;

import dev.logistic.model.Parameters;
import java.util.OptionalDouble;

/** Hears of a training's progress, on the training's thread, between epochs. */
@FunctionalInterface
public interface EpochListener {

  /** Does nothing. */
  EpochListener SILENT = epoch -> {};

  /**
   * Called after each epoch.
   *
   * @throws TrainingStoppedException to end the training with what it has reached; any other
   *     exception ends it without a result
   */
  void epochEnded(Epoch epoch);

  /**
   * Called after each epoch with the current parameters; calls {@link #epochEnded(Epoch)} unless
   * overridden.
   *
   * @param parameters as they are now; only to be read, and only during the call
   */
  default void epochEnded(Epoch epoch, Parameters parameters) {
    epochEnded(epoch);
  }

  /**
   * Called before the first epoch of a training that was asked to {@linkplain
   * LogisticRegression#resume resume}. Of the epochs that were made before, {@code epochEnded} does
   * nothing.
   */
  default void resumed(Resumption from) {}

  /**
   * An epoch that has ended.
   *
   * @param number from 0
   * @param loss of the epoch, as {@code train.epoch-loss} says
   * @param validationLoss mean over the rows held out, weighted where they are; where there are any
   */
  record Epoch(int number, double loss, OptionalDouble validationLoss) {}

  /** A listener that notifies this one first and then the other. */
  default EpochListener andThen(EpochListener other) {
    EpochListener first = this;
    return new EpochListener() {
      @Override
      public void epochEnded(Epoch epoch) {
        first.epochEnded(epoch);
        other.epochEnded(epoch);
      }

      @Override
      public void epochEnded(Epoch epoch, Parameters parameters) {
        first.epochEnded(epoch, parameters);
        other.epochEnded(epoch, parameters);
      }

      @Override
      public void resumed(Resumption from) {
        first.resumed(from);
        other.resumed(from);
      }
    };
  }
}
