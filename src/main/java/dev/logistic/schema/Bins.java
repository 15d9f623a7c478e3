package dev.logistic.schema;

import static dev.logistic.schema.BasisNumbers.list;
import static dev.logistic.schema.BasisNumbers.require;
import static dev.logistic.schema.BasisNumbers.requireIncreasing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Indicators of the intervals between breaks, which include their upper ends, {@code (18,35]}. The
 * first interval is the reference and has none. The outermost intervals are open, so every number
 * is in one of them. For use within this project.
 */
public final class Bins implements Basis {

  static final String TYPE = "bin";

  private static final int FEWEST_DIGITS = 3;
  private static final int MOST_DIGITS = 12; // both as R's cut has them
  private static final int SHORTEST_EXPONENT = -4;

  private static final long serialVersionUID = 1;

  private final double[] breaks;
  private final String[] labels;

  /**
   * Creates a basis.
   *
   * @param breaks the inner ends of the intervals
   * @throws IllegalArgumentException if there are none, or they do not increase
   */
  public Bins(double... breaks) {
    require(breaks.length > 0, "expected breaks, found none");
    requireIncreasing("the breaks", breaks);
    this.breaks = breaks.clone();
    labels = labels(breaks);
  }

  /**
   * Learns breaks at quantiles of type 7. Equal ones are merged, and those that leave an interval
   * without a training row: there may be fewer intervals than asked for.
   *
   * @param count intervals, at least 2
   */
  public static Bins learn(double[] values, double @Nullable [] weights, int count) {
    Sample sample = new Sample(values, weights);
    require(
        count >= 2 && count <= sample.distinct(),
        "%d bins need at least 2 bins and as many distinct values, found %d distinct values",
        count,
        sample.distinct());
    double[] breaks =
        Arrays.stream(sample.innerQuantiles(count))
            .distinct()
            .filter(each -> each < sample.max())
            .toArray();
    require(
        breaks.length > 0,
        "%d bins are impossible, as all quantiles are %s, the greatest value; give the breaks",
        count,
        sample.max());
    return new Bins(breaks);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int width() {
    return breaks.length;
  }

  /** The number of intervals, one more than indicators. */
  public int intervals() {
    return breaks.length + 1;
  }

  /** Returns which interval a number is in, from 0. */
  public int interval(double x) {
    int found = Arrays.binarySearch(breaks, x + 0.0); // no negative zero
    return found >= 0 ? found : -found - 1;
  }

  /** The name of an interval as R's {@code cut} prints it. */
  public String label(int interval) {
    return labels[interval];
  }

  @Override
  public String suffix(int j) {
    return labels[j + 1];
  }

  @Override
  public void evaluate(double x, double[] out, int from) {
    Arrays.fill(out, from, from + breaks.length, 0);
    int interval = interval(x);
    if (interval > 0) {
      out[from + interval - 1] = 1;
    }
  }

  @Override
  public Map<String, List<Double>> numbers() {
    return Map.of("breaks", list(breaks));
  }

  /** With as many digits as make the breaks differ. */
  private static String[] labels(double[] breaks) {
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
    String[] labels = new String[breaks.length + 1];
    for (int i = 0; i <= breaks.length; i++) {
      labels[i] =
          "(%s,%s]"
              .formatted(
                  i == 0 ? "-Inf" : ends.get(i - 1), i == breaks.length ? " Inf" : ends.get(i));
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

  @Override
  public boolean equals(@Nullable Object other) {
    return BasisNumbers.same(this, other);
  }

  @Override
  public int hashCode() {
    return BasisNumbers.hash(this);
  }

  @Override
  public String toString() {
    return BasisNumbers.text(this);
  }
}
