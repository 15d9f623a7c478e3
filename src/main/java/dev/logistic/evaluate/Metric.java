package dev.logistic.evaluate;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of an evaluation, in the order of its JSON. Tables, JSON and reports iterate over
 * them, so a new metric needs only a constant here.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum Metric {

  /**
   * The mean over the rows of {@code -log(p)} of the true class: exact from logits, even if small
   * or large, and never clipped. Infinite where a true class has a probability of 0.
   */
  LOG_LOSS("Log-loss", "lower is better", Scores::logLoss, MulticlassScores::logLoss),

  /** The share of rows predicted correctly, 0 to 1. */
  ACCURACY(
      "Accuracy",
      "share predicted correctly",
      Confusion::accuracy,
      ConfusionMatrix::accuracy,
      null),

  /** The mean over the classes of the share of their rows predicted correctly, 0 to 1. */
  BALANCED_ACCURACY(
      "Balanced accuracy",
      "mean over the classes",
      Confusion::balancedAccuracy,
      ConfusionMatrix::balancedAccuracy,
      null),

  /** The share of the rows predicted as a class that belong to it, 0 to 1. */
  PRECISION(
      "Precision",
      "right among predicted",
      Confusion::precision,
      ConfusionMatrix::macroPrecision,
      ConfusionMatrix::precision),

  /** The share of a class's rows that are predicted as it, 0 to 1. */
  RECALL(
      "Recall",
      "found among actual",
      Confusion::recall,
      ConfusionMatrix::macroRecall,
      ConfusionMatrix::recall),

  /** The harmonic mean of precision and recall, 0 to 1. */
  F1(
      "F1",
      "mean of precision, recall",
      Confusion::f1,
      ConfusionMatrix::macroF1,
      ConfusionMatrix::f1),

  /** Matthews correlation coefficient, -1 to 1. */
  MCC("MCC", "Matthews, -1 to 1", Confusion::mcc, ConfusionMatrix::mcc, null),

  /**
   * See {@link RocCurve#area}; NaN where all rows are of one class. For more than two classes, as
   * scikit-learn's {@code roc_auc_score(multi_class="ovr", average="macro")}, over the classes for
   * which it is defined.
   */
  ROC_AUC("ROC-AUC", "0.5 is chance", scores -> RocCurve.of(scores).area()),

  /**
   * Kolmogorov-Smirnov distance of the probabilities of the two classes: the greatest difference of
   * true and false positive rate at any threshold, 0 to 1; NaN where all rows are of one class.
   * One-sided: 0 where no threshold favours the positive class. For more than two classes, the mean
   * over those for which it is defined.
   */
  KS("KS", "largest TPR - FPR", scores -> scores.ranking().distance()),

  /**
   * See {@link PrecisionRecallCurve#averagePrecision}; NaN without a positive row. For more than
   * two classes, the mean over those with rows.
   */
  AVERAGE_PRECISION(
      "Average precision",
      "higher is better",
      scores -> PrecisionRecallCurve.of(scores).averagePrecision()),

  /**
   * The mean over the rows of {@code (probability - label)^2}, 0 to 1; Brier, Monthly Weather
   * Review 78, 1950. For more than two classes, of {@code sum((p - t)^2)} over the classes, t being
   * 1 for the true one and else 0: 0 to 2.
   */
  BRIER("Brier score", "lower is better", Scores::brier, MulticlassScores::brier),

  /**
   * See {@link Calibration#expectedError}. For more than two classes, of the probability of the
   * predicted class against the share of rows predicted correctly.
   */
  EXPECTED_CALIBRATION_ERROR(
      "Calibration error",
      "lower is better",
      scores -> Calibration.of(scores).expectedError(),
      scores -> Calibration.of(scores.ofPredictions()).expectedError());

  /** What a metric is computed from. */
  public enum Kind {
    /** The order of the rows by probability. */
    RANKING,
    /** The probabilities themselves. */
    PROBABILITIES,
    /** The predicted classes. */
    PREDICTIONS
  }

  /** The value for one of several classes against all others. */
  private interface OfClass {
    double of(Scores scores, ConfusionMatrix counts, int code);
  }

  private final String label;
  private final Kind kind;
  private final String hint;
  private final ToDoubleBiFunction<Scores, Confusion> ofTwo;
  private final @Nullable ToDoubleBiFunction<MulticlassScores, ConfusionMatrix> ofMore;
  private final @Nullable OfClass ofClass;

  /** A metric of the ranking; for more than two classes, the mean over them. */
  Metric(String label, String hint, ToDoubleFunction<Scores> value) {
    this.label = label;
    this.kind = Kind.RANKING;
    this.hint = hint;
    this.ofTwo = (scores, counts) -> value.applyAsDouble(scores);
    this.ofMore = null;
    this.ofClass = (scores, counts, code) -> value.applyAsDouble(scores);
  }

  /** A metric of the probabilities, which is not defined for one of several classes. */
  Metric(
      String label,
      String hint,
      ToDoubleFunction<Scores> ofTwo,
      ToDoubleFunction<MulticlassScores> ofMore) {
    this.label = label;
    this.kind = Kind.PROBABILITIES;
    this.hint = hint;
    this.ofTwo = (scores, counts) -> ofTwo.applyAsDouble(scores);
    this.ofMore = (scores, counts) -> ofMore.applyAsDouble(scores);
    this.ofClass = null;
  }

  /**
   * A metric of the predictions.
   *
   * @param ofMore NaN where the metric is defined for two classes only
   * @param ofClass null where it is not defined for one of several classes
   */
  Metric(
      String label,
      String hint,
      ToDoubleFunction<Confusion> ofTwo,
      ToDoubleFunction<ConfusionMatrix> ofMore,
      @Nullable ToDoubleBiFunction<ConfusionMatrix, Integer> ofClass) {
    this.label = label;
    this.kind = Kind.PREDICTIONS;
    this.hint = hint;
    this.ofTwo = (scores, counts) -> ofTwo.applyAsDouble(counts);
    this.ofMore = (scores, counts) -> ofMore.applyAsDouble(counts);
    this.ofClass =
        ofClass == null ? null : (scores, counts, code) -> ofClass.applyAsDouble(counts, code);
  }

  /** The name in the JSON. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name at the start of a line, such as "Log-loss". */
  public String label() {
    return label;
  }

  /** The label within a line, where words have no capital: "log-loss", but "ROC-AUC". */
  public String inLine() {
    return Character.isLowerCase(label.charAt(1)) ? label.toLowerCase(Locale.ROOT) : label;
  }

  /** What it is computed from. */
  public Kind kind() {
    return kind;
  }

  /** A hint on how to read it, in a few words. */
  public String hint(Figures figures) {
    if (figures instanceof Evaluation || ofClass == null) {
      return hint;
    }
    return this == ROC_AUC ? "each against the rest" : "mean over the classes";
  }

  /** The metrics that each of several classes has, against all others. */
  public static List<Metric> ofEachClass() {
    return Stream.of(values()).filter(metric -> metric.ofClass != null).toList();
  }

  static Map<Metric, Double> of(Scores scores, Confusion counts) {
    return computed(metric -> metric.ofTwo.applyAsDouble(scores, counts));
  }

  static Map<Metric, Double> of(
      MulticlassScores scores, ConfusionMatrix counts, List<ClassFigures> perClass) {
    return computed(
        metric ->
            metric.ofMore == null
                ? metric.mean(perClass)
                : metric.ofMore.applyAsDouble(scores, counts));
  }

  private double mean(List<ClassFigures> perClass) {
    return perClass.stream()
        .mapToDouble(figures -> figures.of(this))
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  static Map<Metric, Double> ofClass(Scores scores, ConfusionMatrix counts, int code) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : values()) {
      if (metric.ofClass != null) {
        values.put(metric, metric.ofClass.of(scores, counts, code));
      }
    }
    return values;
  }

  private static Map<Metric, Double> computed(ToDoubleFunction<Metric> value) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : values()) {
      values.put(metric, value.applyAsDouble(metric));
    }
    return values;
  }

  /** Adds the metrics to a JSON object; null stands for NaN and infinity. */
  static void put(
      Map<String, @Nullable Object> json,
      long rows,
      OptionalDouble weight,
      Map<Metric, Double> metrics) {
    json.put("rows", rows);
    weight.ifPresent(sum -> json.put("weight", Counts.number(sum)));
    metrics.forEach((metric, value) -> json.put(metric.key(), orNull(value)));
  }

  /** Null for NaN and infinity, which JSON cannot represent. */
  static @Nullable Double orNull(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
