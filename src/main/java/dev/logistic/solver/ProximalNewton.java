package dev.logistic.solver;

import dev.logistic.checkpoint.State;
import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.Minimizer;
import java.util.Arrays;

/**
 * Newton's method for the loss with an l1 penalty, in float64 whatever the type of the rows. A step
 * leads to the minimum of the penalty plus the quadratic model of the rest ({@link
 * QuadraticLasso}), where weights are exactly 0, and is halved until the objective decreases enough
 * (Lee, Sun, Saunders 2014, Proximal Newton-type methods for minimizing composite functions). For
 * one thread.
 */
final class ProximalNewton implements Minimizer {

  private static final double DECREASE = 1e-4;

  /** Relative error of the objective. */
  private static final double ROUNDING = 1e-14;

  private static final int MOST_HALVINGS = 30;

  private final AllRows rows;
  private final Penalty penalty;
  private final Centering centering;
  private final LassoCoordinates coordinates;
  private Place place;
  private double lastDecrease = Double.POSITIVE_INFINITY; // as in a step's model
  private boolean settled;

  /**
   * @param penalty with an l1
   * @param start as a model has the parameters; copied
   */
  ProximalNewton(AllRows rows, Penalty penalty, double[] start) {
    this.rows = rows;
    this.penalty = penalty;
    this.centering = rows.centering();
    this.coordinates = new LassoCoordinates(centering, penalty);
    this.place = new Place(coordinates.centered(start));
  }

  /** The objective, a mean over the rows, and derivatives of all but its l1 penalty. */
  private final class Place {
    private final double[] parameters; // in the lasso's coordinates
    private final Information information;
    private final double value;
    private final double[] gradient;

    Place(double[] parameters) {
      this.parameters = parameters;
      this.information =
          rows.aggregate(new Passes.Derivatives(centering, centering.differences(parameters)));
      this.value = penalty.value(parameters) - information.logLikelihood() / weightSum();
      this.gradient = centering.derivatives(information.gradient());
      Arrays.setAll(gradient, i -> ridge(i) * parameters[i] - gradient[i] / weightSum());
    }

    private double ridge(int i) {
      return isWeight(i) ? penalty.l2() : 0;
    }

    private double strength(int i) {
      return isWeight(i) ? penalty.l1() : 0;
    }

    private boolean isWeight(int i) {
      return penalty.lasso().covers(i, parameters.length);
    }

    /** Returns the minimum of the model. */
    double[] target() {
      double[] strengths = new double[parameters.length];
      Arrays.setAll(strengths, this::strength);
      double[] slope = gradient.clone();
      double[][] curvature = curvature();
      if (centering.outputs() > 1) { // only differences of biases count, so the first one stays
        int fixed = parameters.length - centering.outputs();
        slope[fixed] = 0;
        for (int i = 0; i < parameters.length; i++) {
          curvature[i][fixed] = 0;
          curvature[fixed][i] = 0;
        }
        curvature[fixed][fixed] = 1;
      }
      return new QuadraticLasso(parameters, slope, curvature, strengths).minimize();
    }

    private double[][] curvature() {
      double[][] upper = information.matrix();
      double[][] half = new double[parameters.length][upper.length];
      for (int i = 0; i < upper.length; i++) {
        for (int j = 0; j < i; j++) {
          upper[i][j] = upper[j][i];
        }
        double[] derivatives = centering.derivatives(upper[i]);
        for (int j = 0; j < derivatives.length; j++) {
          half[j][i] = derivatives[j] / weightSum();
        }
      }
      double[][] whole = Arrays.stream(half).map(centering::derivatives).toArray(double[][]::new);
      for (int i = 0; i < whole.length; i++) {
        whole[i][i] += ridge(i);
      }
      return whole;
    }

    /** Returns the decrease of the objective if it were linear except for its l1 penalty. */
    double decrease(double[] target) {
      double sum = 0;
      for (int i = 0; i < target.length; i++) {
        sum -= gradient[i] * (target[i] - parameters[i]);
        sum -= strength(i) * (Math.abs(target[i]) - Math.abs(parameters[i]));
      }
      return sum;
    }

    Place moved(double[] target, double length) {
      double[] next = target.clone(); // exactly, for a full step
      for (int i = 0; i < next.length && length < 1; i++) {
        next[i] = parameters[i] + length * (target[i] - parameters[i]);
      }
      return new Place(next);
    }
  }

  private double weightSum() {
    return rows.facts().weightSum();
  }

  /** Takes a step; false where it is at the optimum, as near as float64 can get. */
  @Override
  public boolean step() {
    if (settled) {
      return false;
    }
    double[] target = place.target();
    double decrease = place.decrease(target);
    boolean roundingIsLeft =
        decrease <= ROUNDING * Math.abs(place.value) && decrease > lastDecrease / 2;
    settled = roundingIsLeft || !(decrease > 0);
    return !settled && takes(target, decrease);
  }

  private boolean takes(double[] target, double decrease) {
    double length = 1;
    for (int tried = 0; tried <= MOST_HALVINGS; tried++) {
      Place next = place.moved(target, length);
      double rounding = ROUNDING * Math.abs(place.value);
      if (next.value <= place.value - DECREASE * length * decrease + rounding) {
        place = next;
        lastDecrease = decrease;
        return true;
      }
      length /= 2;
    }
    settled = true;
    return false;
  }

  /** The parameters, laid out as in a model; biases of more than two classes sum to 0. */
  @Override
  public double[] parameters() {
    return coordinates.uncentered(place.parameters);
  }

  @Override
  public double value() {
    return place.value;
  }

  @Override
  public double gradientNorm() {
    return coordinates.subgradientNorm(place.parameters, place.gradient);
  }

  @Override
  public void save(State state) {
    state.put("newton.parameters", place.parameters);
    state.put("newton.decrease", lastDecrease);
    state.put("newton.settled", settled ? 1 : 0);
  }

  @Override
  public void restore(State state) {
    place = new Place(state.array("newton.parameters", place.parameters.length));
    lastDecrease = state.number("newton.decrease");
    settled = state.count("newton.settled", 1) == 1;
  }
}
