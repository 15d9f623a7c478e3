package dev.logistic.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Prints numbers as R does: 15 digits, and the shorter of both notations. */
final class NumberText {

  private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);
  private static final int LARGE_EXPONENT = 100;
  private static final int EXPONENT_WIDTH = 4; // e+05

  private NumberText() {}

  static String of(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    int digits = rounded.precision();
    int exponent = digits - rounded.scale() - 1;
    String fixed = rounded.toPlainString();
    int mantissaWidth = digits == 1 ? 1 : digits + 1;
    int width = mantissaWidth + EXPONENT_WIDTH + (Math.abs(exponent) >= LARGE_EXPONENT ? 1 : 0);
    if (fixed.length() <= width) {
      return fixed;
    }
    return "%se%s%02d"
        .formatted(
            rounded.scaleByPowerOfTen(-exponent).toPlainString(),
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }
}
