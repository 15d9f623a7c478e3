package dev.logistic.solver;

import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.Vectors;
import java.util.Arrays;

/**
 * Bounds how far parameters are from the optimum by the decrement of Newton's method, as {@link
 * NewtonMethod#gap} does, with the information of some of the rows only. The other rows would only
 * add to it, so that the bound holds; it is larger, by about their share. Most of the time of a
 * certificate is that of the information. For one thread.
 */
final class SampledDecrement {

  /** The information is that of one in so many rows. */
  private static final long ONE_IN = 16;

  /** With fewer rows for each parameter, the information of some differs much from that of all. */
  private static final long ROWS_OF_A_PARAMETER = 8;

  /** With fewer values, the two passes take as long as the information of all rows. */
  private static final long FEWEST_VALUES = 1 << 17;

  /** Features whose variance is a smaller part of their mean's square lose digits. */
  private static final double OFF_CENTRE = 1e-6;

  /** Information of usual features; beyond it, their squares may underflow or overflow. */
  private static final double LARGE = 1e200;

  private final AllRows rows;
  private final double[] packed;
  private final Centering centering;
  private final Ridge ridge;

  /**
   * @param penalty without an l1
   * @param packed parameters as a model has them; not copied
   */
  SampledDecrement(AllRows rows, Penalty penalty, double[] packed) {
    this.rows = rows;
    this.packed = packed;
    this.centering = rows.facts().centering();
    this.ridge = new Ridge(penalty, rows.facts().weightSum(), centering);
  }

  /** Whether there are enough rows for this to be quicker than with the information of all. */
  static boolean isQuicker(RowFacts facts, long parameters) {
    return !facts.sparse()
        && facts.rows() / ONE_IN >= ROWS_OF_A_PARAMETER * parameters
        && facts.rows() * parameters >= FEWEST_VALUES;
  }

  /**
   * Returns the upper bound, for a sum over the rows; infinite where these rows do not suffice for
   * one.
   */
  double gap() {
    double[] parameters = centering.centered(packed);
    double[][] information =
        rows.aggregate(new Passes.Derivatives(centering, parameters, ONE_IN)).matrix();
    boolean usual = isUsual(information);
    ridge.addTo(information);
    Cholesky factor = new Cholesky(information);
    if (!usual || !factor.dependent().isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    double[] scales = scales(information);
    SlopesPass.Sum sum =
        rows.aggregate(
            new SlopesPass(
                packed, centering.outputs(), Arrays.copyOfRange(scales, 1, scales.length)));
    double[] gradient = centered(sum.gradient());
    ridge.addTo(gradient, parameters);
    double[] solved = factor.forward(gradient, 0);
    double decrement = Math.sqrt(Vectors.dot(solved, solved));
    double length = Math.sqrt(scales[0]) + Math.sqrt(sum.largestSquare()) + lengthOfMeans(scales);
    double stretch = Math.sqrt(stretch(factor.inverse(), scales));
    double reach = (centering.outputs() == 1 ? 1 : 2) * length * stretch;
    return NewtonMethod.gap(decrement, reach);
  }

  /** Whether the features' squares, and their differences from the means, keep their digits. */
  private boolean isUsual(double[][] information) {
    int size = centering.means().length + 1;
    for (int i = 0; i < information.length; i++) {
      double weight = information[i - i % size][i - i % size];
      double mean = i % size == 0 ? 0 : centering.means()[i % size - 1];
      double square = information[i][i];
      if (!(square < LARGE && square > 1 / LARGE && square >= OFF_CENTRE * mean * mean * weight)) {
        return false;
      }
    }
    return true;
  }

  /** The least inverse of the diagonal among the classes, for each place. */
  private double[] scales(double[][] information) {
    double[] scales = new double[centering.means().length + 1];
    for (int i = 0; i < information.length; i++) {
      int place = i % scales.length;
      scales[place] = Math.max(scales[place], 1 / information[i][i]);
    }
    return scales;
  }

  private double lengthOfMeans(double[] scales) {
    double square = 0;
    for (int i = 1; i < scales.length; i++) {
      square += scales[i] * centering.means()[i - 1] * centering.means()[i - 1];
    }
    return Math.sqrt(square);
  }

  /** The gradient of the objective, given that of the log-likelihood by a model's weights. */
  private double[] centered(double[] slopes) {
    int size = centering.means().length + 1;
    int classes = slopes.length / size;
    double[] gradient = new double[slopes.length];
    for (int k = 0; k < classes; k++) {
      double ofBias = slopes[(size - 1) * classes + k];
      gradient[k * size] = -ofBias;
      for (int i = 1; i < size; i++) {
        double slope = slopes[(i - 1) * classes + k];
        gradient[k * size + i] = centering.means()[i - 1] * ofBias - slope;
      }
    }
    return gradient;
  }

  /**
   * A bound of {@code x' A^-1 x} for rows of scaled length 1 and any class's block of {@code A^-1}:
   * the largest sum of absolute values in a row of the scaled block.
   */
  private double stretch(double[][] inverse, double[] scales) {
    int size = scales.length;
    double most = 0;
    for (int from = 0; from < inverse.length; from += size) {
      for (int i = 0; i < size; i++) {
        double sum = 0;
        for (int j = 0; j < size; j++) {
          double product = Vectors.dot(inverse[from + i], inverse[from + j]);
          sum += Math.abs(product) / Math.sqrt(scales[i] * scales[j]);
        }
        most = Math.max(most, sum);
      }
    }
    return most;
  }
}
