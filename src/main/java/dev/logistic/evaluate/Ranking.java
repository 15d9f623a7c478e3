package dev.logistic.evaluate;

import java.util.Arrays;

/**
 * The numbers of positives and negatives at or above each distinct probability, from the highest
 * down. Rows of equal probability form one point; point 0 lies above all rows. All metrics that
 * depend on a threshold can be computed from this. For weighted rows, a number of rows is the sum
 * of their weights, and rows of weight 0 are left out.
 */
final class Ranking {

  private final double[] thresholds;
  private final int[] truePositives;
  private final int[] falsePositives;

  /** The cumulative weights of the highest positives and negatives; empty for unweighted rows. */
  private final double[] positiveWeights;

  private final double[] negativeWeights;

  private Ranking(
      double[] thresholds,
      int[] truePositives,
      int[] falsePositives,
      double[] positiveWeights,
      double[] negativeWeights) {
    this.thresholds = thresholds;
    this.truePositives = truePositives;
    this.falsePositives = falsePositives;
    this.positiveWeights = positiveWeights;
    this.negativeWeights = negativeWeights;
  }

  /**
   * Sorts each class separately, as primitives, and merges the two from the top: once to count the
   * points, so that no array is longer than needed.
   */
  static Ranking of(Scores scores) {
    double[] positives = sorted(scores, true);
    double[] negatives = sorted(scores, false);
    int points = 1;
    for (Merge merge = new Merge(positives, negatives); merge.next(); ) {
      points++;
    }
    double[] thresholds = new double[points];
    int[] truePositives = new int[points];
    int[] falsePositives = new int[points];
    thresholds[0] = Double.POSITIVE_INFINITY;
    Merge merge = new Merge(positives, negatives);
    for (int point = 1; merge.next(); point++) {
      thresholds[point] = merge.threshold;
      truePositives[point] = merge.above;
      falsePositives[point] = merge.below;
    }
    return new Ranking(
        thresholds,
        truePositives,
        falsePositives,
        fromTopWeights(scores, true, positives),
        fromTopWeights(scores, false, negatives));
  }

  /** From the highest probability to the lowest, and how many of each class have been taken. */
  private static final class Merge {
    private final double[] positives;
    private final double[] negatives;
    private double threshold;
    private int above; // positives taken
    private int below; // negatives taken

    Merge(double[] positives, double[] negatives) {
      this.positives = positives;
      this.negatives = negatives;
    }

    boolean next() {
      if (above == positives.length && below == negatives.length) {
        return false;
      }
      threshold = Math.max(fromTop(positives, above), fromTop(negatives, below));
      while (fromTop(positives, above) == threshold) {
        above++;
      }
      while (fromTop(negatives, below) == threshold) {
        below++;
      }
      return true;
    }
  }

  private static double[] sorted(Scores scores, boolean positive) {
    int count = 0;
    for (int row = 0; row < scores.rows(); row++) {
      count += counts(scores, row, positive) ? 1 : 0;
    }
    double[] probabilities = new double[count];
    int next = 0;
    for (int row = 0; row < scores.rows(); row++) {
      if (counts(scores, row, positive)) {
        probabilities[next++] = ranked(scores, row);
      }
    }
    RadixSort.sort(probabilities);
    return probabilities;
  }

  private static boolean counts(Scores scores, int row, boolean positive) {
    return scores.positive(row) == positive && scores.weight(row) > 0;
  }

  /** So that -0.0 ties with 0.0. */
  private static double ranked(Scores scores, int row) {
    return scores.probability(row) + 0.0;
  }

  /**
   * At k, the weight of the k highest of a class; valid where the k-th does not tie with the next.
   */
  private static double[] fromTopWeights(Scores scores, boolean positive, double[] ascending) {
    if (!scores.isWeighted()) {
      return new double[0];
    }
    double[] sums = new double[ascending.length + 1];
    for (int row = 0; row < scores.rows(); row++) {
      if (counts(scores, row, positive)) {
        int place = Arrays.binarySearch(ascending, ranked(scores, row)); // any one of a tie
        sums[ascending.length - place] += scores.weight(row);
      }
    }
    for (int taken = 1; taken < sums.length; taken++) {
      sums[taken] += sums[taken - 1];
    }
    return sums;
  }

  /** Below every probability where no row is left. */
  private static double fromTop(double[] ascending, int taken) {
    return taken < ascending.length ? ascending[ascending.length - 1 - taken] : -1;
  }

  /** The number of points, at least 2: the one above all rows, and one per distinct probability. */
  int points() {
    return thresholds.length;
  }

  /** The probability, in descending order; infinite at point 0. */
  double threshold(int point) {
    return thresholds[point];
  }

  /** Positive rows whose probability is at least the threshold. */
  double truePositives(int point) {
    return total(truePositives[point], positiveWeights);
  }

  /** Negative rows whose probability is at least the threshold. */
  double falsePositives(int point) {
    return total(falsePositives[point], negativeWeights);
  }

  private static double total(int rows, double[] weights) {
    return weights.length == 0 ? rows : weights[rows];
  }

  /** The greatest difference of the shares of both classes that lie above a threshold. */
  double distance() {
    double greatest = positives() == 0 || negatives() == 0 ? Double.NaN : 0;
    for (int point = 1; point < points(); point++) {
      double difference = truePositives(point) / positives() - falsePositives(point) / negatives();
      greatest = Math.max(greatest, difference);
    }
    return greatest;
  }

  /**
   * The share of negative rows that a positive row at a point is ranked above, ties counting half.
   */
  double placementOfPositive(int point) {
    return 1 - (falsePositives(point - 1) + falsePositives(point)) / (2 * negatives());
  }

  /**
   * The share of positive rows that a negative row at a point is ranked below, ties counting half.
   */
  double placementOfNegative(int point) {
    return (truePositives(point - 1) + truePositives(point)) / (2 * positives());
  }

  /** The point at which a row of a weight above 0 lies. */
  int pointOf(Scores scores, int row) {
    double probability = ranked(scores, row);
    int low = 1;
    int high = points() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (thresholds[middle] > probability) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** All positive rows. */
  double positives() {
    return truePositives(points() - 1);
  }

  /** All negative rows. */
  double negatives() {
    return falsePositives(points() - 1);
  }

  double[] thresholds() {
    return thresholds.clone();
  }

  /** Only these points, in their order. */
  Ranking only(int[] kept) {
    double[] keptThresholds = new double[kept.length];
    int[] keptTruePositives = new int[kept.length];
    int[] keptFalsePositives = new int[kept.length];
    for (int i = 0; i < kept.length; i++) {
      keptThresholds[i] = thresholds[kept[i]];
      keptTruePositives[i] = truePositives[kept[i]];
      keptFalsePositives[i] = falsePositives[kept[i]];
    }
    return new Ranking(
        keptThresholds, keptTruePositives, keptFalsePositives, positiveWeights, negativeWeights);
  }
}
