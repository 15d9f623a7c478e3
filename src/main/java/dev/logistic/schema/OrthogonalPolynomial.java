package dev.logistic.schema;

import static dev.logistic.schema.BasisNumbers.list;
import static dev.logistic.schema.BasisNumbers.require;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Polynomials of degrees 1, 2, ... that are orthonormal on the training rows, by their three-term
 * recurrence, as R's {@code poly}: with {@code p[0] = 1} and {@code p[1] = x - alpha[0]},
 *
 * <pre>p[k+1] = (x - alpha[k]) p[k] - norm2[k+1] / norm2[k] p[k-1]</pre>
 *
 * and the features {@code p[k] / sqrt(norm2[k+1])}, k from 1. Kennedy and Gentle (1980),
 * "Statistical Computing", pp. 343-346. For use within this project.
 */
public final class OrthogonalPolynomial implements Basis {

  static final String TYPE = "poly";

  private static final long serialVersionUID = 1;

  private final double[] alpha;
  private final double[] norm2;

  OrthogonalPolynomial(double[] alpha, double[] norm2) {
    require(
        alpha.length > 0 && norm2.length == alpha.length + 2,
        "expected \"norm2\" to have 2 numbers more than \"alpha\", found %d and %d",
        norm2.length,
        alpha.length);
    for (double each : norm2) {
      require(each > 0, "expected positive \"norm2\", found %s", each);
    }
    this.alpha = alpha;
    this.norm2 = norm2;
  }

  /**
   * Learns the recurrence.
   *
   * @param degree from 1 to below the number of distinct values
   */
  public static OrthogonalPolynomial learn(
      double[] values, double @Nullable [] weights, int degree) {
    Sample sample = new Sample(values, weights);
    require(
        degree >= 1 && degree < sample.distinct(),
        "a polynomial of degree %d needs %d distinct values, found %d",
        degree,
        degree + 1,
        sample.distinct());
    int n = sample.distinct();
    double mean = sample.mean();
    double[] alpha = new double[degree];
    double[] norm2 = new double[degree + 2];
    norm2[0] = 1;
    norm2[1] = sample.size();
    double[] before = new double[n];
    double[] current = new double[n];
    Arrays.fill(current, 1);
    for (int k = 0; k < degree; k++) {
      double moment = 0; // of x - mean, which loses fewer digits
      for (int i = 0; i < n; i++) {
        moment += sample.count(i) * (sample.value(i) - mean) * current[i] * current[i];
      }
      double shift = moment / norm2[k + 1];
      alpha[k] = mean + shift;
      double ratio = norm2[k + 1] / norm2[k];
      for (int i = 0; i < n; i++) {
        double next =
            (sample.value(i) - mean - shift) * current[i] - (k == 0 ? 0 : ratio * before[i]);
        before[i] = current[i];
        current[i] = next;
        norm2[k + 2] += sample.count(i) * next * next;
      }
      require(
          norm2[k + 2] > 0 && Double.isFinite(norm2[k + 2]),
          "the polynomial of degree %d is beyond the range of double; scale the column first",
          k + 1);
    }
    return new OrthogonalPolynomial(alpha, norm2);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int width() {
    return alpha.length;
  }

  @Override
  public void evaluate(double x, double[] out, int from) {
    double before = 0;
    double current = 1;
    for (int k = 0; k < alpha.length; k++) {
      double next = (x - alpha[k]) * current - (k == 0 ? 0 : norm2[k + 1] / norm2[k] * before);
      before = current;
      current = next;
      out[from + k] = next / Math.sqrt(norm2[k + 2]);
    }
  }

  @Override
  public Map<String, List<Double>> numbers() {
    return Map.of("alpha", list(alpha), "norm2", list(norm2));
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
