package dev.logistic.evaluate;

import java.util.stream.IntStream;

/**
 * The receiver operating characteristic: true against false positive rate at every threshold.
 *
 * <p>Starts at (0, 0), above all rows, and has one point per distinct probability in descending
 * order, so that it ends at (1, 1); unlike scikit-learn's {@code roc_curve}, it drops no collinear
 * point. Rows of equal probability form one slanted segment. Immutable; the arrays returned are the
 * caller's.
 */
public final class RocCurve {

  private final Ranking ranking;
  private final double area;

  private RocCurve(Ranking ranking, double area) {
    this.ranking = ranking;
    this.area = area;
  }

  /** The curve of these scores. Where one class has no rows, its rate and the area are NaN. */
  public static RocCurve of(Scores scores) {
    Ranking ranking = scores.ranking();
    return new RocCurve(ranking, area(ranking));
  }

  /** Trapezoids, as twice their area in pairs of rows: below 2^61 without weights, and exact. */
  private static double area(Ranking ranking) {
    ProductSum doubled = new ProductSum();
    for (int point = 1; point < ranking.points(); point++) {
      doubled.add(
          ranking.falsePositives(point) - ranking.falsePositives(point - 1),
          ranking.truePositives(point) + ranking.truePositives(point - 1));
    }
    double area = doubled.value() / (2 * (ranking.positives() * ranking.negatives())); // 0/0: NaN
    return Math.min(1, area); // weights may round it up
  }

  /** {@code fp / negatives} per point, from 0 to 1, never falling; NaN without a negative row. */
  public double[] falsePositiveRates() {
    double negatives = ranking.negatives();
    return IntStream.range(0, ranking.points())
        .mapToDouble(point -> ranking.falsePositives(point) / negatives)
        .toArray();
  }

  /** {@code tp / positives} per point, from 0 to 1, never falling; NaN without a positive row. */
  public double[] truePositiveRates() {
    double positives = ranking.positives();
    return IntStream.range(0, ranking.points())
        .mapToDouble(point -> ranking.truePositives(point) / positives)
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
   * The area under the whole curve, 0 to 1: the share of pairs of a positive and a negative row in
   * which the positive has the higher probability, ties counting half. Pairs are counted exactly;
   * for weighted rows, a pair counts the product of its weights. NaN where the rows are of one
   * class. A thinned curve keeps the area of the full one. As scikit-learn's {@code roc_auc_score}.
   */
  public double area() {
    return area;
  }

  /**
   * Thins the curve for drawing: at most so many of the points, including both ends, spread evenly
   * along the curve.
   *
   * @throws IllegalArgumentException if points is below 2
   */
  public RocCurve thinnedTo(int points) {
    return new RocCurve(CurveThinning.to(points, ranking), area);
  }
}
