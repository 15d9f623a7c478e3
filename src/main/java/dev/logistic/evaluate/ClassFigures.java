package dev.logistic.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one of several classes against all others.
 *
 * @param name of the class
 * @param rows number of its rows
 * @param weight the sum of their weights; empty for unweighted rows
 * @param metrics a value for each that {@link Metric#ofEachClass} lists, NaN where the rows do not
 *     define it
 */
public record ClassFigures(
    String name, long rows, OptionalDouble weight, Map<Metric, Double> metrics) {

  /** Copies the map. */
  public ClassFigures {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  static ClassFigures of(
      int code, String name, MulticlassScores scores, ConfusionMatrix confusion) {
    return new ClassFigures(
        name,
        scores.rowsOf(code),
        scores.weight().isPresent()
            ? OptionalDouble.of(confusion.actual(code))
            : OptionalDouble.empty(),
        Metric.ofClass(scores.oneVersusRest(code), confusion, code));
  }

  /** A metric; NaN where the rows do not define it. */
  public double of(Metric metric) {
    return metrics.getOrDefault(metric, Double.NaN);
  }

  /** Returns the fields of the JSON that {@code evaluate} writes; null for NaN. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("class", name);
    Metric.put(map, rows, weight, metrics);
    return map;
  }
}
