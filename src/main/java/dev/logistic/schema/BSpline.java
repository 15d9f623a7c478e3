package dev.logistic.schema;

import static dev.logistic.schema.BasisNumbers.list;
import static dev.logistic.schema.BasisNumbers.require;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * B-splines without the first one, as R's {@code bs}. Beyond the boundary knots, the least and the
 * greatest training value, the outermost polynomials continue, as in R; they grow fast there. For
 * use within this project.
 */
public final class BSpline implements Basis {

  static final String TYPE = "bs";

  private static final long serialVersionUID = 1;

  private final int degree;
  private final double[] knots;
  private final BSplineCurves curves;

  BSpline(int degree, double[] knots, double[] boundary) {
    this.degree = degree;
    this.knots = knots;
    curves = new BSplineCurves(degree, knots, boundary);
  }

  /**
   * Learns {@code features - degree} inner knots at quantiles of type 7.
   *
   * @param features at least the degree
   */
  public static BSpline learn(
      double[] values, double @Nullable [] weights, int features, int degree) {
    require(
        degree >= 1 && features >= degree,
        "expected a degree from 1 and at least as many features, found degree %d and %d features",
        degree,
        features);
    Sample sample = new Sample(values, weights);
    String call = "bs of degree " + degree;
    return new BSpline(
        degree,
        BSplineCurves.quantiles(sample, features - degree, call, features),
        new double[] {sample.min(), sample.max()});
  }

  /**
   * Learns the boundary knots.
   *
   * @param knots the inner knots, increasing and between the least and the greatest value
   */
  public static BSpline learn(
      double[] values, double @Nullable [] weights, int degree, double[] knots) {
    Sample sample = new Sample(values, weights);
    return new BSpline(degree, knots.clone(), new double[] {sample.min(), sample.max()});
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int width() {
    return degree + knots.length;
  }

  @Override
  public void evaluate(double x, double[] out, int from) {
    double[] local = new double[degree + 1];
    int interval = curves.interval(x);
    curves.evaluate(x, interval, local);
    Arrays.fill(out, from, from + width(), 0);
    int first = interval - degree;
    for (int j = first == 0 ? 1 : 0; j <= degree; j++) {
      out[from + first + j - 1] = local[j];
    }
  }

  @Override
  public Map<String, List<Double>> numbers() {
    return Map.of(
        "degree", list(degree),
        "knots", list(knots),
        "boundary", list(curves.lower(), curves.upper()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return BasisNumbers.same(this, other);
  }

  @Override
  public int hashCode() {
    return BasisNumbers.hash(this);
  }

  @Override
  public String toString() {
    return BasisNumbers.text(this);
  }
}
