package dev.logistic.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Newton's steps from where a solver stopped to the optimum of the likelihood, as near as float64
 * can tell. They settle at once near an optimum that is finite, and only there, so that they also
 * tell where there is none. Time grows with rows times the square of the parameters, and with the
 * cube of those.
 */
final class Newton {

  private static final int MOST_STEPS = 10;

  /** The optimum: a step that moves no row's logit further than this need not be taken. */
  private static final double SETTLED = 1e-10;

  /** Where there is an optimum a step below this is followed by a much smaller one. */
  private static final double NEAR = 0.01;

  private final AllRows rows;
  private final double[] means;
  private final double[] start;
  private final double[] parameters;
  private Information information;
  private Cholesky factor;
  private Optional<Cholesky> squares = Optional.empty();

  /**
   * @param start as {@link Centering} has them for Newton's method; copied
   */
  Newton(AllRows rows, double[] start) {
    this.rows = rows;
    this.means = rows.facts().meansArray();
    this.start = start.clone();
    this.parameters = start.clone();
    this.information = rows.look(new Passes.Likelihood(means, parameters));
    this.factor = new Cholesky(information.matrix());
  }

  /**
   * Goes to the optimum; of columns that depend on others the coefficients stay.
   *
   * @return whether it was reached
   */
  boolean settle() {
    double before = Double.POSITIVE_INFINITY;
    for (int made = 0; made <= MOST_STEPS; made++) {
      if (information.separates() || isFlat()) {
        return false;
      }
      double[] step = factor.solve(information.gradient());
      double change = rows.look(new Passes.LargestLogit(means, step));
      boolean roundingIsLeft = change < NEAR && change > before / 2;
      if (change <= SETTLED || roundingIsLeft) {
        return true;
      }
      before = change;
      take(step);
    }
    return false;
  }

  /** Probabilities near 0 make the information flat also where the columns are sound. */
  private boolean isFlat() {
    if (factor.dependent().isEmpty()) {
      return false;
    }
    if (squares.isEmpty()) {
      squares = Optional.of(new Cholesky(rows.look(new Passes.Squares(means)).matrix()));
    }
    List<Integer> dependent = squares.get().dependent();
    int size = means.length + 1;
    return !factor.dependent().stream().allMatch(place -> dependent.contains(place % size));
  }

  private void take(double[] step) {
    for (int i = 0; i < step.length; i++) {
      parameters[i] += step[i];
    }
    information = rows.look(new Passes.Likelihood(means, parameters));
    factor = new Cholesky(information.matrix());
  }

  /** Returns the factor of {@code X'X}, if some columns depend on others. */
  Optional<Cholesky> dependent() {
    return squares.filter(factored -> factored.dependent().stream().anyMatch(place -> place > 0));
  }

  /**
   * Returns the direction in which the likelihood rises without end, as far as the steps show it:
   * that of the parameters where they classify every row correctly, else that of the steps.
   */
  double[] direction() {
    double[] direction = parameters.clone();
    if (!information.separates() && !Arrays.equals(parameters, start)) {
      Arrays.setAll(direction, i -> parameters[i] - start[i]);
    }
    return direction;
  }

  /** At the optimum, as at the start. */
  double[] parameters() {
    return parameters;
  }

  double logLikelihood() {
    return information.logLikelihood();
  }

  /** Of the information, whose inverse is the covariance of the parameters. */
  Cholesky factor() {
    return factor;
  }
}
