package dev.logistic.objective;

import java.util.Arrays;

/**
 * The penalty added to the mean loss: {@code l2/2 * ||w||^2 + l1 * ||w||_1}, of all parameters but
 * the last ones, which are the biases.
 *
 * @param l1 at least 0
 * @param l2 at least 0
 * @param biases how many of the last parameters are not penalised
 */
public record Penalty(double l1, double l2, int biases) {

  /** Whether nothing is added. */
  public boolean isNone() {
    return l1 == 0 && l2 == 0;
  }

  /** The part that has no gradient where a weight is 0. */
  public Lasso lasso() {
    return new Lasso(l1, biases);
  }

  /** The penalty at the parameters. */
  public double value(double[] parameters) {
    return ridge(parameters) + lasso().value(parameters);
  }

  /** The loss with the part added that has a gradient everywhere: {@code l2/2 * ||w||^2}. */
  public LossFunction smooth(LossFunction loss) {
    return (parameters, gradient) -> {
      double value = loss.evaluate(parameters, gradient);
      for (int i = 0; i < parameters.length - biases; i++) {
        gradient[i] += l2 * parameters[i];
      }
      return value + ridge(parameters);
    };
  }

  /**
   * The inverse of the objective's curvature in each parameter, times 1/4, where columns have a
   * variance of 1 and the loss alone therefore has a curvature of up to 1/4.
   *
   * @param parameters their number
   * @return each above 0, and 1 for biases
   */
  public double[] scales(int parameters) {
    double[] scales = new double[parameters];
    Arrays.fill(scales, 1);
    Arrays.fill(scales, 0, parameters - biases, 1 / (1 + 4 * l2));
    return scales;
  }

  /**
   * As {@link #scales(int)}, where the columns differ in scale.
   *
   * @param meanSquares of the columns
   */
  public double[] scales(double[] meanSquares) {
    double[] scales = new double[(meanSquares.length + 1) * biases];
    Arrays.fill(scales, 1);
    for (int i = 0; i < meanSquares.length * biases; i++) {
      double curvature = meanSquares[i / biases] + 4 * l2;
      scales[i] = curvature > 0 ? 1 / curvature : 1;
    }
    return scales;
  }

  private double ridge(double[] parameters) {
    if (l2 == 0) {
      return 0; // even where squares overflow
    }
    double squared = 0;
    for (int i = 0; i < parameters.length - biases; i++) {
      squared += parameters[i] * parameters[i];
    }
    return l2 / 2 * squared;
  }
}
