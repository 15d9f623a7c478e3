package dev.logistic.evaluate;

import java.util.Arrays;

/**
 * Sorts probabilities by the digits of their bits. In a process that sorts once, its plain loops
 * are compiled long before {@link Arrays#sort(double[])} is.
 */
final class RadixSort {

  private static final int FEWEST = 1 << 14;
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private RadixSort() {}

  /**
   * Sorts in ascending order.
   *
   * @param values not negative, -0.0 or NaN, whose bits sort differently
   */
  static void sort(double[] values) {
    if (values.length < FEWEST) {
      Arrays.sort(values);
      return;
    }
    double[] from = values;
    double[] to = new double[values.length];
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
      move(from, to, shift, starts(from, shift));
      double[] moved = to;
      to = from;
      from = moved;
    }
    // The number of digits is even, so that the last of them has moved the values back.
  }

  /** Where the values of each digit begin. */
  private static int[] starts(double[] values, int shift) {
    int[] starts = new int[DIGITS + 1];
    for (double value : values) {
      starts[digit(value, shift) + 1]++;
    }
    for (int digit = 0; digit < DIGITS; digit++) {
      starts[digit + 1] += starts[digit];
    }
    return starts;
  }

  private static void move(double[] from, double[] to, int shift, int[] places) {
    for (double value : from) {
      to[places[digit(value, shift)]++] = value;
    }
  }

  private static int digit(double value, int shift) {
    return (int) (Double.doubleToRawLongBits(value) >>> shift) & (DIGITS - 1);
  }
}
