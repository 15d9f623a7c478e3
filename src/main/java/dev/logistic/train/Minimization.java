package dev.logistic.train;

import dev.logistic.model.Parameters;
import dev.logistic.objective.Ridge;
import dev.logistic.optimizer.Lbfgs;

/** Goes to the optimum over all rows by L-BFGS. */
final class Minimization {

  private final WholeData data;
  private final Ridge objective;
  private final double tolerance;
  private final int iterations;

  Minimization(WholeData data, double l2, double tolerance, int iterations) {
    this.data = data;
    this.objective = new Ridge(data, l2);
    this.tolerance = tolerance;
    this.iterations = iterations;
  }

  /** Leaves the parameters at the best point that was found. */
  Stop run(Parameters parameters, EpochEnd listener) {
    Lbfgs lbfgs = new Lbfgs(objective, parameters.toDoubles(), data.noise());
    for (int iteration = 0; iteration < iterations; iteration++) {
      if (lbfgs.gradientNorm() <= tolerance) {
        return stopped(Stop.Reason.TOLERANCE, iteration);
      }
      if (!lbfgs.step()) {
        return stopped(Stop.Reason.NO_PROGRESS, iteration);
      }
      double[] reached = lbfgs.parameters();
      parameters.set(reached);
      listener.epochEnded(iteration, lbfgs.value() - objective.penalty(reached));
    }
    boolean converged = lbfgs.gradientNorm() <= tolerance;
    return stopped(converged ? Stop.Reason.TOLERANCE : Stop.Reason.EPOCHS, iterations);
  }

  private Stop stopped(Stop.Reason reason, int made) {
    return new Stop(reason, made, tolerance);
  }
}
