package dev.logistic.score;

import dev.logistic.schema.Standardization;
import java.util.Arrays;

/**
 * A model's arithmetic: the logit of output {@code k} is {@code bias[k] + sum((x - mean) *
 * weights[k])}, in float64, where the weights have been divided by the scales. The means are kept
 * separate, since folding them into the bias would lose digits in a column whose mean is many times
 * its scale. Immutable.
 */
final class LinearModel {

  private final double[][] weights; // by output, one per feature
  private final double[] bias;
  private final double[] means;
  private final double[] ofZeros; // the logits of a row of zeros

  /**
   * @param weights row by row, one row per feature, one column per output
   * @param bias one per output
   */
  LinearModel(double[] weights, double[] bias, Standardization scaling) {
    int outputs = bias.length;
    this.means = scaling.means().stream().mapToDouble(Double::doubleValue).toArray();
    this.weights = new double[outputs][means.length];
    this.bias = bias.clone();
    for (int i = 0; i < weights.length; i++) {
      this.weights[i % outputs][i / outputs] = weights[i] / scaling.scales().get(i / outputs);
    }
    this.ofZeros = new double[outputs];
    double[] zeros = new double[means.length];
    Arrays.setAll(ofZeros, output -> logit(zeros, output));
  }

  int outputs() {
    return bias.length;
  }

  int width() {
    return means.length;
  }

  /** The logit of a single row. */
  double logit(double[] features, int output) {
    double[] own = weights[output];
    double logit = bias[output];
    for (int i = 0; i < own.length; i++) {
      logit += (features[i] - means[i]) * own[i];
    }
    return logit;
  }

  /** The logits of a row that is given by its values other than 0. */
  double[] logits(int[] columns, double[] values) {
    double[] logits = ofZeros.clone();
    for (int output = 0; output < logits.length; output++) {
      for (int i = 0; i < columns.length; i++) {
        logits[output] += values[i] * weights[output][columns[i]];
      }
    }
    return logits;
  }

  /**
   * Computes the logits of some rows. Four at a time: their sums are independent, and each weight
   * is read once for all four.
   *
   * @param features row by row, starting at {@code from}
   * @param logits receives the logits, starting at {@code to}
   */
  void logits(float[] features, int from, int rows, int output, double[] logits, int to) {
    double[] own = weights[output];
    double start = bias[output];
    int width = own.length;
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      int first = from + row * width;
      int second = first + width;
      int third = second + width;
      int fourth = third + width;
      double a = start;
      double b = start;
      double c = start;
      double d = start;
      for (int i = 0; i < width; i++) {
        double weight = own[i];
        double mean = means[i];
        a += (features[first + i] - mean) * weight;
        b += (features[second + i] - mean) * weight;
        c += (features[third + i] - mean) * weight;
        d += (features[fourth + i] - mean) * weight;
      }
      logits[to + row] = a;
      logits[to + row + 1] = b;
      logits[to + row + 2] = c;
      logits[to + row + 3] = d;
    }
    for (; row < rows; row++) {
      double logit = start;
      for (int i = 0; i < width; i++) {
        logit += (features[from + row * width + i] - means[i]) * own[i];
      }
      logits[to + row] = logit;
    }
  }
}
