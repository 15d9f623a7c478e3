package dev.logistic.report;

import dev.logistic.evaluate.Figures;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A figure of an evaluation.
 *
 * @param label its name
 * @param hint how to read it, in a few words
 * @param figure where it is found
 */
record Metric(String label, String hint, ToDoubleFunction<Figures> figure) {

  /** In the order in which they are shown: of the ranking, of the probabilities, of the classes. */
  static final List<Metric> ALL =
      List.of(
          new Metric("ROC AUC", "0.5 is chance", Figures::rocAuc),
          new Metric("Average precision", "higher is better", Figures::averagePrecision),
          new Metric("Log-loss", "lower is better", Figures::logLoss),
          new Metric("Brier score", "lower is better", Figures::brier),
          new Metric("Calibration error", "lower is better", Figures::expectedCalibrationError),
          new Metric("Accuracy", "share predicted right", Figures::accuracy),
          new Metric("Balanced accuracy", "mean of the classes", Figures::balancedAccuracy),
          new Metric("Precision", "correct if found", Figures::precision),
          new Metric("Recall", "found if positive", Figures::recall),
          new Metric("F1", "precision and recall", Figures::f1),
          new Metric("MCC", "Matthews, -1 to 1", Figures::mcc));

  /** The same of more than two classes, where most are means over the classes. */
  static final List<Metric> OF_CLASSES = ALL.stream().map(Metric::ofClasses).toList();

  private static Metric ofClasses(Metric metric) {
    return switch (metric.label()) {
      case "ROC AUC" -> new Metric(metric.label(), "each against the rest", metric.figure());
      case "Average precision", "Precision", "Recall", "F1" ->
          new Metric(metric.label(), "mean of the classes", metric.figure());
      default -> metric;
    };
  }

  String of(Figures evaluation) {
    return Numbers.text(figure.applyAsDouble(evaluation));
  }
}
