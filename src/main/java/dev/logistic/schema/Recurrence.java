package dev.logistic.schema;

import java.util.Collections;
import java.util.List;

/**
 * Polynomials of degrees 1, 2, ... by their three-term recurrence: with {@code p[0] = 1},
 *
 * <pre>p[k+1] = (x - shift[k]) p[k] - factor[k] p[k-1]</pre>
 *
 * and the features {@code p[k+1] / norm[k]}, k from 0. Orthogonal polynomials have such a
 * recurrence, which is far more precise than their powers; with zeros and ones it gives the powers,
 * and with one number of each {@code (x - shift) / norm}. Kennedy and Gentle (1980), "Statistical
 * Computing", pp. 343-346. Immutable. For use within this project.
 *
 * @param shift at least one
 * @param factor as many; the first is not used
 * @param norm as many, positive
 */
public record Recurrence(List<Double> shift, List<Double> factor, List<Double> norm)
    implements Basis {

  /** Copies the lists. */
  public Recurrence {
    shift = Basis.copyOf(shift);
    factor = Basis.copyOf(factor);
    norm = Basis.copyOf(norm);
  }

  /** The features x, x^2, ... up to a degree. */
  public static Recurrence ofPowers(int degree) {
    List<Double> zeros = Collections.nCopies(degree, 0.0);
    return new Recurrence(zeros, zeros, Collections.nCopies(degree, 1.0));
  }

  @Override
  public int width() {
    return shift.size();
  }

  @Override
  public void evaluate(double x, double[] out) {
    double before = 0;
    double current = 1;
    for (int k = 0; k < shift.size(); k++) {
      double next = (x - shift.get(k)) * current - factor.get(k) * before;
      before = current;
      current = next;
      out[k] = next / norm.get(k);
    }
  }

  @Override
  public void requireValid() {
    int width = width();
    for (int k = 0; k < width; k++) {
      if (factor.size() != width
          || norm.size() != width
          || !Double.isFinite(shift.get(k))
          || !Double.isFinite(factor.get(k))
          || !Double.isFinite(norm.get(k))
          || norm.get(k) <= 0) {
        throw new IllegalArgumentException(
            "expected as many finite shifts, factors and positive norms, found " + this);
      }
    }
  }
}
