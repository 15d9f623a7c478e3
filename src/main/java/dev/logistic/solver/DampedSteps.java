package dev.logistic.solver;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import dev.logistic.optimizer.Vectors;

/**
 * Takes Newton's steps, and shorter ones where these do not decrease the objective: of the length
 * for which self-concordance guarantees a decrease (Bach 2010, Self-concordant analysis for
 * logistic regression), so that it converges from any start. For one thread.
 */
final class DampedSteps<M extends NewtonModel<M>> implements Resumable {

  /** At the optimum: a step that moves no row's logit further than this is not needed. */
  private static final double SETTLED = 1e-10;

  /** If there is an optimum, a step below this is followed by a much smaller one. */
  private static final double NEAR = 0.01;

  /** The same where each step is only a share of the one before. */
  private static final double NEAR_LINEARLY = 1e-6;

  /** A step that moves logits this far is unreliable. */
  private static final double FAR = 1e3;

  private static final double DECREASE = 1e-4;

  /** Relative error of the objective. */
  private static final double ROUNDING = 1e-14;

  private static final int MOST_HALVINGS = 30;

  private final AllRows rows;
  private M model;
  private double lastChange = Double.POSITIVE_INFINITY;
  private boolean settled; // at the optimum
  private boolean stuck; // where no step helps, but not at the optimum

  DampedSteps(AllRows rows, M start) {
    this.rows = rows;
    this.model = start;
  }

  M model() {
    return model;
  }

  private NewtonPoint point() {
    return model.point();
  }

  /** The parameters, laid out as in a model. */
  double[] parameters() {
    return point().centering().balanced(point().parameters());
  }

  /** The objective as a mean over the rows. */
  double value() {
    return point().value() / rows.facts().weightSum();
  }

  /** The largest derivative of that mean by a model's parameters. */
  double gradientNorm() {
    return point().centering().largestDerivative(point().gradient()) / rows.facts().weightSum();
  }

  /** Continues from another point, as from the same parameters written in another way. */
  void continueFrom(M other) {
    model = other;
  }

  /** Whether it is at the optimum, as near as float64 can get. */
  boolean isSettled() {
    return settled;
  }

  /** Whether there is no step left to take. */
  boolean isAtEnd() {
    return settled || stuck;
  }

  /** Takes a step; false where none helps. */
  boolean step() {
    if (isAtEnd()) {
      return false;
    }
    double[] direction = model.direction();
    double change = rows.aggregate(new LargestLogit(point().centering(), direction));
    settled = change <= SETTLED || isRounding(change);
    stuck = !Double.isFinite(change);
    return !isAtEnd() && takes(direction, change);
  }

  /** Whether a step no longer shrinks as it does where rounding does not count. */
  private boolean isRounding(double change) {
    return model.isQuadratic()
        ? change < NEAR && change > lastChange / 2
        : change < NEAR_LINEARLY && change >= lastChange;
  }

  private boolean takes(double[] direction, double change) {
    double slope = Vectors.dot(point().gradient(), direction);
    double surely = Math.log1p(change) / change; // brings the objective down
    double length = change > FAR ? surely : 1;
    for (int tried = 0; tried <= MOST_HALVINGS; tried++) {
      M next = moved(direction, length);
      double enough = DECREASE * length * slope + ROUNDING * Math.abs(point().value());
      if (next.point().value() <= point().value() + enough) {
        lastChange = change * length;
        model = length < 1 && tried == 0 ? farther(next, direction, length) : next;
        return true;
      }
      length = length > surely ? surely : length / 2;
    }
    stuck = true;
    return false;
  }

  /** Twice as far, and so on, as long as that is better: the optimum may be very far away. */
  private M farther(M near, double[] direction, double length) {
    M best = near;
    for (double twice = 2 * length; twice <= 1; twice *= 2) {
      M next = moved(direction, twice);
      if (!(next.point().value() < best.point().value())) {
        return best;
      }
      best = next;
      lastChange *= 2;
    }
    return best;
  }

  private M moved(double[] direction, double length) {
    double[] next = point().parameters().clone();
    Vectors.add(length, direction, next);
    return model.at(next);
  }

  @Override
  public void save(State state) {
    state.put("newton.change", lastChange);
    state.put("newton.settled", settled ? 1 : 0);
    state.put("newton.stuck", stuck ? 1 : 0);
  }

  @Override
  public void restore(State state) {
    lastChange = state.number("newton.change");
    settled = state.count("newton.settled", 1) == 1;
    stuck = state.count("newton.stuck", 1) == 1;
  }
}
