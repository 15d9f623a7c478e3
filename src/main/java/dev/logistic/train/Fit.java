package dev.logistic.train;

import dev.logistic.model.Parameters;
import dev.logistic.objective.LossFunction;
import dev.logistic.objective.Ridge;

/**
 * How good parameters are on all rows.
 *
 * @param loss mean over the rows, weighted where they are
 * @param objective the loss with the penalty
 * @param gradientNorm largest absolute component of the objective's gradient: 0 at an optimum
 */
public record Fit(double loss, double objective, double gradientNorm) {

  static Fit of(LossFunction data, Parameters parameters, double l2) {
    double[] at = parameters.toDoubles();
    double[] gradient = new double[at.length];
    Ridge objective = new Ridge(data, l2);
    double value = objective.evaluate(at, gradient);
    double norm = 0;
    for (double component : gradient) {
      norm = Math.max(norm, Math.abs(component));
    }
    return new Fit(value - objective.penalty(at), value, norm);
  }
}
