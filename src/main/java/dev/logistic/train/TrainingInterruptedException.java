package dev.logistic.train;

/**
 * The training was asked to end before it was done; where checkpoints are kept, one has what it had
 * reached.
 */
public final class TrainingInterruptedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TrainingInterruptedException(String message) {
    super(message);
  }
}
