package dev.logistic.train;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a training ended.
 *
 * @param iterations epochs, or iterations over all rows
 * @param tolerance what the largest component of the gradient, with l1 of the shortest subgradient,
 *     may be at an optimum
 * @param noOptimum why there is no finite optimum, and what to do: names the columns, levels and
 *     classes where they are known; present only for {@link Reason#SEPARABLE}
 */
public record Stop(Reason reason, int iterations, double tolerance, Optional<String> noOptimum) {

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

  /** A stop without an explanation. */
  public Stop(Reason reason, int iterations, double tolerance) {
    this(reason, iterations, tolerance, Optional.empty());
  }

  /** Returns the stop of the same training, which turned out to have no finite optimum. */
  Stop withoutOptimum(String why) {
    return new Stop(Reason.SEPARABLE, iterations, tolerance, Optional.of(why));
  }

  /** Whether an optimum was reached. */
  public boolean converged() {
    return reason == Reason.TOLERANCE;
  }
}
