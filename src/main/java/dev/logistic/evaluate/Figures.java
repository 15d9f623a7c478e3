package dev.logistic.evaluate;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The figures of a classifier on a set of rows, of however many classes. */
public sealed interface Figures permits Evaluation, MulticlassEvaluation {

  /** How many rows, at least 1. */
  long rows();

  /** The sum of the weights of the rows; empty where they have none. */
  OptionalDouble weight();

  /** How many rows are of each class, or what they weigh, in the order of the classes. */
  List<Double> classTotals();

  /** The mean of {@code -log(p)} of the true class. */
  double logLoss();

  /** The share of rows predicted right, 0 to 1. */
  double accuracy();

  /** The mean over the classes of the share of their rows predicted right, 0 to 1. */
  double balancedAccuracy();

  /** The share of the rows predicted as a class that are of it, 0 to 1. */
  double precision();

  /** The share of a class's rows that are predicted as it, 0 to 1. */
  double recall();

  /** The harmonic mean of both, 0 to 1. */
  double f1();

  /** Matthews correlation coefficient, -1 to 1. */
  double mcc();

  /** How well probabilities rank the rows, 0 to 1; NaN where that is undefined. */
  double rocAuc();

  /** The mean precision over the recalls, 0 to 1; NaN where that is undefined. */
  double averagePrecision();

  /** The mean squared error of the probabilities. */
  double brier();

  /** How far probabilities are from shares, 0 to 1. */
  double expectedCalibrationError();

  /** By the names of the JSON that {@code evaluate} writes; null for what JSON cannot say. */
  Map<String, @Nullable Object> toMap();
}
