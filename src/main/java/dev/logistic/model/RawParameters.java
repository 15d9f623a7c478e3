package dev.logistic.model;

import dev.logistic.schema.Standardization;
import java.util.Optional;

/**
 * The parameters on the scale of the columns, in float64.
 *
 * @param weights shape (columns, outputs), row by row
 * @param bias one for each output
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawParameters(double[] weights, double[] bias) {

  /**
   * Converts those for standardized features.
   *
   * @param weights overwritten
   * @param bias overwritten
   */
  static RawParameters of(double[] weights, double[] bias, Optional<Standardization> scaling) {
    scaling.ifPresent(
        known -> {
          for (int i = 0; i < weights.length; i++) {
            int feature = i / bias.length;
            weights[i] /= known.scales().get(feature);
            bias[i % bias.length] -= known.means().get(feature) * weights[i];
          }
        });
    return new RawParameters(weights, bias);
  }

  /** Returns the logits of a row that is given by its values other than 0. */
  double[] logits(int[] columns, double[] values) {
    double[] logits = bias.clone();
    for (int i = 0; i < columns.length; i++) {
      for (int output = 0; output < logits.length; output++) {
        logits[output] += values[i] * weights[columns[i] * logits.length + output];
      }
    }
    return logits;
  }
}
