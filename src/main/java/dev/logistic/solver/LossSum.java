package dev.logistic.solver;

import ai.djl.ndarray.NDScope;
import dev.logistic.model.Parameters;
import dev.logistic.objective.Objective;
import java.io.Serializable;
import java.util.List;

/** Weighted sums of the losses of blocks and of their gradients, in float64. */
final class LossSum implements Serializable {

  private static final long serialVersionUID = 1L;

  private final double[] gradient;
  private double loss;

  LossSum(int size) {
    this.gradient = new double[size];
  }

  /** Returns the sums of each block's mean times its weight, block by block. */
  static LossSum over(List<RowBlock> blocks, Objective objective, Parameters at) {
    int size = Math.toIntExact(at.packed().size());
    LossSum sum = new LossSum(size);
    double[] gradient = new double[size];
    for (RowBlock block : blocks) {
      try (NDScope scope = new NDScope()) {
        double loss = objective.evaluate(at, block.rows(), gradient);
        sum.add(block.weight(), loss, gradient);
      }
    }
    return sum;
  }

  private void add(double weight, double moreLoss, double[] moreGradient) {
    loss += weight * moreLoss;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += weight * moreGradient[i];
    }
  }

  /** Adds those of later blocks. */
  void add(LossSum later) {
    add(1, later.loss, later.gradient);
  }

  /** Returns the mean loss, and sets its gradient. */
  double mean(double weightSum, double[] meanGradient) {
    for (int i = 0; i < gradient.length; i++) {
      meanGradient[i] = gradient[i] / weightSum;
    }
    return loss / weightSum;
  }
}
