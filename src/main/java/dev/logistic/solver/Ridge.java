package dev.logistic.solver;

import dev.logistic.objective.Penalty;

/**
 * The l2 penalty of a sum over rows, in the coordinates of Newton's method. For more than two
 * classes those are differences {@code v_k = w_k - w_1} of weights. The penalty of the weights is
 * least where they sum to 0 over the classes, and is then {@code strength/2 * (sum_k v_k^2 - (sum_k
 * v_k)^2 / classes)} for each feature.
 */
final class Ridge {

  private final double strength;
  private final Centering centering;
  private final int size; // of the parameters of a class
  private final int classes; // but the first
  private final double share; // of the square of the sum

  Ridge(Penalty penalty, double weightSum, Centering centering) {
    this.strength = penalty.l2() * weightSum;
    this.centering = centering;
    this.size = centering.means().length + 1;
    this.classes = Centering.classes(centering.outputs());
    this.share = centering.outputs() == 1 ? 0 : 1.0 / centering.outputs();
  }

  boolean isNone() {
    return strength == 0;
  }

  /** Returns its value, and adds its gradient. */
  double addTo(double[] gradient, double[] at) {
    if (isNone()) {
      return 0;
    }
    double value = 0;
    for (int i = 1; i < size; i++) {
      double unit = centering.units()[i - 1];
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += at[k * size + i] * unit;
      }
      for (int k = 0; k < classes; k++) {
        double weight = at[k * size + i] * unit;
        double slope = strength * (weight - share * sum);
        gradient[k * size + i] += slope * unit;
        value += slope * weight / 2;
      }
    }
    return value;
  }

  /** Adds the diagonal of its second derivatives. */
  void addToDiagonal(double[] diagonal) {
    for (int i = 1; i < size; i++) {
      double unit = centering.units()[i - 1];
      for (int k = 0; k < classes; k++) {
        diagonal[k * size + i] += strength * (1 - share) * unit * unit;
      }
    }
  }

  /** Adds its second derivatives to the upper triangle of a matrix. */
  void addTo(double[][] matrix) {
    if (isNone()) {
      return;
    }
    for (int i = 1; i < size; i++) {
      double unit = centering.units()[i - 1];
      for (int k = 0; k < classes; k++) {
        for (int l = k; l < classes; l++) {
          double factor = (k == l ? 1 : 0) - share;
          matrix[k * size + i][l * size + i] += strength * factor * unit * unit;
        }
      }
    }
  }
}
