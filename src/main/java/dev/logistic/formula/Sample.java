package dev.logistic.formula;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values of the training rows in increasing order, and how many times each one occurs:
 * what bases learn from.
 */
final class Sample {

  private final double[] values;
  private final double[] counts;
  private final double[] cumulative;

  /**
   * Sorts values.
   *
   * @param weights how many times each value counts, or null for once each
   * @throws IllegalArgumentException if a value is not finite, a weight is not a whole number from
   *     0, or no value is left
   */
  Sample(double[] values, double @Nullable [] weights) {
    require(
        weights == null || weights.length == values.length,
        "expected as many weights as values, found %d values",
        values.length);
    require(Arrays.stream(values).allMatch(Double::isFinite), "the values are not all finite");
    double[] sorted;
    double[] repeated = new double[values.length];
    if (weights == null) {
      sorted = values.clone();
      Arrays.sort(sorted);
      Arrays.fill(repeated, 1);
    } else {
      int[] order =
          IntStream.range(0, values.length)
              .boxed()
              .sorted((a, b) -> Double.compare(values[a], values[b]))
              .mapToInt(Integer::intValue)
              .toArray();
      sorted = Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
      for (int i = 0; i < order.length; i++) {
        repeated[i] = weights[order[i]];
        require(
            repeated[i] >= 0 && repeated[i] == Math.rint(repeated[i]) && repeated[i] < 1L << 53,
            "expected weights that count rows, found %s",
            repeated[i]);
      }
    }
    int distinct = 0;
    double[] counts = new double[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      if (repeated[i] == 0) {
        continue;
      }
      if (distinct == 0 || sorted[distinct - 1] != sorted[i]) {
        sorted[distinct++] = sorted[i] + 0.0; // no negative zero
      }
      counts[distinct - 1] += repeated[i];
    }
    require(distinct > 0, "expected values, found none");
    this.values = Arrays.copyOf(sorted, distinct);
    this.counts = Arrays.copyOf(counts, distinct);
    cumulative = this.counts.clone();
    Arrays.parallelPrefix(cumulative, Double::sum);
  }

  /** The number of distinct values. */
  int distinct() {
    return values.length;
  }

  double value(int i) {
    return values[i];
  }

  double count(int i) {
    return counts[i];
  }

  /** The number of values, with repetitions. */
  double size() {
    return cumulative[cumulative.length - 1];
  }

  double min() {
    return values[0];
  }

  double max() {
    return values[values.length - 1];
  }

  double mean() {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += counts[i] * values[i];
    }
    double mean = sum / size();
    double rest = 0; // a second pass, as R's mean does
    for (int i = 0; i < values.length; i++) {
      rest += counts[i] * (values[i] - mean);
    }
    return mean + rest / size();
  }

  /** The sum of the squared differences from a number. */
  double squares(double from) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += counts[i] * (values[i] - from) * (values[i] - from);
    }
    return sum;
  }

  /** The quantiles of type 7 at 1/parts, 2/parts, ... (parts-1)/parts. */
  double[] innerQuantiles(int parts) {
    double[] quantiles = new double[parts - 1];
    for (int i = 1; i < parts; i++) {
      quantiles[i - 1] = quantile((double) i / parts);
    }
    return quantiles;
  }

  /**
   * The quantile of type 7, R's default: {@code (1-g) x[j] + g x[j+1]} with {@code j + g = 1 + (n -
   * 1) p}. Hyndman and Fan (1996), "Sample quantiles in statistical packages".
   */
  private double quantile(double p) {
    double place = (size() - 1) * p;
    double low = Math.floor(place + 4 * Math.ulp(place)); // as R does, against rounding errors
    double part = place - low;
    double lower = at(low);
    return part <= 4 * Math.ulp(place)
        ? lower
        : (1 - part) * lower + part * at(Math.min(low + 1, size() - 1));
  }

  /** The value at a place among the sorted values with their repetitions, from 0. */
  private double at(double place) {
    int found = Arrays.binarySearch(cumulative, place);
    return values[found >= 0 ? found + 1 : -found - 1];
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency
  static void require(boolean holds, String message, @Nullable Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
