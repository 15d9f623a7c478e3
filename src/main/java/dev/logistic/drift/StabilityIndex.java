package dev.logistic.drift;

import dev.logistic.schema.Distribution;
import java.util.ArrayList;
import java.util.List;

/** The population stability index. */
final class StabilityIndex {

  private static final double OF_AN_EMPTY_BIN = 0.5;

  private StabilityIndex() {}

  /**
   * The index, at least 0; 0 for equal shares.
   *
   * @param actual of the same bins, with at least one cell
   */
  static double of(Distribution expected, Distribution actual) {
    List<Long> before = bins(expected);
    List<Long> after = bins(actual);
    double sum = 0;
    for (int bin = 0; bin < before.size(); bin++) {
      if (before.get(bin) > 0 || after.get(bin) > 0) {
        double was = Math.max(before.get(bin), OF_AN_EMPTY_BIN) / expected.cells();
        double is = Math.max(after.get(bin), OF_AN_EMPTY_BIN) / actual.cells();
        sum += (is - was) * Math.log(is / was);
      }
    }
    return sum;
  }

  /** Its mean, asymptotically, for two samples of one population. */
  static double byChance(Distribution expected, Distribution actual) {
    List<Long> before = bins(expected);
    List<Long> after = bins(actual);
    long used = 0;
    for (int bin = 0; bin < before.size(); bin++) {
      used += before.get(bin) > 0 || after.get(bin) > 0 ? 1 : 0;
    }
    return Math.max(0, used - 1) * (1.0 / expected.cells() + 1.0 / actual.cells());
  }

  private static List<Long> bins(Distribution of) {
    List<Long> bins = new ArrayList<>(of.counts());
    bins.add(of.missing());
    return bins;
  }
}
