package dev.logistic.evaluate;

import java.util.stream.IntStream;

/**
 * The net benefit of deciding by a binary classifier, at thresholds from 0 to 0.99: true positives
 * less false positives, which count {@code t / (1 - t)} at a threshold of t, per row. Whoever acts
 * from a probability of t on holds a false positive to be that much worse than a true positive is
 * good. Vickers and Elkin, Medical Decision Making 26, 2006. Immutable; the arrays returned are the
 * caller's. For use within this project.
 */
public final class DecisionCurve {

  private static final int STEPS = 100;

  private final Scores scores;

  private DecisionCurve(Scores scores) {
    this.scores = scores;
  }

  /** The curve of these scores. */
  public static DecisionCurve of(Scores scores) {
    return new DecisionCurve(scores);
  }

  /** The thresholds of the curve: 0, 0.01, ..., 0.99. */
  public double[] thresholds() {
    return IntStream.range(0, STEPS).mapToDouble(step -> step / (double) STEPS).toArray();
  }

  /** The net benefit of predicting by the classifier at each threshold. */
  public double[] ofModel() {
    Ranking ranking = scores.ranking();
    double[] thresholds = thresholds();
    double[] benefits = new double[STEPS];
    int point = ranking.points() - 1; // the lowest whose probability is at least the threshold
    for (int step = 0; step < STEPS; step++) {
      while (ranking.threshold(point) < thresholds[step]) {
        point--;
      }
      benefits[step] =
          benefit(ranking.truePositives(point), ranking.falsePositives(point), thresholds[step]);
    }
    return benefits;
  }

  /** The net benefit of predicting every row to be positive; that of predicting none is 0. */
  public double[] ofAll() {
    return IntStream.range(0, STEPS).mapToDouble(step -> ofAll(step / (double) STEPS)).toArray();
  }

  /**
   * The net benefit of predicting every row to be positive.
   *
   * @param threshold below 1
   */
  public double ofAll(double threshold) {
    return benefit(scores.positives(), scores.negatives(), threshold);
  }

  /**
   * The net benefit of predictions.
   *
   * @param counts of these scores
   * @param threshold below 1, at which they were predicted
   */
  public double of(Confusion counts, double threshold) {
    return benefit(counts.truePositives(), counts.falsePositives(), threshold);
  }

  private double benefit(double truePositives, double falsePositives, double threshold) {
    return (truePositives - falsePositives * threshold / (1 - threshold)) / scores.total();
  }
}
