package dev.logistic.diagnose;

import dev.logistic.diagnose.Diagnostics.HosmerLemeshow;
import dev.logistic.diagnose.Diagnostics.HosmerLemeshow.Group;
import dev.logistic.evaluate.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Groups rows by their probability. */
final class ProbabilityGroups {

  private ProbabilityGroups() {}

  /**
   * Groups rows at the quantiles {@code 1/g, 2/g ...} of their probabilities, as the type 7 of R's
   * {@code quantile} has them; a probability that equals a quantile is below it. A row of weight w
   * counts as w rows, and one of weight 0 not at all.
   *
   * @param most g, at least 3
   * @param ofFit whether these are the rows of the fit
   */
  static HosmerLemeshow test(Scores scores, int most, boolean ofFit) {
    int[] order =
        IntStream.range(0, scores.rows())
            .filter(row -> scores.weight(row) > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(scores::probability))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ends = quantiles(scores, order, most);
    List<Group> groups = new ArrayList<>();
    int from = 0;
    for (double end : ends) {
      int to = from;
      while (to < order.length && scores.probability(order[to]) <= end) {
        to++;
      }
      if (to > from) {
        groups.add(group(scores, order, from, to));
        from = to;
      }
    }
    return new HosmerLemeshow(groups, groups.size() - (ofFit ? 2 : 0));
  }

  /** The last one is infinite, so that rounding leaves no row out. */
  private static double[] quantiles(Scores scores, int[] order, int most) {
    double[] upTo = new double[order.length];
    double sum = 0;
    for (int i = 0; i < order.length; i++) {
      sum += scores.weight(order[i]);
      upTo[i] = sum;
    }
    double[] ends = new double[most];
    for (int g = 1; g < most; g++) {
      double place = (sum - 1) * g / most;
      double below = Math.floor(place);
      double share = place - below;
      double low = at(scores, order, upTo, below);
      double high = at(scores, order, upTo, below + 1);
      ends[g - 1] = share == 0 ? low : low + share * (high - low);
    }
    ends[most - 1] = Double.POSITIVE_INFINITY;
    return ends;
  }

  /** The probability at a place, from 0, among the repeated rows in order. */
  private static double at(Scores scores, int[] order, double[] upTo, double place) {
    int found = Arrays.binarySearch(upTo, place);
    int row = found >= 0 ? found + 1 : -found - 1;
    return scores.probability(order[Math.min(row, order.length - 1)]);
  }

  private static Group group(Scores scores, int[] order, int from, int to) {
    double rows = 0;
    double positives = 0;
    double expected = 0;
    for (int i = from; i < to; i++) {
      double weight = scores.weight(order[i]);
      rows += weight;
      positives += scores.positive(order[i]) ? weight : 0;
      expected += weight * scores.probability(order[i]);
    }
    return new Group(
        scores.probability(order[from]),
        scores.probability(order[to - 1]),
        rows,
        positives,
        expected);
  }
}
