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
  private final Penalty penalty;
  private final double[] packed;
  private final int size; // of the parameters of a class
  private final int outputs;

  /**
   * @param penalty without an l1
   * @param packed parameters as a model has them; not copied
   */
  SampledDecrement(AllRows rows, Penalty penalty, double[] packed) {
    this.rows = rows;
    this.penalty = penalty;
    this.packed = packed;
    this.size = rows.facts().schema().width() + 1;
    this.outputs = rows.facts().outputs();
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
    Centering none = new Centering(new double[size - 1], outputs);
    double[][] information =
        rows.aggregate(new Passes.Derivatives(none, none.centered(packed), ONE_IN)).matrix();
    double[] means = means(information);
    center(information, means);
    boolean usual = isUsual(information, means);
    Centering centering = new Centering(means, outputs);
    Ridge ridge = new Ridge(penalty, rows.facts().weightSum(), centering);
    ridge.addTo(information);
    Cholesky factor = new Cholesky(information);
    if (!usual || !factor.dependent().isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    double[] scales = scales(information);
    SlopesPass.Sum sum =
        rows.aggregate(new SlopesPass(packed, outputs, Arrays.copyOfRange(scales, 1, size)));
    double[] gradient = centered(sum.gradient(), means);
    ridge.addTo(gradient, centering.centered(packed));
    double[] solved = factor.forward(gradient, 0);
    double decrement = Math.sqrt(Vectors.dot(solved, solved));
    double length =
        Math.sqrt(scales[0]) + Math.sqrt(sum.largestSquare()) + lengthOfMeans(means, scales);
    double stretch = Math.sqrt(stretch(factor.inverse(), scales));
    return DecrementBound.of(decrement, (outputs == 1 ? 1 : 2) * length * stretch);
  }

  /** The means of the features by the weights of the information, in all classes together. */
  private double[] means(double[][] information) {
    double[] means = new double[size - 1];
    double weight = 0;
    for (int from = 0; from < information.length; from += size) {
      weight += information[from][from];
      for (int i = 1; i < size; i++) {
        means[i - 1] += information[from][from + i];
      }
    }
    for (int i = 0; i < means.length; i++) {
      means[i] /= weight;
    }
    return means;
  }

  /** Changes the upper triangle to that of features minus their means. */
  private void center(double[][] information, double[] means) {
    for (int k = 0; k < information.length; k += size) {
      for (int l = k; l < information.length; l += size) {
        double ofBiases = information[k][l];
        for (int i = 1; i < size; i++) {
          double ofRow = k == l ? information[k][k + i] : information[k + i][l];
          for (int j = k == l ? i : 1; j < size; j++) {
            information[k + i][l + j] -=
                means[j - 1] * ofRow
                    + means[i - 1] * (information[k][l + j] - means[j - 1] * ofBiases);
          }
        }
        for (int i = 1; i < size; i++) {
          information[k][l + i] -= means[i - 1] * ofBiases;
          if (k < l) {
            information[k + i][l] -= means[i - 1] * ofBiases;
          }
        }
      }
    }
  }

  /** Whether the features' squares, and their differences from the means, keep their digits. */
  private boolean isUsual(double[][] information, double[] means) {
    for (int i = 0; i < information.length; i++) {
      double weight = information[i - i % size][i - i % size];
      double mean = i % size == 0 ? 0 : means[i % size - 1];
      double square = information[i][i];
      if (!(square < LARGE && square > 1 / LARGE && square >= OFF_CENTRE * mean * mean * weight)) {
        return false;
      }
    }
    return true;
  }

  /** The least inverse of the diagonal among the classes, for each place. */
  private double[] scales(double[][] information) {
    double[] scales = new double[size];
    for (int i = 0; i < information.length; i++) {
      int place = i % size;
      scales[place] = Math.max(scales[place], 1 / information[i][i]);
    }
    return scales;
  }

  private static double lengthOfMeans(double[] means, double[] scales) {
    double square = 0;
    for (int i = 0; i < means.length; i++) {
      square += scales[i + 1] * means[i] * means[i];
    }
    return Math.sqrt(square);
  }

  /** The gradient of the objective, given that of the log-likelihood by a model's weights. */
  private double[] centered(double[] slopes, double[] means) {
    int classes = slopes.length / size;
    double[] gradient = new double[slopes.length];
    for (int k = 0; k < classes; k++) {
      double ofBias = slopes[(size - 1) * classes + k];
      gradient[k * size] = -ofBias;
      for (int i = 1; i < size; i++) {
        double slope = slopes[(i - 1) * classes + k];
        gradient[k * size + i] = means[i - 1] * ofBias - slope;
      }
    }
    return gradient;
  }

  /**
   * A bound of {@code x' A^-1 x} for rows of scaled length 1 and any class's block of {@code A^-1}:
   * the largest sum of absolute values in a row of the scaled block.
   */
  private double stretch(double[][] inverse, double[] scales) {
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
