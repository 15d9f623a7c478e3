package dev.logistic.train;

/**
 * The training was interrupted before it was done; if checkpoints are enabled, the last one has its
 * state.
 */
public final class TrainingInterruptedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TrainingInterruptedException(String message) {
    super(message);
  }
}
