package dev.logistic.schema;

import static dev.logistic.schema.BasisNumbers.list;
import static dev.logistic.schema.BasisNumbers.require;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Natural cubic splines, as R's {@code ns}: the cubic B-splines without the first one, projected
 * onto the curves whose second derivatives are zero at the boundary knots, the least and the
 * greatest training value. Beyond them they are linear. For use within this project.
 */
public final class NaturalSpline implements Basis {

  static final String TYPE = "ns";

  private static final int DEGREE = 3;
  private static final int CONSTRAINTS = 2;

  private static final long serialVersionUID = 1;

  private final double[] knots;
  private final BSplineCurves curves;
  private final int width;

  /** Of each B-spline but the first, its share of each feature. */
  private final double[][] projection;

  /** At the lower and the upper boundary knot, the values and the slopes of the features. */
  private final double[][] values;

  private final double[][] slopes;

  NaturalSpline(double[] knots, double[] boundary) {
    this.knots = knots;
    curves = new BSplineCurves(DEGREE, knots, boundary);
    width = knots.length + 1;
    projection =
        complement(
            withoutFirst(curves.derivatives(curves.lower(), 2)),
            withoutFirst(curves.derivatives(curves.upper(), 2)));
    values =
        new double[][] {
          project(curves.derivatives(curves.lower(), 0)),
          project(curves.derivatives(curves.upper(), 0))
        };
    slopes =
        new double[][] {
          project(curves.derivatives(curves.lower(), 1)),
          project(curves.derivatives(curves.upper(), 1))
        };
  }

  /**
   * Learns {@code features - 1} inner knots at quantiles of type 7.
   *
   * @param features at least 1
   */
  public static NaturalSpline learn(double[] values, double @Nullable [] weights, int features) {
    require(features >= 1, "expected at least 1 feature of ns, found %d", features);
    Sample sample = new Sample(values, weights);
    return new NaturalSpline(
        BSplineCurves.quantiles(sample, features - 1, "ns", features),
        new double[] {sample.min(), sample.max()});
  }

  /**
   * Learns the boundary knots.
   *
   * @param knots the inner knots, increasing and between the least and the greatest value
   */
  public static NaturalSpline learn(double[] values, double @Nullable [] weights, double[] knots) {
    Sample sample = new Sample(values, weights);
    return new NaturalSpline(knots.clone(), new double[] {sample.min(), sample.max()});
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void evaluate(double x, double[] out, int from) {
    if (x < curves.lower() || x > curves.upper()) {
      int end = x < curves.lower() ? 0 : 1;
      double distance = x - (end == 0 ? curves.lower() : curves.upper());
      for (int j = 0; j < width; j++) {
        out[from + j] = values[end][j] + distance * slopes[end][j];
      }
      return;
    }
    double[] local = new double[DEGREE + 1];
    int interval = curves.interval(x);
    curves.evaluate(x, interval, local);
    Arrays.fill(out, from, from + width, 0);
    int first = interval - DEGREE;
    for (int i = first == 0 ? 1 : 0; i <= DEGREE; i++) {
      double[] shares = projection[first + i - 1];
      for (int j = 0; j < width; j++) {
        out[from + j] += local[i] * shares[j];
      }
    }
  }

  @Override
  public Map<String, List<Double>> numbers() {
    return Map.of("knots", list(knots), "boundary", list(curves.lower(), curves.upper()));
  }

  private static double[] withoutFirst(double[] splines) {
    return Arrays.copyOfRange(splines, 1, splines.length);
  }

  private double[] project(double[] splines) {
    double[] projected = new double[width];
    for (int i = 0; i < projection.length; i++) {
      for (int j = 0; j < width; j++) {
        projected[j] += splines[i + 1] * projection[i][j];
      }
    }
    return projected;
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
