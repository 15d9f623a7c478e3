package dev.logistic.formula;

import dev.logistic.schema.DoubleList;
import dev.logistic.schema.PiecewisePolynomial;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * Indicators of the intervals between breaks, which include their upper ends, {@code (18,35]}. The
 * first interval is the reference and has none. The outermost intervals are open, so every number
 * is in one of them.
 */
final class Bins {

  private static final int FEWEST_DIGITS = 3;
  private static final int MOST_DIGITS = 12; // both as R's cut has them
  private static final int SHORTEST_EXPONENT = -4;

  private Bins() {}

  /**
   * Returns breaks at quantiles of type 7. Equal ones are merged, and those that leave an interval
   * without a training row: there may be fewer intervals than asked for.
   *
   * @param count intervals, at least 2
   */
  static double[] breaks(Sample sample, int count) {
    Sample.require(
        count >= 2 && count <= sample.distinct(),
        "%d bins need at least 2 bins and as many distinct values, found %d distinct values",
        count,
        sample.distinct());
    double[] breaks =
        Arrays.stream(sample.innerQuantiles(count))
            .distinct()
            .filter(each -> each < sample.max())
            .toArray();
    Sample.require(
        breaks.length > 0,
        "%d bins are impossible, as all quantiles are %s, the largest value; give the breaks",
        count,
        sample.max());
    return breaks;
  }

  /** The indicators of all intervals but the first. */
  static PiecewisePolynomial indicators(double... breaks) {
    int width = breaks.length;
    double[] constants = new double[(width + 1) * width];
    for (int interval = 1; interval <= width; interval++) {
      constants[interval * width + interval - 1] = 1;
    }
    return new PiecewisePolynomial(
        width,
        DoubleList.of(breaks),
        DoubleList.of(new double[width + 1]),
        DoubleList.of(constants));
  }

  /** The names of all intervals but the first, with as many digits as make the breaks differ. */
  static List<String> labels(List<Double> breaks) {
    List<String> ends = List.of();
    for (int digits = FEWEST_DIGITS; digits <= MOST_DIGITS; digits++) {
      List<String> rounded = new ArrayList<>();
      for (double each : breaks) {
        rounded.add(text(each, digits));
      }
      ends = rounded;
      if (new HashSet<>(rounded).size() == rounded.size()) {
        break;
      }
    }
    List<String> labels = new ArrayList<>();
    for (int i = 1; i <= ends.size(); i++) {
      labels.add("(%s,%s]".formatted(ends.get(i - 1), i == ends.size() ? " Inf" : ends.get(i)));
    }
    return labels;
  }

  /** As C's {@code %.*g} prints a number. */
  private static String text(double value, int digits) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= SHORTEST_EXPONENT && exponent < digits) {
      return rounded.toPlainString();
    }
    String mantissa = rounded.scaleByPowerOfTen(-exponent).toPlainString();
    return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
