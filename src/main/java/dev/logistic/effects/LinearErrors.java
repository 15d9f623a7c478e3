package dev.logistic.effects;

import dev.logistic.schema.CovarianceMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The standard errors of linear combinations of a model's coefficients, {@code sqrt(g'Vg)} with the
 * coefficients' covariance V. Immutable.
 */
final class LinearErrors {

  /** Rows that use a row of the covariance while it is in a processor's cache. */
  private static final int ROWS_AT_ONCE = 32;

  /** Of the largest possible variance: of a smaller one, rounding may exceed 1e-6. */
  private static final double LEAST_SHARE = 1e6 * Math.ulp(1.0);

  private final List<String> features;
  private final double[][] covariance;
  private final double[] errors;

  /**
   * Copies the covariance.
   *
   * @param features their names
   */
  LinearErrors(CovarianceMatrix covariance, List<String> features) {
    int size = covariance.size();
    this.features = features;
    this.covariance = IntStream.range(0, size).mapToObj(covariance::row).toArray(double[][]::new);
    this.errors = new double[size];
    Arrays.setAll(errors, i -> Math.sqrt(covariance.at(i, i)));
  }

  /**
   * Returns the standard errors of the logits of some rows.
   *
   * @param values of the features, row by row, from the start of the array
   * @throws IllegalArgumentException if rounding hides one
   */
  double[] ofLogits(double[] values, int rows) {
    double[] all = new double[rows];
    IntStream.range(0, (rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE)
        .parallel()
        .forEach(
            part -> {
              int from = part * ROWS_AT_ONCE;
              ofLogits(values, from, Math.min(rows, from + ROWS_AT_ONCE), all);
            });
    return all;
  }

  private void ofLogits(double[] values, int from, int end, double[] all) {
    int width = features.size();
    double[][] gradients = new double[end - from][width + 1];
    for (int row = from; row < end; row++) {
      gradients[row - from][0] = 1;
      System.arraycopy(values, row * width, gradients[row - from], 1, width);
    }
    double[][] products = new double[end - from][width + 1];
    for (int i = 0; i <= width; i++) {
      for (int row = 0; row < gradients.length; row++) {
        add(gradients[row][i], covariance[i], products[row]);
      }
    }
    for (int row = 0; row < gradients.length; row++) {
      all[from + row] = error(gradients[row], products[row]);
    }
  }

  private static void add(double factor, double[] from, double[] to) {
    if (factor != 0) { // most indicators are 0
      for (int j = 0; j < to.length; j++) {
        to[j] += factor * from[j];
      }
    }
  }

  /**
   * Returns the standard error of a combination.
   *
   * @param gradient the factors, that of the bias first
   * @throws IllegalArgumentException if rounding hides it
   */
  double of(double[] gradient) {
    double[] product = new double[gradient.length];
    for (int i = 0; i < gradient.length; i++) {
      add(gradient[i], covariance[i], product);
    }
    return error(gradient, product);
  }

  private double error(double[] gradient, double[] product) {
    double variance = 0;
    double largest = 0;
    for (int i = 0; i < gradient.length; i++) {
      variance += gradient[i] * product[i];
      largest += Math.abs(gradient[i]) * errors[i];
    }
    if (isHidden(variance, largest)) {
      throw hidden(gradient);
    }
    return Math.sqrt(variance);
  }

  /**
   * Returns the standard error of the logit of a row that is given by its values other than 0.
   *
   * @throws IllegalArgumentException if rounding hides it
   */
  double ofLogit(int[] columns, double[] values) {
    double variance = covariance[0][0];
    double largest = errors[0];
    for (int i = 0; i < columns.length; i++) {
      double[] row = covariance[columns[i] + 1];
      double product = 2 * row[0] + values[i] * row[columns[i] + 1];
      for (int j = 0; j < i; j++) {
        product += 2 * values[j] * row[columns[j] + 1];
      }
      variance += values[i] * product;
      largest += Math.abs(values[i]) * errors[columns[i] + 1];
    }
    if (isHidden(variance, largest)) {
      double[] gradient = new double[errors.length];
      for (int i = 0; i < columns.length; i++) {
        gradient[columns[i] + 1] = values[i];
      }
      throw hidden(gradient);
    }
    return Math.sqrt(variance);
  }

  private static boolean isHidden(double variance, double largest) {
    return !(variance >= LEAST_SHARE * largest * largest && Double.isFinite(variance));
  }

  private IllegalArgumentException hidden(double[] gradient) {
    int most =
        IntStream.range(1, gradient.length)
            .reduce((i, j) -> share(gradient, j) > share(gradient, i) ? j : i)
            .orElse(0);
    return new IllegalArgumentException(
        "rounding hides a standard error, as the coefficient of \"%s\" is known much less precisely than the prediction: subtract a constant from that column, if its values are far from 0, or leave out columns that are nearly combinations of others, and train again"
            .formatted(most == 0 ? "(bias)" : features.get(most - 1)));
  }

  private double share(double[] gradient, int i) {
    return Math.abs(gradient[i]) * errors[i];
  }
}
