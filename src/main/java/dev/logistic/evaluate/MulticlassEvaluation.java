package dev.logistic.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a classifier of several classes on a set of rows, all in float64. A row is
 * predicted as the class with the largest logit, the first one of a tie. Weighted rows count as in
 * {@link Evaluation}.
 *
 * @param rows how many, at least 1
 * @param weight the sum of their weights; empty where they have none
 * @param metrics a value for each, NaN where the rows do not define it
 * @param perClass the figures of each class, in their order
 * @param confusion the counts of actual and predicted classes
 */
public record MulticlassEvaluation(
    long rows,
    OptionalDouble weight,
    Map<Metric, Double> metrics,
    List<ClassFigures> perClass,
    ConfusionMatrix confusion)
    implements Figures {

  /** Copies the map and the list. */
  public MulticlassEvaluation {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    perClass = List.copyOf(perClass);
  }

  /**
   * Evaluates.
   *
   * @param classes the names of the classes, in their order
   * @throws IllegalArgumentException if there are more or fewer names than classes
   */
  public static MulticlassEvaluation of(MulticlassScores scores, List<String> classes) {
    if (classes.size() != scores.classes()) {
      throw new IllegalArgumentException(
          "there must be a name for each of " + scores.classes() + " classes, was " + classes);
    }
    ConfusionMatrix confusion = ConfusionMatrix.of(scores);
    List<ClassFigures> perClass =
        IntStream.range(0, classes.size())
            .mapToObj(code -> ClassFigures.of(code, classes.get(code), scores, confusion))
            .toList();
    return new MulticlassEvaluation(
        scores.rows(),
        scores.weight(),
        Metric.of(scores, confusion, perClass),
        perClass,
        confusion);
  }

  @Override
  public List<Double> classTotals() {
    return IntStream.range(0, perClass.size()).mapToObj(confusion::actual).toList();
  }

  /**
   * Returns the fields of {@link Evaluation#toMap}, in its order; {@code roc_auc_low}, {@code
   * roc_auc_high} and {@code threshold} are null, {@code confusion_matrix} has a row for each
   * actual class with the counts of the predicted ones, and {@code per_class} follows with the
   * figures of each class.
   */
  @Override
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    Metric.put(map, rows, weight, metrics);
    map.put("roc_auc_low", null);
    map.put("roc_auc_high", null);
    map.put("threshold", null);
    map.put("confusion_matrix", confusion.toLists());
    map.put("per_class", perClass.stream().map(ClassFigures::toMap).toList());
    return map;
  }
}
