package dev.logistic.objective;

/**
 * The penalty {@code l1 * ||w||_1} of all parameters but the last ones, which are the biases.
 *
 * @param l1 at least 0
 * @param biases how many of the last parameters are not penalised
 */
public record Lasso(double l1, int biases) {

  /** The penalty at the parameters. */
  public double value(double[] parameters) {
    double sum = 0;
    for (int i = 0; i < parameters.length - biases; i++) {
      sum += Math.abs(parameters[i]);
    }
    return l1 * sum;
  }

  /** Whether the parameter at an index is penalised, of so many parameters. */
  public boolean covers(int index, int parameters) {
    return index < parameters - biases;
  }

  /**
   * The shortest subgradient of a smooth function plus this penalty; its largest component measures
   * how far the parameters are from satisfying the Karush-Kuhn-Tucker conditions of an optimum.
   * With the smooth function's gradient g it is {@code g + l1 * sign(w)} where w is not 0, else
   * {@code sign(g) * max(|g| - l1, 0)}, and g for a bias. (Andrew and Gao 2007, Scalable training
   * of L1-regularized log-linear models, equation 4, where it is called the pseudo-gradient.)
   *
   * @param gradient of the smooth function at the parameters; not changed
   */
  public double[] leastSubgradient(double[] parameters, double[] gradient) {
    double[] least = gradient.clone();
    for (int i = 0; i < parameters.length - biases; i++) {
      least[i] =
          parameters[i] != 0
              ? gradient[i] + l1 * Math.signum(parameters[i])
              : gradient[i] - Math.max(-l1, Math.min(l1, gradient[i]));
    }
    return least;
  }
}
