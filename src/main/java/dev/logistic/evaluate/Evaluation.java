package dev.logistic.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a binary classifier on a set of rows, all in float64. Where rows have weights,
 * each counts as much as its weight: the figures of weights 2 and 0 are those of the first row
 * twice and without the second.
 *
 * @param rows how many, at least 1
 * @param weight the sum of their weights; empty where they have none
 * @param logLoss the mean over the rows of {@code log(1 + exp(u))}, u being the wrong class's
 *     logit; exact also where that is large, and never clipped: infinite where a probability of 0
 *     or 1 was given for a row of the other class
 * @param accuracy see {@link Confusion#accuracy}
 * @param balancedAccuracy see {@link Confusion#balancedAccuracy}
 * @param precision see {@link Confusion#precision}
 * @param recall see {@link Confusion#recall}
 * @param f1 see {@link Confusion#f1}
 * @param mcc see {@link Confusion#mcc}
 * @param rocAuc see {@link RocCurve#area}; NaN where the rows are of one class
 * @param averagePrecision see {@link PrecisionRecallCurve#averagePrecision}; NaN without a positive
 *     row
 * @param brier the mean over the rows of {@code (probability - label)^2}, 0 to 1; Brier, Monthly
 *     Weather Review 78, 1950
 * @param expectedCalibrationError see {@link Calibration#expectedError}
 * @param threshold from which probability on a row is predicted positive
 * @param confusion the counts at that threshold
 */
public record Evaluation(
    long rows,
    OptionalDouble weight,
    double logLoss,
    double accuracy,
    double balancedAccuracy,
    double precision,
    double recall,
    double f1,
    double mcc,
    double rocAuc,
    double averagePrecision,
    double brier,
    double expectedCalibrationError,
    double threshold,
    Confusion confusion)
    implements Figures {

  /**
   * Evaluates; the figures that are of predictions are those at the threshold.
   *
   * @throws IllegalArgumentException if the threshold is {@code youden} and the rows are of one
   *     class
   */
  public static Evaluation of(Scores scores, Threshold threshold) {
    // Ordering the rows takes as long as all the other figures, so both are done at once.
    ForkJoinPool.commonPool().execute(scores::ranking);
    double resolved = threshold.in(scores);
    Confusion confusion = Confusion.at(resolved, scores);
    return new Evaluation(
        scores.rows(),
        scores.weight(),
        mean(scores, row -> logLoss(scores, row)),
        confusion.accuracy(),
        confusion.balancedAccuracy(),
        confusion.precision(),
        confusion.recall(),
        confusion.f1(),
        confusion.mcc(),
        RocCurve.of(scores).area(),
        PrecisionRecallCurve.of(scores).averagePrecision(),
        mean(scores, row -> squaredError(scores, row)),
        Calibration.of(scores).expectedError(),
        resolved,
        confusion);
  }

  /** Without rows of weight 0, which may be infinitely wrong. */
  private static double mean(Scores scores, IntToDoubleFunction figure) {
    return IntStream.range(0, scores.rows())
            .filter(row -> scores.weight(row) > 0)
            .mapToDouble(row -> scores.weight(row) * figure.applyAsDouble(row))
            .sum()
        / scores.total();
  }

  private static double logLoss(Scores scores, int row) {
    return softplus(scores.positive(row) ? -scores.logit(row) : scores.logit(row));
  }

  /** {@code log(1 + exp(u))}, without overflow and with all digits where it is small. */
  private static double softplus(double u) {
    return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
  }

  private static double squaredError(Scores scores, int row) {
    double error = scores.probability(row) - (scores.positive(row) ? 1 : 0);
    return error * error;
  }

  @Override
  public List<Double> classTotals() {
    return List.of(
        confusion.trueNegatives() + confusion.falsePositives(),
        confusion.falseNegatives() + confusion.truePositives());
  }

  /**
   * By the names of the JSON that {@code evaluate} writes, in its order; {@code weight} is included
   * only where rows have weights, and {@code confusion_matrix} is [[tn, fp], [fn, tp]]. A figure
   * that is NaN or infinite, which JSON cannot say, is null.
   */
  @Override
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("rows", rows);
    weight.ifPresent(sum -> map.put("weight", Counts.number(sum)));
    map.put("log_loss", finite(logLoss));
    map.put("accuracy", accuracy);
    map.put("balanced_accuracy", balancedAccuracy);
    map.put("precision", precision);
    map.put("recall", recall);
    map.put("f1", f1);
    map.put("mcc", mcc);
    map.put("roc_auc", finite(rocAuc));
    map.put("average_precision", finite(averagePrecision));
    map.put("brier", brier);
    map.put("expected_calibration_error", expectedCalibrationError);
    map.put("threshold", threshold);
    map.put("confusion_matrix", confusion.toLists());
    return map;
  }

  static @Nullable Double finite(double figure) {
    return Double.isFinite(figure) ? figure : null;
  }
}
