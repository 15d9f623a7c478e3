package dev.logistic.train;

import dev.logistic.model.Parameters;
import java.util.OptionalDouble;

/** Is notified of a training's progress, on the training's thread, between epochs. */
@FunctionalInterface
public interface EpochListener {

  /** Does nothing. */
  EpochListener SILENT = epoch -> {};

  /**
   * Called after each epoch.
   *
   * @throws TrainingStoppedException to end the training with its current result; any other
   *     exception ends it without one
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
   * Called before the first epoch of a training that is to {@linkplain LogisticRegression#resume
   * resume}. {@code epochEnded} is not called for the epochs completed before.
   */
  default void resumed(Resumption from) {}

  /**
   * An epoch that has ended.
   *
   * @param number from 0
   * @param loss of the epoch, as set by {@code train.epoch-loss}
   * @param validationLoss mean over the held-out rows, weighted if they are; empty without such
   *     rows
   */
  record Epoch(int number, double loss, OptionalDouble validationLoss) {}

  /** Returns a listener that notifies this one first and then the other. */
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
