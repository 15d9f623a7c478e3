package dev.logistic.evaluate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a classifier on a set of rows, of however many classes. */
public sealed interface Figures permits Evaluation, MulticlassEvaluation {

  /** How many rows, at least 1. */
  long rows();

  /** The mean of {@code -log(p)} of the true class. */
  double logLoss();

  /** The share of rows predicted right, 0 to 1. */
  double accuracy();

  /** How well probabilities rank the rows, 0 to 1; NaN where that is undefined. */
  double rocAuc();

  /** By the names of the JSON that {@code evaluate} writes; null for what JSON cannot say. */
  Map<String, @Nullable Object> toMap();
}
