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
import java.util.Arrays;
import java.util.OptionalLong;

/** All rows at once: how good parameters are on them. Owns arrays. For one thread. */
final class WholeData implements AutoCloseable {

  /** Bounds the memory; sums across blocks are in float64. */
  private static final int BLOCK_ROWS = 16_384;

  private final LabelledData data;
  private final Minibatches blocks;
  private final Objective objective = new ClosedFormObjective();

  WholeData(LabelledData data) {
    this.data = data;
    this.blocks = new Minibatches(data, BLOCK_ROWS, OptionalLong.empty());
  }

  /**
   * How good parameters are.
   *
   * @param loss mean over the rows
   * @param objective the loss with the penalty
   * @param gradientNorm largest absolute component of the objective's gradient: 0 at an optimum
   */
  record Fit(double loss, double objective, double gradientNorm) {}

  /** The mean loss at the parameters. */
  double loss(Parameters parameters) {
    return fit(parameters, 0).loss();
  }

  /** The fit of the parameters under {@code l2/2 * ||w||^2}. */
  Fit fit(Parameters parameters, double l2) {
    double loss = 0;
    double[] gradient = new double[Math.toIntExact(data.columns() + 1)];
    for (Minibatch block : blocks.epoch(0)) {
      try (NDScope scope = new NDScope()) {
        LossAndGradient part = objective.evaluate(parameters, block);
        double share = (double) block.size() / data.rows();
        loss += share * part.loss();
        add(gradient, share, doubles(part.gradient()));
      }
    }
    try (NDScope scope = new NDScope()) {
      double[] weights = doubles(parameters.packed().stopGradient());
      weights[weights.length - 1] = 0; // the bias is not penalised
      add(gradient, l2, weights);
      double squared = Arrays.stream(weights).map(weight -> weight * weight).sum();
      double norm = Arrays.stream(gradient).map(Math::abs).reduce(0, Math::max);
      return new Fit(loss, loss + l2 / 2 * squared, norm);
    }
  }

  private static double[] doubles(NDArray array) {
    return array.toType(DataType.FLOAT64, true).toDoubleArray();
  }

  private static void add(double[] sum, double share, double[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += share * values[i];
    }
  }

  @Override
  public void close() {
    blocks.close();
  }
}
