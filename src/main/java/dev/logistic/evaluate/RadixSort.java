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
    long[] from = new long[values.length];
    long[] to = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      from[i] = Double.doubleToRawLongBits(values[i]);
    }
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
      move(from, to, shift, starts(from, shift));
      long[] moved = to;
      to = from;
      from = moved;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.longBitsToDouble(from[i]);
    }
  }

  /** Where the values of each digit begin. */
  private static int[] starts(long[] values, int shift) {
    int[] starts = new int[DIGITS + 1];
    for (long value : values) {
      starts[digit(value, shift) + 1]++;
    }
    for (int digit = 0; digit < DIGITS; digit++) {
      starts[digit + 1] += starts[digit];
    }
    return starts;
  }

  private static void move(long[] from, long[] to, int shift, int[] places) {
    for (long value : from) {
      to[places[digit(value, shift)]++] = value;
    }
  }

  private static int digit(long value, int shift) {
    return (int) (value >>> shift) & (DIGITS - 1);
  }
}
