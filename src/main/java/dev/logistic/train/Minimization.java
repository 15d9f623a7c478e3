package dev.logistic.train;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import dev.logistic.model.Parameters;
import dev.logistic.objective.LossFunction;
import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.Lbfgs;
import dev.logistic.optimizer.Minimizer;
import dev.logistic.optimizer.OwlQn;

/** Goes to the optimum over all rows, by L-BFGS or, with an l1 penalty, OWL-QN. */
final class Minimization implements Resumable {

  private final AllRows data;
  private final Penalty penalty;
  private final Separation separation;
  private final double tolerance;
  private final int iterations;
  private final Standstill standstill = new Standstill();
  private int made;

  Minimization(AllRows data, Penalty penalty, double tolerance, int iterations) {
    this.data = data;
    this.penalty = penalty;
    this.separation = new Separation(data, penalty.isNone());
    this.tolerance = tolerance;
    this.iterations = iterations;
  }

  /** Leaves the parameters at the best point that was found. */
  Stop run(Parameters parameters, StepListener listener) {
    Minimizer minimizer = from(parameters.toDoubles());
    listener.begun(minimizer, separation, standstill, this);
    return listener.ended(run(minimizer, parameters, listener));
  }

  private Stop run(Minimizer minimizer, Parameters parameters, StepListener listener) {
    for (int iteration = made; iteration < iterations; iteration++) {
      if (minimizer.gradientNorm() <= tolerance) {
        return stopped(Stop.Reason.TOLERANCE, iteration, minimizer);
      }
      if (separation.isFoundAfter(iteration, minimizer.parameters())) {
        return separable(iteration, minimizer);
      }
      if (standstill.isReached() || !minimizer.step()) {
        return stopped(Stop.Reason.NO_PROGRESS, iteration, minimizer);
      }
      double[] reached = minimizer.parameters();
      parameters.set(reached);
      made = iteration + 1;
      standstill.heard(minimizer);
      if (!listener.epochEnded(iteration, minimizer.value() - penalty.value(reached))) {
        return new Stop(Stop.Reason.PATIENCE, made, tolerance);
      }
    }
    boolean converged = minimizer.gradientNorm() <= tolerance;
    return stopped(converged ? Stop.Reason.TOLERANCE : Stop.Reason.EPOCHS, iterations, minimizer);
  }

  @Override
  public void save(State state) {
    state.put("iterations", made);
  }

  @Override
  public void restore(State state) {
    made = (int) state.count("iterations", Integer.MAX_VALUE);
  }

  private Minimizer from(double[] start) {
    LossFunction smooth = penalty.smooth(data);
    double[] scales = penalty.scales(start.length);
    return penalty.l1() > 0
        ? new OwlQn(smooth, penalty.lasso(), start, scales, data.noise())
        : new Lbfgs(smooth, start, scales, data.noise());
  }

  /** Where there is no optimum, the gradient comes below any tolerance without being at one. */
  private Stop stopped(Stop.Reason reason, int made, Minimizer at) {
    boolean converged = reason == Stop.Reason.TOLERANCE;
    boolean endless = separation.isFoundAtTheEnd(converged, at.parameters());
    return endless ? separable(made, at) : new Stop(reason, made, tolerance);
  }

  private Stop separable(int made, Minimizer at) {
    return new Stop(Stop.Reason.SEPARABLE, made, tolerance)
        .withoutOptimum(separation.explanation(at.parameters()));
  }
}
