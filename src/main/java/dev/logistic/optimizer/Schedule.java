package dev.logistic.optimizer;

import ai.djl.training.tracker.Tracker;

/**
 * The learning rate of each epoch, a function of the epoch alone. A DJL {@link Tracker} whose
 * update is an epoch; that returns float32, so rules use {@link #rate}.
 */
@FunctionalInterface
public interface Schedule extends Tracker {

  /**
   * The rate.
   *
   * @param epoch from 0
   */
  double rate(int epoch);

  /** The rate of an epoch, in float32. */
  @Override
  default float getNewValue(int epoch) {
    return (float) rate(epoch);
  }

  /** The same rate in every epoch. */
  static Schedule fixed(double rate) {
    return epoch -> rate;
  }

  /**
   * The rate times {@code factor} after every so many epochs, multiplied as {@code
   * torch.optim.lr_scheduler.StepLR} (1.13) does.
   *
   * @param epochs at least 1
   */
  static Schedule step(double start, int epochs, double factor) {
    return epoch -> {
      double rate = start;
      for (long drop = epochs; drop <= epoch; drop += epochs) {
        rate *= factor;
      }
      return rate;
    };
  }

  /**
   * Half a cosine from {@code start} down to 0 after so many epochs: {@code start * (1 + cos(pi *
   * epoch / epochs)) / 2}, as {@code torch.optim.lr_scheduler.CosineAnnealingLR} without a minimum.
   *
   * @param epochs at least 1
   */
  static Schedule cosine(double start, int epochs) {
    return epoch -> start * (1 + Math.cos(Math.PI * epoch / epochs)) / 2;
  }

  /**
   * In equal steps up to {@code rate} in the last of so many epochs, then that rate: {@code rate *
   * min(1, (epoch + 1) / epochs)}.
   *
   * @param epochs at least 1
   */
  static Schedule warmUp(double rate, int epochs) {
    return epoch -> rate * Math.min(1, (epoch + 1.0) / epochs);
  }
}
