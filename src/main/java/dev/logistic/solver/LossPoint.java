package dev.logistic.solver;

import dev.logistic.model.Parameters;
import dev.logistic.objective.Likelihood;
import dev.logistic.objective.Objective;

/**
 * Parameters at which the loss is evaluated.
 *
 * @param exact laid out as in a model
 * @param rounded the same in the type of the rows
 * @param objective evaluates the mean loss of rows that are a minibatch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LossPoint(double[] exact, Parameters rounded, Objective objective) {

  /** Number of logits per row. */
  int outputs() {
    return Math.toIntExact(rounded.packed().getShape().get(1));
  }

  /** Sets the rounded parameters. */
  static LossPoint at(double[] exact, Parameters rounded, int outputs) {
    rounded.set(exact);
    return new LossPoint(exact, rounded, Likelihood.of(outputs).closedForm());
  }
}
