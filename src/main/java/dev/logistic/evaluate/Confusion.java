package dev.logistic.evaluate;

import dev.logistic.schema.ClassProbabilities;
import java.util.List;

/**
 * The number of rows for each actual and predicted class or, for weighted rows, the sums of their
 * weights. All metrics are in float64, and a ratio with a denominator of 0 is 0, as in scikit-learn
 * 1.2.1 with {@code zero_division=0}.
 *
 * @param trueNegatives negative rows predicted negative
 * @param falsePositives negative rows predicted positive
 * @param falseNegatives positive rows predicted negative
 * @param truePositives positive rows predicted positive
 */
public record Confusion(
    double trueNegatives, double falsePositives, double falseNegatives, double truePositives) {

  /**
   * @throws IllegalArgumentException if a count is negative or NaN or all are 0
   */
  public Confusion {
    requireCount("true negatives", trueNegatives);
    requireCount("false positives", falsePositives);
    requireCount("false negatives", falseNegatives);
    requireCount("true positives", truePositives);
    if (trueNegatives + falsePositives + falseNegatives + truePositives == 0) {
      throw new IllegalArgumentException("there must be at least one row, was 0");
    }
  }

  private static void requireCount(String name, double count) {
    if (!(count >= 0)) {
      throw new IllegalArgumentException(name + " must be at least 0, was " + Counts.number(count));
    }
  }

  /**
   * Counts, with every row predicted positive whose probability is at least the threshold.
   *
   * @throws IllegalArgumentException if the threshold is NaN
   */
  public static Confusion at(double threshold, Scores scores) {
    if (Double.isNaN(threshold)) {
      throw new IllegalArgumentException("threshold must be a number, was NaN");
    }
    double[] counts = new double[4]; // in the order of the components
    for (int row = 0; row < scores.rows(); row++) {
      int predicted = ClassProbabilities.predicted(scores.probability(row), threshold);
      counts[(scores.positive(row) ? 2 : 0) + predicted] += scores.weight(row);
    }
    return new Confusion(counts[0], counts[1], counts[2], counts[3]);
  }

  /** All rows. */
  public double total() {
    return trueNegatives + falsePositives + falseNegatives + truePositives;
  }

  /** The share of rows predicted correctly: {@code (tp + tn) / rows}, 0 to 1. */
  public double accuracy() {
    return share(truePositives + trueNegatives, total());
  }

  /**
   * The mean over the classes of the share of their rows predicted correctly, 0 to 1; where all
   * rows are of one class, that class's share.
   */
  public double balancedAccuracy() {
    double positives = truePositives + falseNegatives;
    double negatives = trueNegatives + falsePositives;
    if (positives == 0 || negatives == 0) {
      return accuracy();
    }
    return (share(truePositives, positives) + share(trueNegatives, negatives)) / 2;
  }

  /** {@code tp / (tp + fp)}, 0 to 1; 0 where no row is predicted positive. */
  public double precision() {
    return share(truePositives, truePositives + falsePositives);
  }

  /** {@code tp / (tp + fn)}, 0 to 1; 0 where no row is positive. */
  public double recall() {
    return share(truePositives, truePositives + falseNegatives);
  }

  /** {@code 2 tp / (2 tp + fp + fn)}, 0 to 1; 0 where no row is positive or predicted so. */
  public double f1() {
    return share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  /**
   * Matthews correlation coefficient, {@code (tp tn - fp fn) / sqrt((tp + fp) (tp + fn) (tn + fp)
   * (tn + fn))}, -1 to 1; 0 where a factor is 0. Matthews, Biochimica et Biophysica Acta 405, 1975.
   */
  public double mcc() {
    double squared =
        ((truePositives + falsePositives) * (truePositives + falseNegatives))
            * ((trueNegatives + falsePositives) * (trueNegatives + falseNegatives));
    return squared == 0
        ? 0
        : (truePositives * trueNegatives - falsePositives * falseNegatives) / Math.sqrt(squared);
  }

  /** {@code [[tn, fp], [fn, tp]]}. */
  public List<List<Number>> toLists() {
    return List.of(
        List.of(Counts.number(trueNegatives), Counts.number(falsePositives)),
        List.of(Counts.number(falseNegatives), Counts.number(truePositives)));
  }

  private static double share(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
