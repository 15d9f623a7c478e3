package dev.logistic.objective;

/**
 * A loss as a function of all parameters, over data that may be anywhere: what a deterministic
 * solver sees, and all that it sees. It need not stand several threads: a solver asks from one.
 */
@FunctionalInterface
public interface LossFunction {

  /**
   * Evaluates loss and gradient; the same bits for the same parameters.
   *
   * @param parameters not to be changed
   * @param gradient of the same length, overwritten
   * @return the loss, which may be infinite or NaN where arithmetic gives out
   */
  double evaluate(double[] parameters, double[] gradient);
}
