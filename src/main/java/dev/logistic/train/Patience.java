package dev.logistic.train;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import dev.logistic.model.Parameters;
import java.util.OptionalInt;

/**
 * Ends a training that no longer improves the loss on the held-out rows, and keeps the best
 * parameters.
 */
final class Patience implements Resumable {

  private final Parameters parameters;
  private final int most;
  private int waited;
  private double least = Double.POSITIVE_INFINITY;
  private double[] best = new double[0];

  /**
   * @param most consecutive epochs without improvement; empty for any number
   * @param parameters that are trained
   */
  Patience(OptionalInt most, Parameters parameters) {
    this.most = most.orElse(0);
    this.parameters = parameters;
  }

  /** Records an epoch's validation loss; returns whether to continue. */
  boolean record(double validationLoss) {
    if (most == 0) {
      return true;
    }
    if (validationLoss < least) {
      least = validationLoss;
      best = parameters.toDoubles();
      waited = 0;
    } else {
      waited++;
    }
    return waited < most;
  }

  /**
   * Restores the best parameters unless the last ones are the best.
   *
   * @return why the training ended with these parameters
   */
  Stop restored(Stop stop) {
    if (best.length == 0 || waited == 0) {
      return stop;
    }
    parameters.set(best);
    return stop.converged() || stop.reason() == Stop.Reason.UNPROVEN
        ? new Stop(Stop.Reason.PATIENCE, stop.iterations(), stop.tolerance())
        : stop;
  }

  @Override
  public void save(State state) {
    state.put("patience.waited", waited);
    state.put("patience.least", least);
    state.put("patience.best", best);
  }

  @Override
  public void restore(State state) {
    waited = (int) state.count("patience.waited", Integer.MAX_VALUE);
    least = state.number("patience.least");
    best = state.array("patience.best");
    if (best.length > 0) {
      best = state.array("patience.best", Math.toIntExact(parameters.packed().size()));
    }
  }
}
