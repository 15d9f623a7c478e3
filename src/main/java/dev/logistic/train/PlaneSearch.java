package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.logistic.data.Minibatch;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Looks for a plane with each class on a side of its own, by Newton's method on the loss in
 * float64. Its steps do not mind columns of unlike scales, and so come to a plane in about a dozen
 * where L-BFGS takes hundreds. That none is found does not prove that there is none.
 */
final class PlaneSearch {

  /** A step costs rows times the square of this. */
  private static final int MOST_COLUMNS = 500;

  private static final int MOST_STEPS = 40;
  private static final double SMALL_GRADIENT = 1e-9;
  private static final double STABILIZING = 1e-10;

  private final List<Minibatch> blocks;
  private final int size;
  private final double[] gradient;
  private final double[][] hessian; // its upper triangle

  PlaneSearch(List<Minibatch> blocks, int columns) {
    this.blocks = blocks;
    this.size = columns + 1;
    this.gradient = new double[columns <= MOST_COLUMNS ? size : 0];
    this.hessian = new double[gradient.length][gradient.length];
  }

  /** Whether a plane was found that satisfies the check. */
  boolean finds(Predicate<double[]> separates) {
    if (gradient.length == 0) {
      return false;
    }
    double[] plane = new double[size];
    for (int step = 0; step < MOST_STEPS; step++) {
      differentiate(plane);
      if (Arrays.stream(gradient).allMatch(component -> Math.abs(component) <= SMALL_GRADIENT)) {
        return false;
      }
      Cholesky factor = new Cholesky(hessian);
      if (!factor.dependent().isEmpty()) {
        return false;
      }
      double[] move = factor.solve(gradient.clone());
      for (int i = 0; i < size; i++) {
        plane[i] -= move[i];
      }
      if (!Arrays.stream(plane).allMatch(Double::isFinite)) {
        return false;
      }
      if (separates.test(plane)) {
        return true;
      }
    }
    return false;
  }

  /** Gradient and Hessian of the mean loss, the latter with a little of its diagonal added. */
  private void differentiate(double[] plane) {
    Arrays.fill(gradient, 0);
    for (double[] row : hessian) {
      Arrays.fill(row, 0);
    }
    long rows = blocks.stream().mapToLong(Minibatch::size).sum();
    for (Minibatch block : blocks) {
      try (NDScope scope = new NDScope()) {
        NDArray design = BlockRows.signedDesign(block);
        NDArray margins = design.matMul(design.getManager().create(plane, new Shape(size, 1)));
        NDArray wrong = Activation.sigmoid(margins.neg()); // probability of the other class
        NDArray variance = wrong.mul(Activation.sigmoid(margins));
        add(design.transpose().matMul(wrong), -1.0 / rows, gradient);
        double[] products = design.transpose().matMul(design.mul(variance)).toDoubleArray();
        for (int i = 0; i < size; i++) {
          for (int j = i; j < size; j++) {
            hessian[i][j] += products[i * size + j] / rows;
          }
        }
      }
    }
    for (int i = 0; i < size; i++) {
      hessian[i][i] += STABILIZING * hessian[i][i] + Double.MIN_NORMAL;
    }
  }

  private static void add(NDArray part, double factor, double[] sum) {
    double[] values = part.toDoubleArray();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * values[i];
    }
  }
}
