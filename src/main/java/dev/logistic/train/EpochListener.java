package dev.logistic.train;

/** Hears of a training's progress, on the training's thread, between epochs. */
@FunctionalInterface
public interface EpochListener {

  /** Does nothing. */
  EpochListener SILENT = (epoch, loss) -> {};

  /**
   * Called after each epoch; an exception thrown here ends the training.
   *
   * @param epoch from 0
   * @param loss of the epoch, as {@code train.epoch-loss} says
   */
  void epochEnded(int epoch, double loss);
}
