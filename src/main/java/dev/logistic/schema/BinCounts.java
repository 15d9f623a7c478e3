package dev.logistic.schema;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts values by bin. For one thread. For use within this project. */
public final class BinCounts {

  /** From so many evenly spaced rows the edges of bins follow; all rows are counted. */
  public static final int MOST_SAMPLED = 10_000;

  private static final int BINS = 10;
  private static final int PADDED = 15; // a power of two less one

  private final double[] edges;
  private final double[] padded; // for a search of a fixed number of steps
  private final @Nullable List<String> levels;
  private final Map<String, Integer> places = new HashMap<>();
  private final long[] counts;
  private long missing;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  private BinCounts(double[] edges, @Nullable List<String> levels) {
    this.edges = edges;
    this.padded = Arrays.copyOf(edges, PADDED);
    Arrays.fill(padded, edges.length, padded.length, Double.POSITIVE_INFINITY);
    this.levels = levels;
    this.counts = new long[(levels == null ? edges.length : levels.size()) + 1];
    for (int i = 0; levels != null && i < levels.size(); i++) {
      places.put(levels.get(i), i);
    }
  }

  /** Counts numbers in the bins between these edges, at most 15 and ascending. */
  public static BinCounts ofNumbers(double... edges) {
    return new BinCounts(edges.clone(), null);
  }

  /** Counts texts, those that are none of the levels in a bin after theirs. */
  public static BinCounts ofTexts(List<String> levels) {
    return new BinCounts(new double[0], levels);
  }

  /** Counts in the bins of a distribution. */
  public static BinCounts inBinsOf(Distribution known) {
    return known
        .texts()
        .map(BinCounts::ofTexts)
        .orElseGet(
            () -> ofNumbers(known.edges().stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /**
   * Returns the edges of at most ten bins that have about equally many of the values. Each is half
   * way between two values that follow each other, so that rounding moves none across.
   *
   * @param values none NaN; not changed
   */
  public static double[] edges(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] edges = new double[BINS - 1];
    int count = 0;
    for (int bins = 1; bins < BINS && sorted.length > 0; bins++) {
      double edge = edgeAfter(sorted, lastOf(bins, sorted.length));
      boolean isNew = count == 0 || edge > edges[count - 1];
      if (!Double.isNaN(edge) && isNew) {
        edges[count++] = edge;
      }
    }
    return Arrays.copyOf(edges, count);
  }

  /** The last of so many tenths of the values. */
  private static int lastOf(int bins, int values) {
    return Math.max(0, (int) (((long) bins * values + BINS - 1) / BINS) - 1);
  }

  /** Half way to the next value, or before the last one; NaN where all are equal. */
  private static double edgeAfter(double[] sorted, int at) {
    double value = sorted[at];
    double last = sorted[sorted.length - 1];
    int next = at;
    while (next < sorted.length - 1 && sorted[next] == value) {
      next++;
    }
    if (sorted[next] > value) {
      return value + (sorted[next] - value) / 2;
    }
    int before = at;
    while (before > 0 && sorted[before] == last) {
      before--;
    }
    return sorted[before] < last ? sorted[before] + (last - sorted[before]) / 2 : Double.NaN;
  }

  /** Counts a number. */
  public void add(double value) {
    int bin = 0;
    for (int step = PADDED / 2 + 1; step > 0; step >>= 1) {
      bin += value > padded[bin + step - 1] ? step : 0;
    }
    counts[bin]++;
    least = value < least ? value : least;
    greatest = value > greatest ? value : greatest;
  }

  /** Counts a text. */
  public void add(String text) {
    counts[places.getOrDefault(text, counts.length - 1)]++;
  }

  /** Counts a missing cell. */
  public void addMissing() {
    missing++;
  }

  /** Adds the counts of another counter of the same bins. */
  public void add(BinCounts other) {
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] += other.counts[bin];
    }
    missing += other.missing;
    least = Math.min(least, other.least);
    greatest = Math.max(greatest, other.greatest);
  }

  /** What was counted, under a name. */
  public Distribution named(String name) {
    return new Distribution(
        name,
        Arrays.stream(edges).boxed().toList(),
        levels,
        Arrays.stream(counts).boxed().toList(),
        missing,
        least <= greatest && levels == null ? List.of(least, greatest) : List.of());
  }
}
