package dev.logistic.train;

/** Thrown by an {@link EpochListener} to end a training, which then gives what it has reached. */
public final class TrainingStoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason for whoever reads a log; the result says {@link Stop.Reason#LISTENER}
   */
  public TrainingStoppedException(String reason) {
    super(reason);
  }
}
