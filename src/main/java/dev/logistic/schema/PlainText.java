package dev.logistic.schema;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text by which a value is looked up among the levels of a text column. Thread-safe. */
final class PlainText {

  private static final List<String> BOOLEANS = List.of("true", "false");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d*)?");

  private PlainText() {}

  /**
   * Returns a text unchanged, and a number or a boolean in plain form if levels are numbers or
   * booleans; otherwise returns empty.
   */
  static Optional<String> of(Object cell, boolean numbers, boolean booleans) {
    if (cell instanceof CharSequence) {
      return Optional.of(cell.toString());
    }
    if (cell instanceof Boolean) {
      return booleans ? Optional.of(cell.toString()) : Optional.empty();
    }
    boolean number = cell instanceof Number some && Double.isFinite(some.doubleValue());
    return number && numbers
        ? Optional.of(plain(new BigDecimal(cell.toString())))
        : Optional.empty();
  }

  /** 1 for 1.0. */
  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  static boolean isBoolean(String level) {
    return BOOLEANS.contains(level);
  }

  static boolean isNumber(String level) {
    return NUMBER.matcher(level).matches();
  }
}
