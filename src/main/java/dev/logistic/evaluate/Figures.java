package dev.logistic.evaluate;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The metrics of a classifier of any number of classes on a set of rows. */
public sealed interface Figures permits Evaluation, MulticlassEvaluation {

  /** The number of rows, at least 1. */
  long rows();

  /** The sum of the weights of the rows; empty for unweighted rows. */
  OptionalDouble weight();

  /** The number or weight of the rows of each class, in the order of the classes. */
  List<Double> classTotals();

  /** The metrics, in their order; NaN where the rows do not define one. */
  Map<Metric, Double> metrics();

  /**
   * Returns the fields of the JSON that {@code evaluate} writes; null for what JSON cannot
   * represent.
   */
  Map<String, @Nullable Object> toMap();

  /** A metric; NaN where the rows do not define it. */
  default double of(Metric metric) {
    return metrics().getOrDefault(metric, Double.NaN);
  }

  /** {@link Metric#LOG_LOSS}. */
  default double logLoss() {
    return of(Metric.LOG_LOSS);
  }

  /** {@link Metric#ACCURACY}. */
  default double accuracy() {
    return of(Metric.ACCURACY);
  }

  /** {@link Metric#BALANCED_ACCURACY}. */
  default double balancedAccuracy() {
    return of(Metric.BALANCED_ACCURACY);
  }

  /** {@link Metric#PRECISION}. */
  default double precision() {
    return of(Metric.PRECISION);
  }

  /** {@link Metric#RECALL}. */
  default double recall() {
    return of(Metric.RECALL);
  }

  /** {@link Metric#F1}. */
  default double f1() {
    return of(Metric.F1);
  }

  /** {@link Metric#MCC}. */
  default double mcc() {
    return of(Metric.MCC);
  }

  /** {@link Metric#ROC_AUC}. */
  default double rocAuc() {
    return of(Metric.ROC_AUC);
  }

  /** {@link Metric#KS}. */
  default double ks() {
    return of(Metric.KS);
  }

  /** {@link Metric#AVERAGE_PRECISION}. */
  default double averagePrecision() {
    return of(Metric.AVERAGE_PRECISION);
  }

  /** {@link Metric#BRIER}. */
  default double brier() {
    return of(Metric.BRIER);
  }

  /** {@link Metric#EXPECTED_CALIBRATION_ERROR}. */
  default double expectedCalibrationError() {
    return of(Metric.EXPECTED_CALIBRATION_ERROR);
  }
}
