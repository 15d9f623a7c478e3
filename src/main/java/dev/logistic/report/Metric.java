package dev.logistic.report;

import dev.logistic.evaluate.Evaluation;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A figure of an evaluation.
 *
 * @param label its name
 * @param hint how to read it, in a few words
 * @param figure where it is found
 */
record Metric(String label, String hint, ToDoubleFunction<Evaluation> figure) {

  /** In the order in which they are shown: of the ranking, of the probabilities, of the classes. */
  static final List<Metric> ALL =
      List.of(
          new Metric("ROC AUC", "0.5 is chance", Evaluation::rocAuc),
          new Metric("Average precision", "higher is better", Evaluation::averagePrecision),
          new Metric("Log-loss", "lower is better", Evaluation::logLoss),
          new Metric("Brier score", "lower is better", Evaluation::brier),
          new Metric("Calibration error", "lower is better", Evaluation::expectedCalibrationError),
          new Metric("Accuracy", "share predicted right", Evaluation::accuracy),
          new Metric("Balanced accuracy", "mean of the classes", Evaluation::balancedAccuracy),
          new Metric("Precision", "correct if found", Evaluation::precision),
          new Metric("Recall", "found if positive", Evaluation::recall),
          new Metric("F1", "precision and recall", Evaluation::f1),
          new Metric("MCC", "Matthews, -1 to 1", Evaluation::mcc));

  String of(Evaluation evaluation) {
    return Numbers.text(figure.applyAsDouble(evaluation));
  }
}
