package dev.logistic.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * A checkpoint cannot be written, read or used; the message says what was expected, what was found
 * and where.
 */
public final class CheckpointException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates one without a cause. */
  public CheckpointException(String message) {
    this(message, null);
  }

  /** Creates one with its cause. */
  public CheckpointException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
