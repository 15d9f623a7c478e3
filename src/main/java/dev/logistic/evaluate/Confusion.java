package dev.logistic.evaluate;

/**
 * How many rows of each class are predicted as which. All figures are in float64, and a share of
 * nothing is 0, as scikit-learn 1.2.1 has it with {@code zero_division=0}.
 *
 * @param trueNegatives negative rows predicted negative
 * @param falsePositives negative rows predicted positive
 * @param falseNegatives positive rows predicted negative
 * @param truePositives positive rows predicted positive
 */
public record Confusion(
    long trueNegatives, long falsePositives, long falseNegatives, long truePositives) {

  /**
   * @throws IllegalArgumentException if a count is negative or all are 0
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

  private static void requireCount(String name, long count) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " must be at least 0, was " + count);
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
    int truePositives = 0;
    int falsePositives = 0;
    for (int row = 0; row < scores.rows(); row++) {
      if (scores.probability(row) >= threshold) {
        truePositives += scores.positive(row) ? 1 : 0;
        falsePositives += scores.positive(row) ? 0 : 1;
      }
    }
    return new Confusion(
        scores.negatives() - falsePositives,
        falsePositives,
        scores.positives() - truePositives,
        truePositives);
  }

  /** All rows, at least 1. */
  public long rows() {
    return trueNegatives + falsePositives + falseNegatives + truePositives;
  }

  /** The share of rows predicted right: {@code (tp + tn) / rows}, 0 to 1. */
  public double accuracy() {
    return share(truePositives + trueNegatives, rows());
  }

  /**
   * The mean over the classes of the share of their rows predicted right, 0 to 1; where all rows
   * are of one class, that class's share.
   */
  public double balancedAccuracy() {
    long positives = truePositives + falseNegatives;
    long negatives = trueNegatives + falsePositives;
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
    double tp = truePositives;
    double tn = trueNegatives;
    double fp = falsePositives;
    double fn = falseNegatives;
    double squared = ((tp + fp) * (tp + fn)) * ((tn + fp) * (tn + fn));
    return squared == 0 ? 0 : (tp * tn - fp * fn) / Math.sqrt(squared);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
