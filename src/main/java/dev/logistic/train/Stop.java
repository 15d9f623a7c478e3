package dev.logistic.train;

import java.util.Locale;

/**
 * Why a training ended.
 *
 * @param iterations epochs, or iterations over all rows
 * @param tolerance what the largest component of the gradient, with l1 of the shortest subgradient,
 *     may be at an optimum
 */
public record Stop(Reason reason, int iterations, double tolerance) {

  /** Why. */
  public enum Reason {
    /** The gradient is within {@code train.tolerance}: an optimum. */
    TOLERANCE,
    /** {@code train.epochs} were made. */
    EPOCHS,
    /** No step improves the objective any more, as far as arithmetic can tell. */
    NO_PROGRESS,
    /**
     * The rows of the classes lie apart, or every row has the same class: the loss has no least
     * value, and weights or bias would grow without end.
     */
    SEPARABLE,
    /** No better loss on the rows held out for {@code train.patience}. */
    PATIENCE,
    /** A listener threw {@link TrainingStoppedException}. */
    LISTENER;

    /** As printed: {@code no-progress}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The same where there turned out to be none. */
  Stop withoutOptimum() {
    return new Stop(Reason.SEPARABLE, iterations, tolerance);
  }

  /** Whether an optimum was reached. */
  public boolean converged() {
    return reason == Reason.TOLERANCE;
  }
}
