package dev.logistic.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.numbers.gamma.Erfc;
import org.jspecify.annotations.Nullable;

/**
 * Two classifiers of the same classes compared on the same rows, with the test of DeLong, DeLong
 * and Clarke-Pearson, Biometrics 44, 1988, that their areas under the ROC curve are equal: as
 * pROC's {@code roc.test} of paired curves. For use within this project.
 *
 * <p>The test is of two classes and of independent rows: its figures are NaN for more classes,
 * where a class has fewer than two rows, and with weights other than 1, as in {@link AreaInterval}.
 *
 * @param rocAuc of the other classifier
 * @param rocAucDifference that of the first minus that of the other
 * @param low of the 95 % confidence interval of the difference
 * @param high of that interval
 * @param z the difference over its standard error; 0 where all rows rank alike, and infinite where
 *     the difference has no variance
 * @param p the probability of a z at least as far from 0 if the areas were equal
 * @param logLoss of the other classifier
 * @param logLossDifference that of the first minus that of the other
 */
public record ScoreComparison(
    double rocAuc,
    double rocAucDifference,
    double low,
    double high,
    double z,
    double p,
    double logLoss,
    double logLossDifference) {

  /**
   * Compares.
   *
   * @param figures of the first scores
   * @param otherFigures of the other scores
   * @throws IllegalArgumentException if the rows have other classes or weights
   */
  public static ScoreComparison of(
      RowScores scores, Figures figures, RowScores other, Figures otherFigures) {
    requireSame(scores, other);
    double difference = figures.rocAuc() - otherFigures.rocAuc();
    double error =
        scores instanceof Scores first && other instanceof Scores second
            ? Math.sqrt(variance(first, second))
            : Double.NaN;
    double z = error == 0 && difference == 0 ? 0 : difference / error;
    return new ScoreComparison(
        otherFigures.rocAuc(),
        difference,
        difference - AreaInterval.NORMAL * error,
        difference + AreaInterval.NORMAL * error,
        z,
        Double.isNaN(z) ? z : Erfc.value(Math.abs(z) / Math.sqrt(2)),
        otherFigures.logLoss(),
        figures.logLoss() - otherFigures.logLoss());
  }

  private static void requireSame(RowScores scores, RowScores other) {
    if (scores.rows() != other.rows()) {
      throw new IllegalArgumentException(
          "the rows must be the same, were %d and %d".formatted(scores.rows(), other.rows()));
    }
    for (int row = 0; row < scores.rows(); row++) {
      if (scores.actual(row) != other.actual(row) || scores.weight(row) != other.weight(row)) {
        throw new IllegalArgumentException(
            "the rows must be the same, but class or weight of row %d differ".formatted(row));
      }
    }
  }

  /** The variance of the difference of the areas. */
  private static double variance(Scores first, Scores other) {
    if (!first.isOfObservations() || first.positives() < 2 || first.negatives() < 2) {
      return Double.NaN;
    }
    double[] differences = new double[first.rows()];
    for (int row = 0; row < differences.length; row++) {
      differences[row] = first.weight(row) > 0 ? placement(first, row) - placement(other, row) : 0;
    }
    return variance(differences, first, true) + variance(differences, first, false);
  }

  private static double placement(Scores scores, int row) {
    Ranking ranking = scores.ranking();
    int point = ranking.pointOf(scores, row);
    return scores.positive(row)
        ? ranking.placementOfPositive(point)
        : ranking.placementOfNegative(point);
  }

  /** The variance of the mean over a class. */
  private static double variance(double[] values, Scores scores, boolean positive) {
    double rows = positive ? scores.positives() : scores.negatives();
    double sum = 0;
    for (int row = 0; row < values.length; row++) {
      sum += scores.positive(row) == positive ? scores.weight(row) * values[row] : 0;
    }
    double squares = 0;
    for (int row = 0; row < values.length; row++) {
      double deviation = values[row] - sum / rows;
      squares += scores.positive(row) == positive ? scores.weight(row) * deviation * deviation : 0;
    }
    return squares / (rows - 1) / rows;
  }

  /** Returns the fields of JSON; null for NaN and infinity. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("roc_auc", Metric.orNull(rocAuc));
    map.put("roc_auc_difference", Metric.orNull(rocAucDifference));
    map.put("roc_auc_difference_low", Metric.orNull(low));
    map.put("roc_auc_difference_high", Metric.orNull(high));
    map.put("z", Metric.orNull(z));
    map.put("p", Metric.orNull(p));
    map.put("log_loss", Metric.orNull(logLoss));
    map.put("log_loss_difference", Metric.orNull(logLossDifference));
    return map;
  }
}
