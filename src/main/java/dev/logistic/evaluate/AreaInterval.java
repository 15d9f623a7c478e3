package dev.logistic.evaluate;

/**
 * The 95 % confidence interval of the area under the ROC curve, by DeLong, DeLong and
 * Clarke-Pearson, Biometrics 44, 1988: a normal interval, cut off at 0 and 1, as pROC's {@code
 * ci.auc}. The variance is that of the share of rows of the other class that a row is ranked
 * correctly against, ties counting half.
 *
 * <p>The variance is that of independent rows. Rows that stand for trials count as that many rows;
 * with weights other than 1 there is no interval.
 *
 * @param low 0 to 1; NaN where a class has fewer than two rows, or a row has a weight other than 1
 * @param high likewise
 */
public record AreaInterval(double low, double high) {

  /** The 0.975 quantile of the standard normal distribution. */
  static final double NORMAL = 1.959963984540054;

  private static final AreaInterval UNDEFINED = new AreaInterval(Double.NaN, Double.NaN);

  static AreaInterval of(Scores scores) {
    Ranking ranking = scores.ranking();
    if (!scores.isOfObservations() || ranking.positives() < 2 || ranking.negatives() < 2) {
      return UNDEFINED;
    }
    double area = RocCurve.of(scores).area();
    double deviation = Math.sqrt(variance(ranking, area));
    return new AreaInterval(
        Math.max(0, area - NORMAL * deviation), Math.min(1, area + NORMAL * deviation));
  }

  private static double variance(Ranking ranking, double area) {
    double positives = ranking.positives();
    double negatives = ranking.negatives();
    double ofPositives = 0;
    double ofNegatives = 0;
    for (int point = 1; point < ranking.points(); point++) {
      double above = ranking.truePositives(point - 1);
      double upTo = ranking.truePositives(point);
      double below = ranking.falsePositives(point - 1);
      double downTo = ranking.falsePositives(point);
      double beaten = ranking.placementOfPositive(point) - area;
      double beating = ranking.placementOfNegative(point) - area;
      ofPositives += (upTo - above) * beaten * beaten;
      ofNegatives += (downTo - below) * beating * beating;
    }
    return ofPositives / (positives - 1) / positives + ofNegatives / (negatives - 1) / negatives;
  }
}
