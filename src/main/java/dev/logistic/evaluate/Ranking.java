package dev.logistic.evaluate;

import java.util.Arrays;

/**
 * How many positives and negatives lie at or above each distinct probability, from the highest
 * down. Rows of equal probability make one point; point 0 lies above all rows. What holds of every
 * threshold of a set of scores can be read off from this.
 */
final class Ranking {

  private final double[] thresholds;
  private final int[] truePositives;
  private final int[] falsePositives;

  private Ranking(double[] thresholds, int[] truePositives, int[] falsePositives) {
    this.thresholds = thresholds;
    this.truePositives = truePositives;
    this.falsePositives = falsePositives;
  }

  /** Sorts each class by itself, as primitives, and merges the two from the top. */
  static Ranking of(Scores scores) {
    double[] positives = sorted(scores, true);
    double[] negatives = sorted(scores, false);
    double[] thresholds = new double[scores.rows() + 1];
    int[] truePositives = new int[scores.rows() + 1];
    int[] falsePositives = new int[scores.rows() + 1];
    thresholds[0] = Double.POSITIVE_INFINITY;
    int points = 1;
    int above = 0; // positives taken
    int below = 0; // negatives taken
    while (above < positives.length || below < negatives.length) {
      double threshold = Math.max(fromTop(positives, above), fromTop(negatives, below));
      while (fromTop(positives, above) == threshold) {
        above++;
      }
      while (fromTop(negatives, below) == threshold) {
        below++;
      }
      thresholds[points] = threshold;
      truePositives[points] = above;
      falsePositives[points] = below;
      points++;
    }
    return new Ranking(
        Arrays.copyOf(thresholds, points),
        Arrays.copyOf(truePositives, points),
        Arrays.copyOf(falsePositives, points));
  }

  private static double[] sorted(Scores scores, boolean positive) {
    double[] probabilities = new double[positive ? scores.positives() : scores.negatives()];
    int next = 0;
    for (int row = 0; row < scores.rows(); row++) {
      if (scores.positive(row) == positive) {
        probabilities[next++] = scores.probability(row) + 0.0; // -0.0 ties with 0.0
      }
    }
    RadixSort.sort(probabilities);
    return probabilities;
  }

  /** Below every probability where nothing is left. */
  private static double fromTop(double[] ascending, int taken) {
    return taken < ascending.length ? ascending[ascending.length - 1 - taken] : -1;
  }

  /** At least 2: the one above all rows, and one per distinct probability. */
  int points() {
    return thresholds.length;
  }

  /** The probability, falling from point to point; infinite at point 0. */
  double threshold(int point) {
    return thresholds[point];
  }

  /** Positive rows whose probability is at least the threshold. A long, for products. */
  long truePositives(int point) {
    return truePositives[point];
  }

  /** Negative rows whose probability is at least the threshold. A long, for products. */
  long falsePositives(int point) {
    return falsePositives[point];
  }

  /** All positive rows. */
  long positives() {
    return truePositives[points() - 1];
  }

  /** All negative rows. */
  long negatives() {
    return falsePositives[points() - 1];
  }

  double[] thresholds() {
    return thresholds.clone();
  }

  /** These points alone, in their order. */
  Ranking only(int[] kept) {
    double[] keptThresholds = new double[kept.length];
    int[] keptTruePositives = new int[kept.length];
    int[] keptFalsePositives = new int[kept.length];
    for (int i = 0; i < kept.length; i++) {
      keptThresholds[i] = thresholds[kept[i]];
      keptTruePositives[i] = truePositives[kept[i]];
      keptFalsePositives[i] = falsePositives[kept[i]];
    }
    return new Ranking(keptThresholds, keptTruePositives, keptFalsePositives);
  }
}
