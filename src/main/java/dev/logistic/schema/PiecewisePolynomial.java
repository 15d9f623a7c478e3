package dev.logistic.schema;

import java.util.List;

/**
 * Functions that are a polynomial between each two breaks, and another one beyond the first and the
 * last: splines, and the indicators of bins, whose degree is 0. A piece includes its upper end.
 * Immutable. For use within this project.
 *
 * @param width the number of functions
 * @param breaks increasing
 * @param origins what is subtracted from a number in each piece, one more than breaks
 * @param coefficients piece by piece, in each the functions one after another, of each one the
 *     coefficients from the constant upwards, as many for all
 */
public record PiecewisePolynomial(
    int width, List<Double> breaks, List<Double> origins, List<Double> coefficients)
    implements Basis {

  /** Copies the lists. */
  public PiecewisePolynomial {
    breaks = Basis.copyOf(breaks);
    origins = Basis.copyOf(origins);
    coefficients = Basis.copyOf(coefficients);
  }

  /** The number of coefficients of each function in a piece, its degree and one more. */
  public int order() {
    return coefficients.size() / (origins.size() * width);
  }

  /** Returns which piece a number is in, from 0. */
  public int piece(double x) {
    int low = 0;
    int high = breaks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (breaks.get(middle) < x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public void evaluate(double x, double[] out) {
    int piece = piece(x);
    int order = order();
    double t = x - origins.get(piece);
    for (int j = 0; j < width; j++) {
      int first = (piece * width + j) * order;
      double value = coefficients.get(first + order - 1);
      for (int power = order - 2; power >= 0; power--) {
        value = value * t + coefficients.get(first + power);
      }
      out[j] = value;
    }
  }

  @Override
  public void requireValid() {
    boolean isValid =
        width >= 1
            && origins.size() == breaks.size() + 1
            && !coefficients.isEmpty()
            && coefficients.size() % (origins.size() * width) == 0;
    for (int i = 0; i < breaks.size(); i++) {
      isValid &= Double.isFinite(breaks.get(i)) && (i == 0 || breaks.get(i - 1) < breaks.get(i));
    }
    for (double each : origins) {
      isValid &= Double.isFinite(each);
    }
    for (double each : coefficients) {
      isValid &= Double.isFinite(each);
    }
    if (!isValid) {
      throw new IllegalArgumentException(
          "expected increasing breaks, one origin more and as many coefficients in each piece, all finite, found "
              + this);
    }
  }
}
