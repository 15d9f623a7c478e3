package dev.logistic.schema;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Turns a number into one feature or several. What it learned from the training rows are the {@link
 * #numbers}. Immutable. For use within this project.
 *
 * <p>Values to learn from are finite and need not be sorted; their weights are whole numbers, how
 * many times each value counts, or null where each counts once. {@code learn} throws an {@link
 * IllegalArgumentException} where the values do not determine the basis.
 */
public sealed interface Basis extends Serializable
    permits OrthogonalPolynomial, RawPolynomial, NaturalSpline, BSpline, Bins, Scaled, DatePart {

  /** The name of its kind in {@code model.json}. */
  String type();

  /** The number of features. */
  int width();

  /**
   * Writes the features of a number.
   *
   * @param x finite
   * @param out receives {@link #width} numbers
   * @param from the place of the first one
   */
  void evaluate(double x, double[] out, int from);

  /**
   * What follows the text of the call in the name of a feature, as R names the columns of a matrix:
   * the number of the column from 1, or nothing where there is only one.
   *
   * @param j from 0 to below the width
   */
  default String suffix(int j) {
    return width() == 1 ? "" : Integer.toString(j + 1);
  }

  /** What {@link #of} recreates it from, finite numbers by name. */
  Map<String, List<Double>> numbers();

  /**
   * Recreates a basis.
   *
   * @param type as {@link #type} returns it
   * @param numbers as {@link #numbers} returns them
   * @throws IllegalArgumentException if the type is unknown, or a number is missing or impossible
   */
  static Basis of(String type, Map<String, List<Double>> numbers) {
    return switch (type) {
      case OrthogonalPolynomial.TYPE ->
          new OrthogonalPolynomial(
              BasisNumbers.all(numbers, "alpha"), BasisNumbers.all(numbers, "norm2"));
      case RawPolynomial.TYPE -> new RawPolynomial(BasisNumbers.whole(numbers, "degree"));
      case NaturalSpline.TYPE ->
          new NaturalSpline(
              BasisNumbers.all(numbers, "knots"), BasisNumbers.all(numbers, "boundary"));
      case BSpline.TYPE ->
          new BSpline(
              BasisNumbers.whole(numbers, "degree"),
              BasisNumbers.all(numbers, "knots"),
              BasisNumbers.all(numbers, "boundary"));
      case Bins.TYPE -> new Bins(BasisNumbers.all(numbers, "breaks"));
      case Scaled.TYPE ->
          new Scaled(BasisNumbers.one(numbers, "center"), BasisNumbers.one(numbers, "scale"));
      default -> DatePart.of(type);
    };
  }
}
