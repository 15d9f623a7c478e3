package dev.logistic.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats numbers for people: four significant digits, the same in every locale. */
final class NumberText {

  /** Stands for an undefined value. */
  static final String DASH = "–";

  private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private NumberText() {}

  /** Formats as 0.1235, 123.5 or 1.235e+09; a dash for NaN. */
  static String text(double value) {
    if (Double.isNaN(value)) {
      return DASH;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "-∞";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent > 5) {
      return String.format(Locale.ROOT, "%.3e", rounded);
    }
    return new BigDecimal(value)
        .setScale(Math.max(0, 3 - exponent), RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  /** Formats a finite number as {@link #text}, without trailing zeros. */
  static String trimmed(double value) {
    return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /** Formats as 42.3 %; a dash for NaN. */
  static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : DASH;
  }

  /** As 12,345. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /**
   * Formats rows as {@link #count(long)}, or a sum of weights that is not a whole number as {@link
   * #text}.
   */
  static String count(Number rows) {
    return rows instanceof Long whole ? count(whole.longValue()) : text(rows.doubleValue());
  }

  /**
   * Rounds to what can be distinguished in a chart whose axis spans the range, so that the page
   * stays small.
   */
  static BigDecimal rounded(double value, double range) {
    int scale = range > 0 && Double.isFinite(range) ? 4 - (int) Math.floor(Math.log10(range)) : 6;
    return new BigDecimal(value).setScale(scale, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }
}
