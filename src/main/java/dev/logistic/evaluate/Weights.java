package dev.logistic.evaluate;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The weight of each row, or 1. A row of weight 2 counts as that row twice, and one of weight 0 not
 * at all. Immutable.
 */
final class Weights {

  private static final double[] NONE = {};

  private final double[] given;
  private final double sum;
  private final boolean counts; // numbers of trials

  private Weights(double[] given, double sum, boolean counts) {
    this.given = given;
    this.sum = sum;
    this.counts = counts;
  }

  /** Rows that each count 1. */
  static Weights ones(int rows) {
    return new Weights(NONE, rows, false);
  }

  /**
   * @param weights one per row; taken over
   * @throws IllegalArgumentException if there is not one for each row, one is not a finite number
   *     of at least 0, all are 0, or their sum is infinite
   */
  static Weights of(double[] weights, int rows) {
    if (weights.length != rows) {
      throw new IllegalArgumentException(
          "there must be one weight for each of " + rows + " rows, was " + weights.length);
    }
    for (int row = 0; row < rows; row++) {
      if (!(weights[row] >= 0 && weights[row] <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "weights must be finite and at least 0, was " + weights[row] + " in row " + row);
      }
    }
    double sum = Arrays.stream(weights).sum();
    if (sum == 0 || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          "weights must have a finite sum greater than 0, was " + sum);
    }
    return new Weights(weights, sum, false);
  }

  /** As {@link #of}, for whole numbers of trials for which each row stands. */
  static Weights ofTrials(double[] numbers, int rows) {
    Weights weights = of(numbers, rows);
    return new Weights(weights.given, weights.sum, true);
  }

  /**
   * The weights of some rows.
   *
   * @throws IllegalArgumentException if all are 0
   */
  Weights only(int[] rows) {
    if (!areGiven()) {
      return ones(rows.length);
    }
    double[] some = Arrays.stream(rows).mapToDouble(row -> given[row]).toArray();
    return counts ? ofTrials(some, some.length) : of(some, some.length);
  }

  double of(int row) {
    return given.length == 0 ? 1 : given[row];
  }

  /** The sum of the weights, or the number of rows. */
  double sum() {
    return sum;
  }

  /** The weighted mean, without rows of weight 0, whose loss may be infinite. */
  double mean(int rows, IntToDoubleFunction figure) {
    return IntStream.range(0, rows)
            .filter(row -> of(row) > 0)
            .mapToDouble(row -> of(row) * figure.applyAsDouble(row))
            .sum()
        / sum;
  }

  boolean areGiven() {
    return given.length > 0;
  }

  /** Whether they are numbers of trials, or all 1. */
  boolean areObservations() {
    return counts || Arrays.stream(given).allMatch(weight -> weight == 1);
  }

  /** The number of rows, or of the trials for which they stand. */
  long observations(int rows) {
    return counts ? Math.round(sum) : rows;
  }

  /** The sum, where weights are given that are no numbers of trials. */
  OptionalDouble givenSum() {
    return areGiven() && !counts ? OptionalDouble.of(sum) : OptionalDouble.empty();
  }
}
