package dev.logistic.config;

/** Values of {@link Settings#EPOCH_LOSS}. */
public enum EpochLoss {
  /** The loss of the epoch's last step, as the original prints. */
  LAST,
  /** The mean over the epoch's rows, each at the parameters of its step. */
  MEAN
}
