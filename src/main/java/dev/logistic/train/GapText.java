package dev.logistic.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;

/** Prints an optimality gap, see {@link Fit#optimalityGap}. For use within this project. */
public final class GapText {

  /** A bound must not be rounded down. */
  private static final MathContext DIGITS = new MathContext(2, RoundingMode.CEILING);

  private GapText() {}

  /** Formats a finite gap with two digits, as 3.1e-9. */
  public static String of(double gap) {
    if (gap == 0) {
      return "0";
    }
    return String.format(Locale.ROOT, "%.1e", BigDecimal.valueOf(gap).round(DIGITS))
        .replaceFirst("e([+-])0*(?=\\d)", "e$1")
        .replace("e+", "e");
  }

  /** Formats a gap as {@code at most 3.1e-9 of the null loss}. */
  public static String ofNullLoss(OptionalDouble proven) {
    return proven.isPresent()
        ? "at most %s of the null loss".formatted(of(proven.getAsDouble()))
        : "no bound could be proven";
  }
}
