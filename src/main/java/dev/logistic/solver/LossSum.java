package dev.logistic.solver;

import ai.djl.ndarray.NDScope;
import dev.logistic.optimizer.Vectors;
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
  static LossSum over(List<RowBlock> blocks, LossPoint at) {
    LossSum sum = new LossSum(at.exact().length);
    for (RowBlock block : blocks) {
      try (NDScope scope = new NDScope()) {
        sum.loss += block.features().addLoss(block.targets(), at, block.weight(), sum.gradient);
      }
    }
    return sum;
  }

  /** Adds those of later blocks. */
  void add(LossSum later) {
    loss += later.loss;
    Vectors.add(1, later.gradient, gradient);
  }

  /** Returns the mean loss, and sets its gradient. */
  double mean(double weightSum, double[] meanGradient) {
    for (int i = 0; i < gradient.length; i++) {
      meanGradient[i] = gradient[i] / weightSum;
    }
    return loss / weightSum;
  }
}
