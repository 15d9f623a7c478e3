package dev.logistic.solver;

import dev.logistic.optimizer.Vectors;
import java.io.Serializable;
import java.util.List;

/**
 * The log-likelihood of all rows, its gradient, and the diagonal of the information.
 *
 * @param parameters as {@link Centering} has them for Newton's method
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GradientPass(Centering centering, double[] parameters) implements Pass<GradientPass.Sum> {

  @Override
  public long numbers() {
    return 2L * parameters.length;
  }

  @Override
  public Sum over(List<RowBlock> blocks) {
    Sum sum = new Sum(parameters.length);
    Passes.forEach(
        blocks, centering, block -> block.addTo(sum, parameters, centering.likelihood()));
    return sum;
  }

  @Override
  public Sum merge(Sum earlier, Sum later) {
    Sum both = new Sum(parameters.length);
    both.add(earlier.logLikelihood, earlier.gradient, earlier.diagonal);
    both.add(later.logLikelihood, later.gradient, later.diagonal);
    return both;
  }

  /** Sums over rows. */
  static final class Sum implements Serializable {

    private static final long serialVersionUID = 1L;

    private final double[] gradient;
    private final double[] diagonal;
    private double logLikelihood;

    Sum(int size) {
      this.gradient = new double[size];
      this.diagonal = new double[size];
    }

    void add(double more, double[] slope, double[] squares) {
      logLikelihood += more;
      Vectors.add(1, slope, gradient);
      Vectors.add(1, squares, diagonal);
    }

    double logLikelihood() {
      return logLikelihood;
    }

    /** {@code X'(y - p)}; not a copy. */
    double[] gradient() {
      return gradient;
    }

    /** The diagonal of {@code X'WX}; not a copy. */
    double[] diagonal() {
      return diagonal;
    }
  }
}
