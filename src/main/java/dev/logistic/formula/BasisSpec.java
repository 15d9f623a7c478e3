package dev.logistic.formula;

import dev.logistic.schema.BSpline;
import dev.logistic.schema.Basis;
import dev.logistic.schema.Bins;
import dev.logistic.schema.DatePart;
import dev.logistic.schema.NaturalSpline;
import dev.logistic.schema.OrthogonalPolynomial;
import dev.logistic.schema.RawPolynomial;
import dev.logistic.schema.Scaled;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which basis a formula asks for, before it has learned anything. Immutable. For use within this
 * project.
 */
public sealed interface BasisSpec extends Serializable {

  /**
   * Learns the basis from the values of its argument in the training rows.
   *
   * @param values finite, in any order; not modified
   * @param weights how many times each value counts, or null for once each
   * @throws IllegalArgumentException if the values do not determine the basis
   */
  Basis learn(double[] values, double @Nullable [] weights);

  /** Whether it learns nothing from values; {@link #learn} then ignores them. */
  default boolean isFixed() {
    return false;
  }

  /** Whether its argument is a date as {@code schema.Dates} reads it, and not a number. */
  default boolean readsDate() {
    return false;
  }

  /** {@code poly}. */
  record Polynomial(int degree, boolean isRaw) implements BasisSpec {

    @Override
    public boolean isFixed() {
      return isRaw;
    }

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return isRaw
          ? new RawPolynomial(degree)
          : OrthogonalPolynomial.learn(values, weights, degree);
    }
  }

  /** {@code ns} by its number of features. */
  record NaturalSplines(int features) implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return NaturalSpline.learn(values, weights, features);
    }
  }

  /** {@code ns} with inner knots. */
  record NaturalSplinesAt(List<Double> knots) implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return NaturalSpline.learn(values, weights, array(knots));
    }
  }

  /** {@code bs} by its number of features. */
  record Splines(int features, int degree) implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return BSpline.learn(values, weights, features, degree);
    }
  }

  /** {@code bs} with inner knots. */
  record SplinesAt(List<Double> knots, int degree) implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return BSpline.learn(values, weights, degree, array(knots));
    }
  }

  /** {@code scale}. */
  record Standardized() implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return Scaled.learn(values, weights);
    }
  }

  /** {@code bin} by the number of intervals. */
  record QuantileBins(int count) implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return Bins.learn(values, weights, count);
    }
  }

  /** {@code bin} with breaks. */
  record BinsAt(List<Double> breaks) implements BasisSpec {

    @Override
    public boolean isFixed() {
      return true;
    }

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return new Bins(array(breaks));
    }
  }

  /** A part of a date. */
  record PartOfDate(DatePart.Part part) implements BasisSpec {

    @Override
    public boolean isFixed() {
      return true;
    }

    @Override
    public boolean readsDate() {
      return true;
    }

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return new DatePart(part);
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
