package dev.logistic.evaluate;

import java.util.stream.IntStream;

/**
 * Precision against recall at every threshold.
 *
 * <p>Starts above all rows, at recall 0 and, by convention, precision 1, and has one point per
 * distinct probability in descending order, so that it ends at recall 1 and the share of positives.
 * That is scikit-learn's {@code precision_recall_curve} from its end to its start. Immutable; the
 * arrays returned are the caller's.
 */
public final class PrecisionRecallCurve {

  private final Ranking ranking;
  private final double averagePrecision;

  private PrecisionRecallCurve(Ranking ranking, double averagePrecision) {
    this.ranking = ranking;
    this.averagePrecision = averagePrecision;
  }

  /** The curve of these scores. Without a positive row recall and average precision are NaN. */
  public static PrecisionRecallCurve of(Scores scores) {
    Ranking ranking = scores.ranking();
    double sum =
        IntStream.range(1, ranking.points())
            .mapToDouble(
                point ->
                    (ranking.truePositives(point) - ranking.truePositives(point - 1))
                        * precision(ranking, point))
            .sum();
    double average = Math.min(1, sum / ranking.positives()); // 0 / 0 is NaN
    return new PrecisionRecallCurve(ranking, average);
  }

  private static double precision(Ranking ranking, int point) {
    double truePositives = ranking.truePositives(point);
    return point == 0 ? 1 : truePositives / (truePositives + ranking.falsePositives(point));
  }

  /** {@code tp / positives} per point, from 0 to 1, never falling; NaN without a positive row. */
  public double[] recalls() {
    double positives = ranking.positives();
    return IntStream.range(0, ranking.points())
        .mapToDouble(point -> ranking.truePositives(point) / positives)
        .toArray();
  }

  /** {@code tp / (tp + fp)} per point, 0 to 1; 1 at the first. */
  public double[] precisions() {
    return IntStream.range(0, ranking.points())
        .mapToDouble(point -> precision(ranking, point))
        .toArray();
  }

  /**
   * The smallest probability at which rows count as positive, per point, in descending order from
   * infinity.
   */
  public double[] thresholds() {
    return ranking.thresholds();
  }

  /**
   * {@code sum((recall - recall before) * precision)} over the points, 0 to 1; NaN without a
   * positive row. A thinned curve keeps the value of the full one. As scikit-learn's {@code
   * average_precision_score}, which returns 0 where this is NaN.
   */
  public double averagePrecision() {
    return averagePrecision;
  }

  /**
   * Thins the curve for drawing: at most so many of the points, including both ends, spread evenly
   * by the shares of both classes that lie above.
   *
   * @throws IllegalArgumentException if points is below 2
   */
  public PrecisionRecallCurve thinnedTo(int points) {
    return new PrecisionRecallCurve(CurveThinning.to(points, ranking), averagePrecision);
  }
}
