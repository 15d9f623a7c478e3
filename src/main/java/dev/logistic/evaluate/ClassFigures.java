package dev.logistic.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one of several classes, against all others.
 *
 * @param name of the class
 * @param rows how many are of it
 * @param weight the sum of their weights; empty where rows have none
 * @param precision see {@link ConfusionMatrix#precision}
 * @param recall see {@link ConfusionMatrix#recall}
 * @param f1 see {@link ConfusionMatrix#f1}
 * @param rocAuc by its probability, see {@link RocCurve#area}; NaN where no row or every row is of
 *     the class
 * @param averagePrecision by its probability, see {@link PrecisionRecallCurve#averagePrecision};
 *     NaN where no row is of the class
 */
public record ClassFigures(
    String name,
    long rows,
    OptionalDouble weight,
    double precision,
    double recall,
    double f1,
    double rocAuc,
    double averagePrecision) {

  static ClassFigures of(
      int code, String name, MulticlassScores scores, ConfusionMatrix confusion) {
    Scores ofClass = scores.oneVersusRest(code);
    return new ClassFigures(
        name,
        scores.rowsOf(code),
        scores.weight().isPresent()
            ? OptionalDouble.of(confusion.actual(code))
            : OptionalDouble.empty(),
        confusion.precision(code),
        confusion.recall(code),
        confusion.f1(code),
        RocCurve.of(ofClass).area(),
        PrecisionRecallCurve.of(ofClass).averagePrecision());
  }

  /** By the names of the JSON that {@code evaluate} writes; null for NaN. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("class", name);
    map.put("rows", rows);
    weight.ifPresent(sum -> map.put("weight", Counts.number(sum)));
    map.put("precision", precision);
    map.put("recall", recall);
    map.put("f1", f1);
    map.put("roc_auc", Evaluation.finite(rocAuc));
    map.put("average_precision", Evaluation.finite(averagePrecision));
    return map;
  }
}
