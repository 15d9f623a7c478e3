package dev.logistic.train;

import dev.logistic.model.Statistics;
import java.util.List;
import java.util.Optional;

/**
 * Newton's steps from where a solver stopped to the optimum of the likelihood, as near as float64
 * can tell. They settle at once near an optimum that is unique and finite, and only there, so that
 * they also tell where there is none.
 */
final class Newton {

  static final String SEPARATED =
      "the classes are separated: a combination of the features tells them apart without an error,"
          + " so the coefficients have no finite optimum";

  static final String UNSETTLED =
      "some coefficients have no finite optimum, as where a feature separates some rows of one class"
          + " from all of the other: Newton's steps from the fit do not come to an end";

  private static final int MOST_STEPS = 10;

  /** The optimum: a step that moves no row's logit further than this need not be taken. */
  private static final double SETTLED = 1e-10;

  /** Where there is an optimum a step below this is followed by a much smaller one. */
  private static final double NEAR = 0.01;

  /** Whether that is why statistics were refused. */
  static boolean foundNoOptimum(Statistics statistics) {
    return statistics
        .refused()
        .filter(reason -> reason.equals(SEPARATED) || reason.equals(UNSETTLED))
        .isPresent();
  }

  private final NewtonRows rows;
  private final double[] parameters;
  private Information information;
  private Cholesky factor;

  /**
   * @param start the bias, then weights, for centered features; copied
   */
  Newton(NewtonRows rows, double[] start) {
    this.rows = rows;
    this.parameters = start.clone();
    this.information = rows.at(parameters);
    this.factor = new Cholesky(information.matrix());
  }

  /**
   * Goes to the optimum.
   *
   * @param names of the features
   * @return why there is none; empty if it was reached
   */
  Optional<String> settle(List<String> names) {
    double before = Double.POSITIVE_INFINITY;
    for (int made = 0; made <= MOST_STEPS; made++) {
      if (information.separates()) {
        return Optional.of(SEPARATED);
      }
      if (!factor.dependent().isEmpty()) {
        return Optional.of(flat(names));
      }
      double[] step = factor.solve(information.gradient());
      double change = rows.largestLogit(step);
      boolean roundingIsLeft = change < NEAR && change > before / 2;
      if (change <= SETTLED || roundingIsLeft) {
        return Optional.empty();
      }
      before = change;
      take(step);
    }
    return Optional.of(UNSETTLED);
  }

  private void take(double[] step) {
    for (int i = 0; i < step.length; i++) {
      parameters[i] += step[i];
    }
    information = rows.at(parameters);
    factor = new Cholesky(information.matrix());
  }

  /** Weights near 0 can make the information flat where the columns themselves are sound. */
  private String flat(List<String> names) {
    List<String> dependent =
        new Cholesky(rows.squares())
            .dependent().stream()
                .filter(place -> place > 0)
                .map(place -> names.get(place - 1))
                .toList();
    return dependent.isEmpty() ? UNSETTLED : DependentColumns.message(dependent);
  }

  /** At the optimum: the bias, then weights, for centered features. */
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
