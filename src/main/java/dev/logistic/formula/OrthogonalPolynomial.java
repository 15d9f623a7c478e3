package dev.logistic.formula;

import dev.logistic.schema.DoubleList;
import dev.logistic.schema.Recurrence;
import java.util.Arrays;

/**
 * Learns polynomials that are orthonormal on the training rows, as R's {@code poly}, by their
 * recurrence {@code p[k+1] = (x - alpha[k]) p[k] - norm2[k+1] / norm2[k] p[k-1]}. Kennedy and
 * Gentle (1980), "Statistical Computing", pp. 343-346.
 */
final class OrthogonalPolynomial {

  private OrthogonalPolynomial() {}

  /**
   * Learns the recurrence.
   *
   * @param degree from 1 to below the number of distinct values
   * @throws IllegalArgumentException if there are too few distinct values, or the numbers are
   *     beyond the range of double
   */
  static Recurrence learn(Sample sample, int degree) {
    Sample.require(
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
      Sample.require(
          norm2[k + 2] > 0 && Double.isFinite(norm2[k + 2]),
          "the polynomial of degree %d is beyond the range of double; scale the column first",
          k + 1);
    }
    double[] factor = new double[degree];
    double[] norm = new double[degree];
    for (int k = 0; k < degree; k++) {
      factor[k] = k == 0 ? 0 : norm2[k + 1] / norm2[k];
      norm[k] = Math.sqrt(norm2[k + 2]);
    }
    return new Recurrence(DoubleList.of(alpha), DoubleList.of(factor), DoubleList.of(norm));
  }
}
