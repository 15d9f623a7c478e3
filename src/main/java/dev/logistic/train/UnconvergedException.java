package dev.logistic.train;

/** A training did not reach an optimum; the message has its figures and what would help. */
public final class UnconvergedException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  UnconvergedException(String message) {
    super(message);
  }
}
