package dev.logistic.train;

import ai.djl.ndarray.types.DataType;
import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import dev.logistic.config.Settings;
import dev.logistic.inference.Separation;
import dev.logistic.model.Parameters;
import dev.logistic.objective.Penalty;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.Certificate;
import dev.logistic.solver.Descent;
import java.util.OptionalDouble;

/**
 * Minimises the loss over all rows until a certificate proves that the optimum is near. For use
 * within this project.
 */
public final class Minimization implements Resumable {

  /**
   * After a failed certificate, the next one is computed once the gradient is this much smaller.
   */
  private static final double SMALLER = 0.1;

  private final AllRows data;
  private final Penalty penalty;
  private final Certificate certificate;
  private final Separation separation;
  private final OptionalDouble wanted;
  private final double tolerance;
  private final int iterations;
  private final StallDetection stall = new StallDetection();
  private double asked; // the gradient below which the next certificate is computed
  private double lastValue = Double.POSITIVE_INFINITY;
  private double lastDecrease = Double.POSITIVE_INFINITY;
  private int made;

  /**
   * Minimises the loss of these rows with this penalty.
   *
   * @param settings whose tolerance of the gradient, if set, must be met in addition to the
   *     certificate, and whose epochs limit the iterations
   */
  public Minimization(AllRows data, Penalty penalty, Certificate certificate, Settings settings) {
    this.data = data;
    this.penalty = penalty;
    this.certificate = certificate;
    this.separation = new Separation(data, penalty.isNone());
    this.wanted = settings.get(Settings.TOLERANCE);
    this.tolerance = wanted.orElse(data.attainableGradient());
    this.asked = tolerance;
    this.iterations = settings.get(Settings.EPOCHS);
  }

  /** Sets the parameters to the best point found. */
  public Stop run(Parameters parameters, TrainingSession session) {
    Descent descent = new Descent(data, penalty, certificate, tolerance, parameters.toDoubles());
    session.begin(descent, separation, stall, this);
    return session.end(run(descent, parameters, session));
  }

  private Stop run(Descent descent, Parameters parameters, TrainingSession session) {
    for (int iteration = made; iteration < iterations; iteration++) {
      if (isAtOptimum(descent, parameters)) {
        return stopped(Stop.Reason.TOLERANCE, iteration, descent, parameters);
      }
      if (separation.isFoundAfter(iteration, descent.parameters())) {
        return separable(iteration, descent);
      }
      boolean stalled = stall.isReached() && !descent.isHandedOver() && !descent.handOver();
      if (stalled || !descent.step()) {
        return ended(Stop.Reason.NO_PROGRESS, iteration, descent, parameters);
      }
      double[] reached = descent.parameters();
      parameters.set(reached);
      made = iteration + 1;
      lastDecrease = lastValue - descent.value();
      lastValue = descent.value();
      stall.record(descent);
      if (!session.epochEnded(iteration, descent.value() - penalty.value(reached))) {
        return new Stop(Stop.Reason.PATIENCE, made, tolerance);
      }
    }
    return ended(Stop.Reason.EPOCHS, iterations, descent, parameters);
  }

  /** When no steps are left, the certificate alone may suffice. */
  private Stop ended(Stop.Reason otherwise, int made, Descent at, Parameters rounded) {
    boolean small = at.gradientNorm() <= tolerance;
    boolean enough = small || (wanted.isEmpty() && certificate.isProvable());
    boolean there = enough && certificate.isMetBy(rounded.toDoubles());
    return stopped(there ? Stop.Reason.TOLERANCE : otherwise, made, at, rounded);
  }

  /**
   * Where the gradient is as small as it gets, but the certificate is not met, Newton's method
   * continues.
   */
  private boolean isAtOptimum(Descent descent, Parameters rounded) {
    if (descent.isHandedOver()) {
      return descent.gradientNorm() <= tolerance && descent.isCertified(rounded.toDoubles());
    }
    double gradient = descent.gradientNorm();
    boolean small = gradient <= data.attainableGradient();
    if (gradient > asked
        || descent.excess() > 1
        || !(small || certificate.isWorthAsking(lastDecrease))) {
      return false;
    }
    if (descent.isCertified(rounded.toDoubles())) {
      return true;
    }
    if (small) {
      descent.handOver();
    }
    asked = SMALLER * gradient;
    return false;
  }

  @Override
  public void save(State state) {
    state.put("iterations", made);
    state.put("certificate.asked", asked);
    state.put("value", lastValue);
    state.put("decrease", lastDecrease);
  }

  @Override
  public void restore(State state) {
    made = (int) state.count("iterations", Integer.MAX_VALUE);
    asked = state.number("certificate.asked");
    lastValue = state.number("value");
    lastDecrease = state.number("decrease");
  }

  /**
   * Without an optimum, the gradient still falls below any tolerance; and rounding may lose the
   * result of Newton's method.
   */
  private Stop stopped(Stop.Reason reason, int made, Descent at, Parameters rounded) {
    boolean converged = reason == Stop.Reason.TOLERANCE;
    // An optimum may exist only because the rows are rounded to float32.
    boolean proven = converged && certificate.isNarrow() && data.type() == DataType.FLOAT64;
    if (!proven && separation.isFoundAtTheEnd(converged, at.parameters())) {
      return separable(made, at);
    }
    if (converged && !certificate.isMetBy(rounded.toDoubles())) {
      return new Stop(Stop.Reason.NO_PROGRESS, made, tolerance);
    }
    return new Stop(
        converged && !certificate.isProvable() ? Stop.Reason.UNPROVEN : reason, made, tolerance);
  }

  private Stop separable(int made, Descent at) {
    return new Stop(Stop.Reason.SEPARABLE, made, tolerance)
        .withoutOptimum(separation.explanation(at.parameters()));
  }
}
