package dev.logistic.train;

import java.util.Locale;

/**
 * Why a training ended.
 *
 * @param iterations epochs, or iterations over all rows
 */
public record Stop(Reason reason, int iterations) {

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
