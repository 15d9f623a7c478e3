package dev.logistic.solver;

import dev.logistic.checkpoint.State;
import dev.logistic.objective.LossFunction;
import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.Lbfgs;
import dev.logistic.optimizer.Minimizer;
import dev.logistic.optimizer.OwlQn;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Finds the optimum: by L-BFGS or, with an l1 penalty, OWL-QN, whose steps are cheap, and where
 * these have stalled or take too long, by Newton's method, which is robust to rounding to float32
 * and to columns of different scales. A fit with an l1 penalty and few parameters always ends with
 * the latter, as OWL-QN alone does not come near enough for the duality gap. For one thread.
 */
public final class Descent implements Minimizer {

  private static final double MOST_QUICK_STEPS = 200;

  /** The steps of OWL-QN near the optimum that take as long as one or two of Newton's method. */
  private static final double MOST_POLISHING_STEPS = 30;

  /** Steps of Newton's method that lead to the optimum from most places. */
  private static final int USUAL_NEWTON_STEPS = 6;

  /** Near the optimum, Newton's method needs few steps, and far from it some dozens. */
  private static final int MOST_NEWTON_STEPS = 60;

  private final Penalty penalty;
  private final Certificate certificate;
  private final Minimizer quick;
  private final DoubleSupplier gradientLength; // of the quick one
  private final double tolerance;
  private final double attainable;
  private final Pace pace = new Pace();
  private Optional<Minimizer> newton = Optional.empty();
  private int steps;
  private int newtonSteps;

  /**
   * Starts at some parameters.
   *
   * @param tolerance largest component of the gradient that is wanted
   * @param start copied
   */
  public Descent(
      AllRows rows, Penalty penalty, Certificate certificate, double tolerance, double[] start) {
    this.penalty = penalty;
    this.certificate = certificate;
    this.tolerance = tolerance;
    this.attainable = rows.attainableGradient();
    LossFunction smooth = penalty.smooth(rows);
    double[] scales = rows.scales(penalty, start.length);
    if (penalty.l1() > 0) {
      OwlQn owlQn = new OwlQn(smooth, penalty.lasso(), start, scales, rows.noise());
      this.quick = owlQn;
      this.gradientLength = owlQn::gradientLength;
    } else {
      Lbfgs lbfgs = new Lbfgs(smooth, start, scales, rows.noise());
      this.quick = lbfgs;
      this.gradientLength = lbfgs::gradientLength;
    }
  }

  private Minimizer current() {
    return newton.orElse(quick);
  }

  @Override
  public boolean step() {
    if (!isHandedOver()) {
      pace.heard(Math.max(quick.gradientNorm(), excess() * tolerance));
      steps++;
      if (takesTooLong()) {
        handOver();
      }
    }
    if (isHandedOver() && newtonSteps++ >= MOST_NEWTON_STEPS) {
      return false;
    }
    return current().step() || (handOver() && current().step());
  }

  /**
   * Whether Newton's method would likely be at the optimum earlier. With an l1 penalty and many
   * parameters its steps need to know which weights are 0, so that it takes over only where
   * rounding error may hide the rest of the way.
   */
  private boolean takesTooLong() {
    double left = pace.stepsTo(tolerance);
    if (penalty.l1() > 0 && !certificate.isNarrow()) {
      return quick.gradientNorm() <= attainable && left > MOST_POLISHING_STEPS;
    }
    return Math.max(steps - 1, left) > stepsInPlaceOfNewton();
  }

  /**
   * How many times too large the gradient is for a certificate, likely; 0 where that does not
   * depend on it.
   */
  public double excess() {
    return certificate.excess(quick.gradientNorm(), gradientLength.getAsDouble());
  }

  /** Evaluations of loss and gradient that take as long as Newton's method would. */
  private double stepsInPlaceOfNewton() {
    double evaluationsInAStep = 4 + quick.parameters().length / 16.0; // measured
    return Math.min(MOST_QUICK_STEPS, USUAL_NEWTON_STEPS * evaluationsInAStep);
  }

  /** Continues by Newton's method; returns false if it has already taken over. */
  public boolean handOver() {
    if (newton.isPresent()) {
      return false;
    }
    newton = Optional.of(certificate.newtonFrom(quick.parameters()));
    return true;
  }

  /** Whether Newton's method has taken over. */
  public boolean isHandedOver() {
    return newton.isPresent();
  }

  /**
   * Whether the current parameters are proven to be near the optimum. With an l1 penalty and few
   * parameters this is false until Newton's method has taken over, which it does then.
   *
   * @param rounded the same in the type of the model
   */
  public boolean isCertified(double[] rounded) {
    if (penalty.l1() > 0 && certificate.isNarrow() && handOver()) {
      return false;
    }
    if (current() instanceof LassoNewtonCg method) {
      return certificate.isMetBy(rounded, method);
    }
    return current() instanceof NewtonMethod method
        ? certificate.isMetBy(method)
        : certificate.isMetBy(rounded);
  }

  @Override
  public double[] parameters() {
    return current().parameters();
  }

  @Override
  public double value() {
    return current().value();
  }

  @Override
  public double gradientNorm() {
    return current().gradientNorm();
  }

  @Override
  public void save(State state) {
    state.put("descent.steps", steps);
    state.put("descent.newton-steps", newtonSteps);
    state.put("descent.newton", newton.isPresent() ? 1 : 0);
    pace.save(state);
    quick.save(state);
    newton.ifPresent(method -> method.save(state));
  }

  @Override
  public void restore(State state) {
    steps = (int) state.count("descent.steps", Integer.MAX_VALUE);
    newtonSteps = (int) state.count("descent.newton-steps", Integer.MAX_VALUE);
    pace.restore(state);
    quick.restore(state);
    if (state.count("descent.newton", 1) == 1) {
      handOver();
      newton.ifPresent(method -> method.restore(state));
    }
  }
}
