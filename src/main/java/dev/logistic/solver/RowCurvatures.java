package dev.logistic.solver;

import java.util.Arrays;

/**
 * The second derivatives of the losses of some rows by their logits, as they were computed last:
 * conjugate gradients need them many times at the same parameters. For one thread.
 */
final class RowCurvatures {

  private double[] weights = new double[0];
  private double constant = Double.NaN;
  private double[] curvatures = new double[0];

  /** Whether those at some parameters are known. */
  boolean isAt(double[] ofColumns, double bias) {
    return constant == bias && Arrays.equals(weights, ofColumns);
  }

  /** Begins those of so many rows at other parameters; nothing is known until all are set. */
  void begin(int rows) {
    constant = Double.NaN;
    curvatures = curvatures.length == rows ? curvatures : new double[rows];
  }

  /**
   * States that all are set.
   *
   * @param ofColumns not changed later, as it is not copied
   */
  void complete(double[] ofColumns, double bias) {
    weights = ofColumns;
    constant = bias;
  }

  /** Sets those of some rows from a place on, and returns them. */
  double[] keep(double[] some, int place) {
    System.arraycopy(some, 0, curvatures, place, some.length);
    return some;
  }

  double curvature(int row) {
    return curvatures[row];
  }
}
