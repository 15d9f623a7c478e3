package dev.logistic.score;

import dev.logistic.schema.FeatureRow;
import dev.logistic.schema.FeatureSchema;
import java.util.Arrays;

/** Scores many rows, in blocks that stay in the processor's nearest cache. */
final class Batches {

  private static final int BLOCK = 256;

  private Batches() {}

  /**
   * Writes the probabilities of each row.
   *
   * @throws IllegalArgumentException if a feature is not finite, which the message names, or a row
   *     yields NaN
   */
  static void score(
      LinearModel weights,
      FeatureSchema schema,
      float[] features,
      int rows,
      float[] probabilities) {
    int outputs = weights.outputs();
    double[] block = new double[Math.min(BLOCK, rows) * outputs]; // output by output
    for (int start = 0; start < rows; start += BLOCK) {
      int length = Math.min(BLOCK, rows - start);
      for (int output = 0; output < outputs; output++) {
        weights.logits(features, start * weights.width(), length, output, block, output * length);
      }
      for (int i = 0; i < length * outputs; i++) {
        if (!Double.isFinite(block[i])) {
          requireNumbers(schema, features, start + i % length, block[i]);
        }
      }
      if (outputs == 1) {
        Exponential.sigmoid(block, length);
      } else {
        softmax(block, length, outputs);
      }
      write(block, length, outputs, start, probabilities);
    }
  }

  /** The largest logit of a row is subtracted first, so that nothing overflows. */
  private static void softmax(double[] block, int rows, int outputs) {
    double[] largest = new double[rows];
    System.arraycopy(block, 0, largest, 0, rows);
    for (int at = rows; at < rows * outputs; at += rows) {
      for (int row = 0; row < rows; row++) {
        largest[row] = Math.max(largest[row], block[at + row]);
      }
    }
    for (int at = 0; at < rows * outputs; at += rows) {
      for (int row = 0; row < rows; row++) {
        block[at + row] -= largest[row];
      }
    }
    Exponential.exp(block, rows * outputs);
    double[] sums = new double[rows];
    for (int at = 0; at < rows * outputs; at += rows) {
      for (int row = 0; row < rows; row++) {
        sums[row] += block[at + row];
      }
    }
    for (int at = 0; at < rows * outputs; at += rows) {
      for (int row = 0; row < rows; row++) {
        block[at + row] /= sums[row];
      }
    }
  }

  private static void write(double[] block, int rows, int outputs, int start, float[] to) {
    for (int output = 0; output < outputs; output++) {
      for (int row = 0; row < rows; row++) {
        to[(start + row) * outputs + output] = (float) block[output * rows + row];
      }
    }
  }

  /** A feature that is not finite gives such a logit. */
  private static void requireNumbers(
      FeatureSchema schema, float[] features, int row, double logit) {
    double[] values = new double[schema.width()];
    Arrays.setAll(values, feature -> features[row * values.length + feature]);
    FeatureRow.require(values, schema, "row " + row);
    if (Double.isNaN(logit)) {
      throw new IllegalArgumentException("features must be numbers, but row " + row + " gives NaN");
    }
  }
}
