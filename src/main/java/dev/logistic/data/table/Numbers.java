package dev.logistic.data.table;

import java.util.regex.Pattern;

/** Numbers written as text. */
public final class Numbers {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+([eE][+-]?\\d+)?");

  /** Whole numbers up to here are exact in a double. */
  private static final double EXACT = 1L << 53;

  private Numbers() {}

  /** Whether a text is a decimal number; NaN and infinity are none. */
  public static boolean isNumber(String text) {
    if (text.isEmpty() || text.charAt(0) > '9') {
      return false;
    }
    return NUMBER.matcher(text).matches();
  }

  /** Whether a text is a number with a comma in the place of the point. */
  public static boolean hasDecimalComma(String text) {
    return DECIMAL_COMMA.matcher(text).matches();
  }

  /** The shortest text of a number: 1 for 1.0. */
  public static String text(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) <= EXACT;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
