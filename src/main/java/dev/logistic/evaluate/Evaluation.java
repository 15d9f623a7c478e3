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
 * The figures of a binary classifier on a set of rows, all in float64. Where rows have weights,
 * each counts as much as its weight: the figures of weights 2 and 0 are those of the first row
 * twice and without the second.
 *
 * @param rows how many, at least 1
 * @param weight the sum of their weights; empty where they have none
 * @param metrics a value for each, NaN where the rows do not define it
 * @param threshold from which probability on a row is predicted positive
 * @param confusion the counts at that threshold
 */
public record Evaluation(
    long rows,
    OptionalDouble weight,
    Map<Metric, Double> metrics,
    double threshold,
    Confusion confusion)
    implements Figures {

  /** Copies the map. */
  public Evaluation {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

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
        scores.rows(), scores.weight(), Metric.of(scores, confusion), resolved, confusion);
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
    Metric.put(map, rows, weight, metrics);
    map.put("threshold", threshold);
    map.put("confusion_matrix", confusion.toLists());
    return map;
  }
}
