package dev.logistic.evaluate;

/**
 * The 95 % confidence interval of the area under the ROC curve, by DeLong, DeLong and
 * Clarke-Pearson, Biometrics 44, 1988: normal, with the variance of the shares of rows of the other
 * class that each row is on the right side of, and cut off at 0 and 1. As pROC's {@code ci.auc}.
 *
 * @param low NaN where a class has fewer than two rows, or rows have weights that are not numbers
 *     of trials, which the variance does not account for
 * @param high likewise
 */
public record AreaInterval(double low, double high) {

  /** The 0.975 quantile of the standard normal distribution. */
  private static final double NORMAL = 1.959963984540054;

  private static final AreaInterval UNDEFINED = new AreaInterval(Double.NaN, Double.NaN);

  static AreaInterval of(Scores scores) {
    Ranking ranking = scores.ranking();
    if (scores.weight().isPresent() || ranking.positives() < 2 || ranking.negatives() < 2) {
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
      double beaten = 1 - (below + downTo) / (2 * negatives) - area; // ties count half
      double beating = (above + upTo) / (2 * positives) - area;
      ofPositives += (upTo - above) * beaten * beaten;
      ofNegatives += (downTo - below) * beating * beating;
    }
    return ofPositives / (positives - 1) / positives + ofNegatives / (negatives - 1) / negatives;
  }
}
