package dev.logistic.objective;

/**
 * A loss with {@code l2/2 * ||w||^2} added, of all parameters but the last, which is the bias.
 *
 * @param l2 at least 0
 */
public record Ridge(LossFunction loss, double l2) implements LossFunction {

  @Override
  public double evaluate(double[] parameters, double[] gradient) {
    double value = loss.evaluate(parameters, gradient);
    for (int i = 0; i < parameters.length - 1; i++) {
      gradient[i] += l2 * parameters[i];
    }
    return value + penalty(parameters);
  }

  /** What is added to the loss. */
  public double penalty(double[] parameters) {
    double squared = 0;
    for (int i = 0; i < parameters.length - 1; i++) {
      squared += parameters[i] * parameters[i];
    }
    return l2 / 2 * squared;
  }
}
