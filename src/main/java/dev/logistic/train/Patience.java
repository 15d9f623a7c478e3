package dev.logistic.train;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import dev.logistic.model.Parameters;
import java.util.OptionalInt;

/** Ends a training that makes the loss on the rows held out no better, and keeps the best. */
final class Patience implements Resumable {

  private final Parameters parameters;
  private final int most;
  private int waited;
  private double least = Double.POSITIVE_INFINITY;
  private double[] best = new double[0];

  /**
   * @param most epochs in a row that may bring nothing better; empty for any number
   * @param parameters that are trained
   */
  Patience(OptionalInt most, Parameters parameters) {
    this.most = most.orElse(0);
    this.parameters = parameters;
  }

  /** Hears of an epoch's validation loss; returns whether to continue. */
  boolean heard(double validationLoss) {
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
   * Brings the best parameters back where the last ones are not.
   *
   * @return why the training has come to these parameters
   */
  Stop restored(Stop stop) {
    if (best.length == 0 || waited == 0) {
      return stop;
    }
    parameters.set(best);
    return stop.converged()
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
