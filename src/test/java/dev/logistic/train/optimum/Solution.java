package dev.logistic.train.optimum;

import java.util.Arrays;

/**
 * Weights of the columns and a bias, for each output.
 *
 * @param weights of each output, one a column
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Solution(double[][] weights, double[] biases) {

  double logit(int output, double[] row) {
    double[] own = weights[output];
    double logit = biases[output];
    for (int column = 0; column < own.length; column++) {
      logit += own[column] * row[column];
    }
    return logit;
  }

  /** The same logits from features of {@code (x - mean) / scale}. */
  Solution scaled(double[] means, double[] scales) {
    double[][] changed = new double[weights.length][means.length];
    double[] moved = biases.clone();
    for (int output = 0; output < weights.length; output++) {
      for (int column = 0; column < means.length; column++) {
        changed[output][column] = weights[output][column] * scales[column];
        moved[output] += weights[output][column] * means[column];
      }
    }
    return new Solution(changed, moved);
  }

  /** The same logits from features x where these parameters are of {@code (x - mean) / scale}. */
  Solution unscaled(double[] means, double[] scales) {
    double[][] changed = new double[weights.length][means.length];
    double[] moved = biases.clone();
    for (int output = 0; output < weights.length; output++) {
      for (int column = 0; column < means.length; column++) {
        changed[output][column] = weights[output][column] / scales[column];
        moved[output] -= changed[output][column] * means[column];
      }
    }
    return new Solution(changed, moved);
  }

  /** Of several outputs, the parameters as distances from their mean, which leave the same fit. */
  Solution centered() {
    if (biases.length == 1) {
      return this;
    }
    double[][] changed = new double[biases.length][weights[0].length];
    for (int column = 0; column < weights[0].length; column++) {
      int at = column;
      double mean = Arrays.stream(weights).mapToDouble(own -> own[at]).average().orElseThrow();
      for (int output = 0; output < biases.length; output++) {
        changed[output][column] = weights[output][column] - mean;
      }
    }
    double mean = Arrays.stream(biases).average().orElseThrow();
    return new Solution(changed, Arrays.stream(biases).map(bias -> bias - mean).toArray());
  }

  /** Output by output, the weights with the bias after them. */
  double[] packed() {
    int width = weights[0].length + 1;
    double[] all = new double[biases.length * width];
    for (int output = 0; output < biases.length; output++) {
      System.arraycopy(weights[output], 0, all, output * width, width - 1);
      all[output * width + width - 1] = biases[output];
    }
    return all;
  }

  /** Reads what {@link #packed} wrote. */
  static Solution of(double[] packed, int outputs) {
    int width = packed.length / outputs;
    double[][] weights = new double[outputs][];
    double[] biases = new double[outputs];
    for (int output = 0; output < outputs; output++) {
      weights[output] = Arrays.copyOfRange(packed, output * width, (output + 1) * width - 1);
      biases[output] = packed[(output + 1) * width - 1];
    }
    return new Solution(weights, biases);
  }
}
