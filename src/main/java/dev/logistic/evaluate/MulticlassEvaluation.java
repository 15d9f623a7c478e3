package dev.logistic.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a classifier of several classes on a set of rows, all in float64. A row is
 * predicted as the class with the largest logit, the first of those that are as large. Where rows
 * have weights, each counts as much as its weight, as in {@link Evaluation}.
 *
 * @param rows how many, at least 1
 * @param weight the sum of their weights; empty where they have none
 * @param logLoss the mean over the rows of {@code -log(p)} of the true class; exact from logits,
 *     also where it is large or small, and never clipped: infinite where a probability of 0 was
 *     given for it
 * @param accuracy see {@link ConfusionMatrix#accuracy}
 * @param balancedAccuracy see {@link ConfusionMatrix#balancedAccuracy}
 * @param precision see {@link ConfusionMatrix#macroPrecision}
 * @param recall see {@link ConfusionMatrix#macroRecall}
 * @param f1 see {@link ConfusionMatrix#macroF1}
 * @param mcc see {@link ConfusionMatrix#mcc}
 * @param rocAuc the mean of the classes' areas, each against all others, as scikit-learn's {@code
 *     roc_auc_score(multi_class="ovr", average="macro")}; classes for which it is undefined do not
 *     count, and it is NaN where all are
 * @param averagePrecision the mean of the classes' average precisions, over those with rows
 * @param brier the mean over the rows of {@code sum((p - t)^2)} over the classes, t being 1 for the
 *     true one and else 0: 0 to 2, and for two classes twice {@link Evaluation#brier}; Brier,
 *     Monthly Weather Review 78, 1950
 * @param expectedCalibrationError of the predicted class's probability against the share of rows
 *     predicted right, see {@link Calibration#expectedError}
 * @param perClass the figures of each class, in their order
 * @param confusion which class is predicted as which
 */
public record MulticlassEvaluation(
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
    List<ClassFigures> perClass,
    ConfusionMatrix confusion)
    implements Figures {

  /** Copies the list. */
  public MulticlassEvaluation {
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
        scores.logLoss(),
        confusion.accuracy(),
        confusion.balancedAccuracy(),
        confusion.macroPrecision(),
        confusion.macroRecall(),
        confusion.macroF1(),
        confusion.mcc(),
        mean(perClass, ClassFigures::rocAuc),
        mean(perClass, ClassFigures::averagePrecision),
        scores.brier(),
        Calibration.of(scores.ofPredictions()).expectedError(),
        perClass,
        confusion);
  }

  private static double mean(List<ClassFigures> classes, ToDoubleFunction<ClassFigures> figure) {
    return classes.stream()
        .mapToDouble(figure)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  @Override
  public List<Double> classTotals() {
    return IntStream.range(0, perClass.size()).mapToObj(confusion::actual).toList();
  }

  /**
   * By the names that {@link Evaluation#toMap} has, in its order; {@code threshold} is null, {@code
   * confusion_matrix} has a row for each actual class with the counts of the predicted ones, and
   * behind it {@code per_class} lists the figures of each class.
   */
  @Override
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("rows", rows);
    weight.ifPresent(sum -> map.put("weight", Counts.number(sum)));
    map.put("log_loss", Evaluation.finite(logLoss));
    map.put("accuracy", accuracy);
    map.put("balanced_accuracy", balancedAccuracy);
    map.put("precision", precision);
    map.put("recall", recall);
    map.put("f1", f1);
    map.put("mcc", mcc);
    map.put("roc_auc", Evaluation.finite(rocAuc));
    map.put("average_precision", Evaluation.finite(averagePrecision));
    map.put("brier", brier);
    map.put("expected_calibration_error", expectedCalibrationError);
    map.put("threshold", null);
    map.put("confusion_matrix", confusion.toLists());
    map.put("per_class", perClass.stream().map(ClassFigures::toMap).toList());
    return map;
  }
}
