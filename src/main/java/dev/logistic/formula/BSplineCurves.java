package dev.logistic.formula;

import java.util.Arrays;

/**
 * The B-splines of a degree on knots whose first and last are repeated. Beyond the boundary the
 * polynomials of the outermost intervals continue. De Boor (1978), "A Practical Guide to Splines",
 * ch. X.
 */
final class BSplineCurves {

  private final int degree;
  private final double[] knots;

  /**
   * Repeats the boundary.
   *
   * @throws IllegalArgumentException if the inner knots do not increase between the boundary knots
   */
  BSplineCurves(int degree, double[] inner, double[] boundary) {
    Sample.require(degree >= 1, "expected a degree from 1, found %d", degree);
    Sample.require(
        boundary.length == 2 && boundary[0] < boundary[1],
        "expected 2 boundary knots that increase, found %s",
        Arrays.toString(boundary));
    this.degree = degree;
    knots = new double[2 * (degree + 1) + inner.length];
    Arrays.fill(knots, 0, degree + 1, boundary[0]);
    System.arraycopy(inner, 0, knots, degree + 1, inner.length);
    Arrays.fill(knots, degree + 1 + inner.length, knots.length, boundary[1]);
    for (int i = degree + 1; i < knots.length - degree; i++) {
      Sample.require(
          knots[i - 1] < knots[i],
          "the knots do not increase: %s",
          Arrays.toString(Arrays.copyOfRange(knots, degree, knots.length - degree)));
    }
  }

  /** Quantiles of a sample as inner knots, which must lie between its ends. */
  static double[] quantiles(Sample sample, int count, String call, int width) {
    Sample.require(
        sample.distinct() > width,
        "%s has %d features and needs %d distinct values, found %d",
        call,
        width,
        width + 1,
        sample.distinct());
    double[] knots = sample.innerQuantiles(count + 1);
    for (int i = 0; i < count; i++) {
      Sample.require(
          knots[i] > (i == 0 ? sample.min() : knots[i - 1]) && knots[i] < sample.max(),
          "%s would have the same knot twice, %s, as so many values are equal; ask for fewer "
              + "features or give the knots",
          call,
          knots[i]);
    }
    return knots;
  }

  private int count() {
    return knots.length - degree - 1;
  }

  /** The place of the knot at which the interval of a number starts. */
  private int interval(double x) {
    int low = degree;
    int high = knots.length - degree - 2;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (knots[middle] <= x) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** A derivative of all B-splines at a number. */
  double[] derivatives(double x, int order) {
    int interval = interval(x);
    double[] all = new double[count()];
    for (int i = 0; i < all.length; i++) {
      all[i] = derivative(i, degree, order, x, interval);
    }
    return all;
  }

  private double derivative(int i, int degree, int order, double x, int interval) {
    if (degree == 0) {
      return i == interval && order == 0 ? 1 : 0;
    }
    double left = knots[i + degree] - knots[i];
    double right = knots[i + degree + 1] - knots[i + 1];
    int less = Math.max(0, order - 1);
    double first = left == 0 ? 0 : derivative(i, degree - 1, less, x, interval) / left;
    double second = right == 0 ? 0 : derivative(i + 1, degree - 1, less, x, interval) / right;
    return order > 0
        ? degree * (first - second)
        : (x - knots[i]) * first + (knots[i + degree + 1] - x) * second;
  }
}
