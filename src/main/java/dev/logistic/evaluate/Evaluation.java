package dev.logistic.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a binary classifier on a set of rows, all in float64. Weighted rows count in
 * proportion to their weights: a row of weight 2 counts as that row twice, and one of weight 0 not
 * at all.
 *
 * @param rows their number, at least 1; that of the trials where rows stand for several
 * @param weight the sum of their weights; empty for unweighted rows
 * @param metrics a value for each, NaN where the rows do not define it
 * @param area the interval of {@link Metric#ROC_AUC}
 * @param threshold the smallest probability at which a row is predicted positive
 * @param confusion the counts at that threshold
 */
public record Evaluation(
    long rows,
    OptionalDouble weight,
    Map<Metric, Double> metrics,
    AreaInterval area,
    double threshold,
    Confusion confusion)
    implements Figures {

  /** Copies the map. */
  public Evaluation {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  /**
   * Evaluates; the metrics of predictions are those at the threshold.
   *
   * @throws IllegalArgumentException if the threshold is a rule that the rows cannot satisfy
   */
  public static Evaluation of(Scores scores, Threshold threshold) {
    // Ordering the rows takes as long as all the other metrics, so both run in parallel.
    ForkJoinPool.commonPool().execute(scores::ranking);
    double resolved = threshold.in(scores);
    Confusion confusion = Confusion.at(resolved, scores);
    return new Evaluation(
        scores.observations(),
        scores.weight(),
        Metric.of(scores, confusion),
        AreaInterval.of(scores),
        resolved,
        confusion);
  }

  @Override
  public List<Double> classTotals() {
    return List.of(
        confusion.trueNegatives() + confusion.falsePositives(),
        confusion.falseNegatives() + confusion.truePositives());
  }

  /**
   * Returns the fields of the JSON that {@code evaluate} writes, in its order; {@code weight} is
   * included only for weighted rows, and {@code confusion_matrix} is [[tn, fp], [fn, tp]]. NaN and
   * infinity, which JSON cannot represent, are null.
   */
  @Override
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    Metric.put(map, rows, weight, metrics);
    map.put("roc_auc_low", Metric.orNull(area.low()));
    map.put("roc_auc_high", Metric.orNull(area.high()));
    map.put("threshold", threshold);
    map.put("confusion_matrix", confusion.toLists());
    return map;
  }
}
