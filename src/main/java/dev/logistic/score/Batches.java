package dev.logistic.score;

/** Scores many rows, in blocks that stay in the processor's nearest cache. */
final class Batches {

  private static final int BLOCK = 256;

  private Batches() {}

  /**
   * Writes the probabilities of each row.
   *
   * @throws IllegalArgumentException if a row yields NaN
   */
  static void score(LinearModel weights, float[] features, int rows, float[] probabilities) {
    int outputs = weights.outputs();
    double[] block = new double[Math.min(BLOCK, rows) * outputs]; // output by output
    for (int start = 0; start < rows; start += BLOCK) {
      int length = Math.min(BLOCK, rows - start);
      for (int output = 0; output < outputs; output++) {
        weights.logits(features, start * weights.width(), length, output, block, output * length);
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
        double probability = block[output * rows + row];
        if (Double.isNaN(probability)) {
          throw new IllegalArgumentException(
              "features must be numbers, but row " + (start + row) + " gives NaN");
        }
        to[(start + row) * outputs + output] = (float) probability;
      }
    }
  }
}
