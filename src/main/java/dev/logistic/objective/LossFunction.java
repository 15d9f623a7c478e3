package dev.logistic.objective;

/**
 * A loss as a function of all parameters, over local or remote data: all that a deterministic
 * solver sees. Need not be thread-safe: a solver calls it from one thread.
 */
@FunctionalInterface
public interface LossFunction {

  /**
   * Evaluates loss and gradient; the same bits for the same parameters.
   *
   * @param parameters not to be changed
   * @param gradient of the same length, overwritten
   * @return the loss, which may be infinite or NaN where arithmetic overflows
   */
  double evaluate(double[] parameters, double[] gradient);
}
