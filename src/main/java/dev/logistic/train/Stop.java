package dev.logistic.train;

import java.util.Locale;

/**
 * Why a training ended.
 *
 * @param iterations epochs, or iterations over all rows
 * @param tolerance that the largest component of the gradient was to come below; 0 where a number
 *     of epochs was all that was asked for
 */
public record Stop(Reason reason, int iterations, double tolerance) {

  /** Why. */
  public enum Reason {
    /** The gradient is within {@code train.tolerance}: an optimum. */
    TOLERANCE,
    /** {@code train.epochs} were made. */
    EPOCHS,
    /** No step improves the objective any more, as far as arithmetic can tell. */
    NO_PROGRESS;

    /** As printed: {@code no-progress}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether an optimum was reached. */
  public boolean converged() {
    return reason == Reason.TOLERANCE;
  }
}
