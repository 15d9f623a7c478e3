package dev.logistic.schema;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a number into one feature or several, by what it learned from the training rows. Immutable.
 * For use within this project.
 */
public sealed interface Basis extends Serializable permits Recurrence, PiecewisePolynomial {

  /** The number of features. */
  int width();

  /**
   * Writes the features of a number.
   *
   * @param x finite
   * @param out receives {@link #width} numbers from place 0
   */
  void evaluate(double x, double[] out);

  /**
   * Checks what was read from a file.
   *
   * @throws IllegalArgumentException if there are too few or too many numbers of a kind, or one is
   *     impossible
   */
  void requireValid();

  /** What was read from a file as a list of numbers; NaN where one is missing. */
  static DoubleList copyOf(@Nullable List<@Nullable Double> values) {
    if (values == null) {
      return DoubleList.of();
    }
    return DoubleList.of(
        values.stream().mapToDouble(each -> each == null ? Double.NaN : each).toArray());
  }
}
