package dev.logistic.train;

/** Thrown by an {@link EpochListener} to end a training with its current result. */
public final class TrainingStoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason for a log; the result's reason is {@link Stop.Reason#LISTENER}
   */
  public TrainingStoppedException(String reason) {
    super(reason);
  }
}
