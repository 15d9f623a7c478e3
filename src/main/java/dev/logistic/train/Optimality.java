package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatch;
import dev.logistic.data.Minibatches;
import dev.logistic.model.Parameters;
import dev.logistic.objective.ClosedFormObjective;
import dev.logistic.objective.LossAndGradient;
import dev.logistic.objective.Objective;
import java.util.OptionalLong;

/**
 * How good parameters are on all rows: the mean loss, and the largest absolute component of its
 * gradient, which is 0 at an optimum.
 */
record Optimality(double loss, double gradientNorm) {

  /** Bounds the memory; sums across blocks are in float64. */
  private static final int BLOCK_ROWS = 16_384;

  static Optimality of(LabelledData data, Parameters parameters) {
    Objective objective = new ClosedFormObjective();
    double loss = 0;
    double[] gradient = new double[Math.toIntExact(data.columns() + 1)];
    try (Minibatches blocks = new Minibatches(data, BLOCK_ROWS, OptionalLong.empty())) {
      for (Minibatch block : blocks.epoch(0)) {
        try (NDScope scope = new NDScope()) {
          LossAndGradient part = objective.evaluate(parameters, block);
          double share = (double) block.size() / data.rows();
          loss += share * part.loss();
          add(gradient, share, part.gradient());
        }
      }
    }
    double norm = 0;
    for (double component : gradient) {
      norm = Math.max(norm, Math.abs(component));
    }
    return new Optimality(loss, norm);
  }

  private static void add(double[] sum, double share, NDArray gradient) {
    double[] values = gradient.toType(DataType.FLOAT64, false).toDoubleArray();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += share * values[i];
    }
  }
}
