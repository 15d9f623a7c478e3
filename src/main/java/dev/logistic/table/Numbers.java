package dev.logistic.table;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Numbers written as text. For use within this project. */
public final class Numbers {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+([eE][+-]?\\d+)?");

  /** Whole numbers up to here are exact in a double. */
  private static final double EXACT = 1L << 53;

  private Numbers() {}

  /** Whether a text is a decimal number; NaN and infinity are not. */
  public static boolean isNumber(String text) {
    if (text.isEmpty() || text.charAt(0) > '9') {
      return false;
    }
    return NUMBER.matcher(text).matches();
  }

  /**
   * The value of a text without blanks around it: that of a number, 1 for true and 0 for false; NaN
   * for any other text.
   */
  public static double value(String text) {
    if (text.equalsIgnoreCase("true")) {
      return 1;
    }
    if (text.equalsIgnoreCase("false")) {
      return 0;
    }
    return isNumber(text) ? Double.parseDouble(text) : Double.NaN;
  }

  /** Whether a text is a number with a decimal comma. */
  public static boolean hasDecimalComma(String text) {
    return DECIMAL_COMMA.matcher(text).matches();
  }

  /**
   * The exact value of a number in any spelling; blanks around it do not matter.
   *
   * @throws NumberFormatException if it is not a number
   */
  public static BigDecimal exact(String text) {
    return new BigDecimal(text.strip());
  }

  /** Whether a double represents a single whole number. */
  public static boolean isExact(double value) {
    return Math.abs(value) < EXACT;
  }

  /**
   * The numbers of a column that mean a missing value: those among the given texts, as the type of
   * the column holds them. NaN is one of them if a text is NaN.
   */
  public static Set<Double> missing(Column column, Collection<String> texts) {
    boolean single = column.sqlType().toLowerCase(Locale.ROOT).matches("float|real|float4");
    Set<Double> numbers = new HashSet<>();
    for (String text : texts) {
      if (isNumber(text)) {
        numbers.add(Double.valueOf(text));
        if (single) {
          numbers.add((double) Float.parseFloat(text));
        }
      } else if (text.equalsIgnoreCase("nan")) {
        numbers.add(Double.NaN);
      }
    }
    return numbers;
  }

  /** The shortest text of a number: 1 for 1.0. */
  public static String text(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) <= EXACT;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
