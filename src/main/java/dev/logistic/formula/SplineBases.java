package dev.logistic.formula;

import dev.logistic.schema.DoubleList;
import dev.logistic.schema.PiecewisePolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Splines as R's {@code bs} and {@code ns}, from their knots. */
final class SplineBases {

  private static final int CUBIC = 3;
  private static final int CONSTRAINTS = 2;

  private SplineBases() {}

  /**
   * B-splines without the first one. Beyond the boundary knots the outermost polynomials continue,
   * as in R; they grow fast there.
   *
   * @param inner knots, increasing and between the boundary knots
   * @throws IllegalArgumentException if they are not
   */
  static PiecewisePolynomial bSpline(int degree, double[] inner, double[] boundary) {
    BSplineCurves curves = new BSplineCurves(degree, inner, boundary);
    List<double[][]> pieces = new ArrayList<>();
    pieces.add(taylor(curves, boundary[0], degree, SplineBases::withoutFirst));
    for (double knot : inner) {
      pieces.add(taylor(curves, knot, degree, SplineBases::withoutFirst));
    }
    return pieces(inner, origins(inner, boundary[0]), pieces);
  }

  /**
   * Natural cubic splines: the cubic B-splines without the first one, projected onto the curves
   * whose second derivatives are zero at the boundary knots. Beyond these they are linear.
   *
   * @param inner knots, increasing and between the boundary knots
   * @throws IllegalArgumentException if they are not
   */
  static PiecewisePolynomial naturalSpline(double[] inner, double[] boundary) {
    BSplineCurves curves = new BSplineCurves(CUBIC, inner, boundary);
    double[][] projection =
        complement(
            withoutFirst(curves.derivatives(boundary[0], 2)),
            withoutFirst(curves.derivatives(boundary[1], 2)));
    UnaryOperator<double[]> project = splines -> product(withoutFirst(splines), projection);
    List<double[][]> pieces = new ArrayList<>();
    pieces.add(linear(taylor(curves, boundary[0], 1, project)));
    pieces.add(taylor(curves, boundary[0], CUBIC, project));
    for (double knot : inner) {
      pieces.add(taylor(curves, knot, CUBIC, project));
    }
    pieces.add(linear(taylor(curves, boundary[1], 1, project)));
    double[] breaks = new double[inner.length + 2];
    breaks[0] = boundary[0];
    System.arraycopy(inner, 0, breaks, 1, inner.length);
    breaks[inner.length + 1] = boundary[1];
    return pieces(breaks, origins(breaks, boundary[0]), pieces);
  }

  /** The first piece and the next one have the same origin, others their lower break. */
  private static double[] origins(double[] breaks, double first) {
    double[] origins = new double[breaks.length + 1];
    origins[0] = first;
    System.arraycopy(breaks, 0, origins, 1, breaks.length);
    return origins;
  }

  /** Of each feature the coefficients of its Taylor polynomial at a number. */
  private static double[][] taylor(
      BSplineCurves curves, double at, int degree, UnaryOperator<double[]> features) {
    double[][] coefficients = new double[0][];
    double factorial = 1;
    for (int power = 0; power <= degree; power++) {
      factorial *= Math.max(1, power);
      double[] derivatives = features.apply(curves.derivatives(at, power));
      if (power == 0) {
        coefficients = new double[derivatives.length][degree + 1];
      }
      for (int j = 0; j < derivatives.length; j++) {
        coefficients[j][power] = derivatives[j] / factorial;
      }
    }
    return coefficients;
  }

  private static double[][] linear(double[][] coefficients) {
    return Arrays.stream(coefficients)
        .map(each -> Arrays.copyOf(each, CUBIC + 1))
        .toArray(double[][]::new);
  }

  private static PiecewisePolynomial pieces(
      double[] breaks, double[] origins, List<double[][]> pieces) {
    return new PiecewisePolynomial(
        pieces.get(0).length,
        DoubleList.of(breaks),
        DoubleList.of(origins),
        DoubleList.of(
            pieces.stream().flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray()));
  }

  private static double[] withoutFirst(double[] splines) {
    return Arrays.copyOfRange(splines, 1, splines.length);
  }

  private static double[] product(double[] row, double[][] matrix) {
    double[] product = new double[matrix[0].length];
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < product.length; j++) {
        product[j] += row[i] * matrix[i][j];
      }
    }
    return product;
  }

  /**
   * Returns an orthonormal basis of what is orthogonal to two vectors, the last columns of Q in
   * their QR decomposition by Householder reflections with the signs of LINPACK's, which R uses.
   */
  private static double[][] complement(double[]... vectors) {
    int size = vectors[0].length;
    for (int k = 0; k < CONSTRAINTS; k++) {
      double[] reflector = vectors[k];
      double norm = 0;
      for (int i = k; i < size; i++) {
        norm += reflector[i] * reflector[i];
      }
      norm = Math.copySign(Math.sqrt(norm), reflector[k]);
      for (int i = k; i < size; i++) {
        reflector[i] /= norm;
      }
      reflector[k]++;
      for (int next = k + 1; next < CONSTRAINTS; next++) {
        reflect(vectors[next], reflector, k);
      }
    }
    double[][] complement = new double[size][size - CONSTRAINTS];
    for (int j = 0; j < size - CONSTRAINTS; j++) {
      double[] unit = new double[size];
      unit[CONSTRAINTS + j] = 1;
      for (int k = CONSTRAINTS - 1; k >= 0; k--) {
        reflect(unit, vectors[k], k);
      }
      for (int i = 0; i < size; i++) {
        complement[i][j] = unit[i];
      }
    }
    return complement;
  }

  private static void reflect(double[] vector, double[] reflector, int k) {
    double product = 0;
    for (int i = k; i < vector.length; i++) {
      product += reflector[i] * vector[i];
    }
    double factor = -product / reflector[k];
    for (int i = k; i < vector.length; i++) {
      vector[i] += factor * reflector[i];
    }
  }
}
