package dev.logistic.table;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers from ASCII bytes, rounded as {@link Double#parseDouble} does. A number of
 * so few digits that it is exact in a double is multiplied or divided by an exact power of ten, so
 * that only the result is rounded (Clinger 1990, "How to read floating point numbers accurately").
 * For one thread.
 */
final class DecimalReader {

  /** Digits whose number fits a long. */
  private static final int MOST_DIGITS = 18;

  private static final int MOST_EXPONENT_DIGITS = 3;

  /** Whole numbers up to here are exact in a double. */
  private static final long EXACT = 1L << 53;

  /** Powers of ten that are exact in a double. */
  private static final double[] POWERS = powers();

  private long digits; // the number without point and exponent
  private int decimals; // digits after the point
  private int end;

  private static double[] powers() {
    double[] powers = new double[23];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /** The place after the number that was read last, or after what is not a number. */
  int end() {
    return end;
  }

  /**
   * Reads a number.
   *
   * @param bytes with a blank or the end of a line after the number, and 16 further bytes
   * @return NaN if there is none
   */
  double read(byte[] bytes, int from) {
    boolean negative = bytes[from] == '-';
    if (!readDigits(bytes, negative || bytes[from] == '+' ? from + 1 : from)) {
      return ofToken(bytes, from);
    }
    int exponent = 0;
    if ((bytes[end] | 0x20) == 'e') {
      boolean down = bytes[end + 1] == '-';
      int start = down || bytes[end + 1] == '+' ? end + 2 : end + 1;
      long word = Digits.word(bytes, start);
      int count = Digits.count(word);
      if (count == 0 || count > MOST_EXPONENT_DIGITS) {
        return ofToken(bytes, from);
      }
      exponent = (int) (down ? -Digits.value(word, count) : Digits.value(word, count));
      end = start + count;
    }
    int scale = exponent - decimals;
    if (digits > EXACT || Math.abs(scale) >= POWERS.length) {
      return Double.parseDouble(text(bytes, from));
    }
    double value = scale < 0 ? digits / POWERS[-scale] : digits * POWERS[scale];
    return negative ? -value : value;
  }

  /** Reads digits with at most one point; false if there are none, or too many for this. */
  private boolean readDigits(byte[] bytes, int from) {
    int place = from;
    int total = 0;
    int whole = -1; // digits before the point
    digits = 0;
    while (true) {
      long word = Digits.word(bytes, place);
      int count = Digits.count(word);
      digits = digits * Digits.power(count) + Digits.value(word, count);
      place += count;
      total += count;
      if (count == Digits.MOST) {
        if (total > MOST_DIGITS) {
          return false;
        }
      } else if (whole < 0 && bytes[place] == '.') {
        whole = total;
        place++;
      } else {
        break;
      }
    }
    decimals = whole < 0 ? 0 : total - whole;
    end = place;
    return total > 0 && total <= MOST_DIGITS;
  }

  /** Reads all up to the next blank. */
  private double ofToken(byte[] bytes, int from) {
    end = from;
    while (!LibSvmParser.isSeparator(bytes[end])) {
      end++;
    }
    String text = text(bytes, from);
    return Numbers.isNumber(text) ? Double.parseDouble(text) : Double.NaN;
  }

  private String text(byte[] bytes, int from) {
    return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
  }
}
