package dev.logistic.formula;

import dev.logistic.schema.Basis;
import dev.logistic.schema.DoubleList;
import dev.logistic.schema.PiecewisePolynomial;
import dev.logistic.schema.Recurrence;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
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

  /**
   * What follows the text of the call in the names of the features, as R names the columns of a
   * matrix: the number of the column from 1, or nothing where there is only one.
   *
   * @param basis that it learned
   */
  default List<String> suffixes(Basis basis) {
    return basis.width() == 1
        ? List.of("")
        : IntStream.rangeClosed(1, basis.width()).mapToObj(Integer::toString).toList();
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
          ? Recurrence.ofPowers(degree)
          : OrthogonalPolynomial.learn(new Sample(values, weights), degree);
    }
  }

  /** {@code ns} by its number of features. */
  record NaturalSplines(int features) implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      Sample sample = new Sample(values, weights);
      return SplineBases.naturalSpline(
          BSplineCurves.quantiles(sample, features - 1, "ns", features), boundary(sample));
    }
  }

  /** {@code ns} with inner knots. */
  record NaturalSplinesAt(List<Double> knots) implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return SplineBases.naturalSpline(array(knots), boundary(new Sample(values, weights)));
    }
  }

  /** {@code bs} by its number of features. */
  record Splines(int features, int degree) implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      Sample sample = new Sample(values, weights);
      String call = "bs of degree " + degree;
      return SplineBases.bSpline(
          degree,
          BSplineCurves.quantiles(sample, features - degree, call, features),
          boundary(sample));
    }
  }

  /** {@code bs} with inner knots. */
  record SplinesAt(List<Double> knots, int degree) implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return SplineBases.bSpline(degree, array(knots), boundary(new Sample(values, weights)));
    }
  }

  /** {@code scale}: mean and standard deviation (with n - 1) of the training rows. */
  record Standardized() implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      Sample sample = new Sample(values, weights);
      Sample.require(
          sample.distinct() > 1,
          "scale needs at least 2 distinct values, found %d",
          sample.distinct());
      double mean = sample.mean();
      double scale = Math.sqrt(sample.squares(mean) / (sample.size() - 1));
      Sample.require(
          scale > 0 && Double.isFinite(scale),
          "the standard deviation %s is beyond the range of double",
          scale);
      return new Recurrence(DoubleList.of(mean), DoubleList.of(0), DoubleList.of(scale));
    }
  }

  /** {@code bin} by the number of intervals. */
  record QuantileBins(int count) implements BasisSpec {

    @Override
    public Basis learn(double[] values, double @Nullable [] weights) {
      return Bins.indicators(Bins.breaks(new Sample(values, weights), count));
    }

    @Override
    public List<String> suffixes(Basis basis) {
      return Bins.labels(((PiecewisePolynomial) basis).breaks());
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
      return Bins.indicators(array(breaks));
    }

    @Override
    public List<String> suffixes(Basis basis) {
      return Bins.labels(((PiecewisePolynomial) basis).breaks());
    }
  }

  private static double[] boundary(Sample sample) {
    return new double[] {sample.min(), sample.max()};
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
