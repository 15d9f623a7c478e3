package dev.logistic.train;

/**
 * All rows of two classes as Newton's method sees them: in float64, each feature less its mean,
 * with a column of ones in front. Centered columns keep the digits of those that vary little about
 * a large mean.
 */
interface NewtonRows {

  /** Their number. */
  long rows();

  /** What is subtracted from each feature; a copy. */
  double[] means();

  /**
   * The log-likelihood and its derivatives.
   *
   * @param parameters the bias, then weights, for centered features
   */
  Information at(double[] parameters);

  /** The upper triangle of {@code X'X}. */
  double[][] squares();

  /**
   * The largest absolute logit of the parameters: how far they move a row's, if they are a step.
   */
  double largestLogit(double[] parameters);

  /** From weights with the bias behind them to a bias for centered features with them behind it. */
  default double[] centered(double[] packed) {
    double[] mean = means();
    int columns = mean.length;
    double[] centered = new double[columns + 1];
    centered[0] = packed[columns];
    for (int i = 0; i < columns; i++) {
      centered[i + 1] = packed[i];
      centered[0] += packed[i] * mean[i];
    }
    return centered;
  }

  /** And back. */
  default double[] uncentered(double[] centered) {
    double[] mean = means();
    int columns = mean.length;
    double[] packed = new double[columns + 1];
    packed[columns] = centered[0];
    for (int i = 0; i < columns; i++) {
      packed[i] = centered[i + 1];
      packed[columns] -= packed[i] * mean[i];
    }
    return packed;
  }
}
