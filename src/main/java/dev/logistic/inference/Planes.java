package dev.logistic.inference;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A direction of the parameters, as a plane for each class except the first: the margins that it
 * gives rows, and their possible rounding error.
 *
 * @param frame the coordinates of the rows
 * @param values the planes, in order, in these coordinates; the first class has none
 * @param unit largest relative rounding error of a feature
 * @param floor the smallest margin that is not rounding error in any row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Planes(Frame frame, double[] values, double unit, double floor) implements Serializable {

  /** Sums and differences of rounded features: a standardized feature has been rounded twice. */
  private static final double ROUNDINGS = 8;

  /** Rounding of computations in float64, relative to the terms of a sum. */
  private static final double COMPUTED = 1e-12;

  /** Possible rounding error of a plane that is 0. */
  double computed() {
    return COMPUTED * Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  Planes withFloor(double newFloor) {
    return new Planes(frame, values, unit, newFloor);
  }

  /** The logit of a class, 0 for the first. */
  double logit(double[] row, int place) {
    double logit = 0;
    if (place > 0) {
      int start = (place - 1) * row.length;
      for (int i = 0; i < row.length; i++) {
        logit += values[start + i] * row[i];
      }
    }
    return logit;
  }

  /** How much higher the logit of a row's own class is than that of another. */
  double margin(double[] row, int own, int other) {
    return logit(row, own) - logit(row, other);
  }

  /** The largest difference of two logits of a row that may be rounding error. */
  double error(double[] row, int own, int other) {
    return errorOf(row, own) + errorOf(row, other) + floor;
  }

  /** The features are as exact as their type, however far they are from the middle of the range. */
  private double errorOf(double[] row, int place) {
    if (place == 0) {
      return 0;
    }
    int start = (place - 1) * row.length;
    double bias = values[start];
    double rounded = 0;
    double computed = Math.abs(bias);
    for (int i = 1; i < row.length; i++) {
      double offset = frame.offset(i - 1);
      double weight = values[start + i];
      bias -= weight * offset;
      rounded += Math.abs(weight * (row[i] + offset));
      computed += Math.abs(weight * row[i]);
    }
    return ROUNDINGS * unit * (rounded + Math.abs(bias)) + COMPUTED * computed;
  }
}
