package dev.logistic.effects;

/**
 * Sums over the rows, as a scenario sets them, of probabilities and of their changes, with the
 * derivatives by the coefficients. For one thread.
 */
interface RowSums {

  /**
   * A mean over the rows.
   *
   * @param gradient its derivatives by the coefficients, the bias first
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Mean(double value, double[] gradient) {}

  /** Adds a row. */
  void add(RowValues row, double weight);

  Scenario scenario();

  /** The mean probability. */
  Mean prediction();

  /**
   * The mean derivative by a number.
   *
   * @throws IllegalArgumentException if a row has none
   */
  Mean derivative(int feature);

  /** The mean difference by a change. */
  Mean difference(int place);
}
