package dev.logistic.train;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a training ended.
 *
 * @param iterations epochs, or iterations over all rows
 * @param tolerance of the largest component of the gradient, with l1 of the shortest subgradient. A
 *     fit must meet it to converge if {@code train.tolerance} is set, or with {@code train.firth};
 *     otherwise the solver checks the optimality gap once the gradient is within it
 * @param noOptimum why there is no finite optimum, and what to do: names the columns, levels and
 *     classes where they are known; present only for {@link Reason#SEPARABLE}
 */
public record Stop(Reason reason, int iterations, double tolerance, Optional<String> noOptimum) {

  /** Why. */
  public enum Reason {
    /**
     * An optimum: the optimality gap is within {@link Fit#gapLimit}, and the gradient within {@code
     * train.tolerance} where that is set. With {@code train.firth}, whose objective is not convex,
     * the gradient and the length of the last step decide.
     */
    TOLERANCE,
    /** {@code train.epochs} were completed. */
    EPOCHS,
    /**
     * No step improves the objective any more within the precision of the arithmetic, or rounding
     * the parameters to float32 loses the optimum that was found in float64.
     */
    NO_PROGRESS,
    /**
     * The gradient and an estimate of the optimality gap are within their limits, but no bound
     * proves it: without a penalty and with more than 4,096 parameters none can be computed.
     */
    UNPROVEN,
    /**
     * The classes are separable, or every row has the same class: the loss has no minimum, and
     * weights or bias would grow without end.
     */
    SEPARABLE,
    /** No better loss on the rows held out for {@code train.patience}. */
    PATIENCE,
    /** A listener threw {@link TrainingStoppedException}. */
    LISTENER;

    /** Returns the reason as printed: {@code no-progress}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A stop without an explanation. */
  public Stop(Reason reason, int iterations, double tolerance) {
    this(reason, iterations, tolerance, Optional.empty());
  }

  /** Returns the same stop for a training that turned out to have no finite optimum. */
  Stop withoutOptimum(String why) {
    return new Stop(Reason.SEPARABLE, iterations, tolerance, Optional.of(why));
  }

  /** Returns the stop of a training whose fit does not prove what the solver found. */
  Stop judged(Fit fit) {
    return converged() && fit.missesGap()
        ? new Stop(Reason.NO_PROGRESS, iterations, tolerance)
        : this;
  }

  /** Whether an optimum was reached. */
  public boolean converged() {
    return reason == Reason.TOLERANCE;
  }
}
