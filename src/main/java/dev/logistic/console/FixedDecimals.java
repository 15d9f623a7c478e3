package dev.logistic.console;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers with a fixed number of decimals, digit for digit as Python's {@code '%.3f'}. */
public final class FixedDecimals {

  private FixedDecimals() {}

  /**
   * Rounds the exact binary value, half to even; independent of the locale. Java's own {@code %.3f}
   * rounds the shortest decimal instead, half up, and drops the sign of a number that rounds to
   * zero.
   */
  public static String of(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    String digits =
        new BigDecimal(Math.abs(value)).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    return negative ? "-" + digits : digits;
  }
}
