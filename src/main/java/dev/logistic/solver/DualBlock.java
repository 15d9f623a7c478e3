package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Targets;
import dev.logistic.objective.Likelihood;

/** The contribution of some rows to a {@link DualSum}; all in float64. */
final class DualBlock {

  private static final int[] CLASSES = {1};

  private DualBlock() {}

  /**
   * @param parameters as a model has them
   * @param share of the residuals that is kept: the dual probabilities are {@code y + share (p -
   *     y)}
   */
  static DualSum of(RowBlock block, double[] parameters, int outputs, double share) {
    Targets targets = block.targets();
    if (outputs == 1
        && !targets.hasOffsets()
        && block.features() instanceof SparseFeatures sparse) {
      return sparse.dual(parameters, share, block.unit());
    }
    try (NDScope scope = new NDScope()) {
      Products products = block.features().inFloat64();
      NDArray logits = products.logits(parameters, outputs);
      if (targets.hasOffsets()) {
        logits = logits.add(wide(targets.offsets()));
      }
      Likelihood likelihood = Likelihood.of(outputs);
      NDArray logProbabilities = likelihood.logProbabilities(logits);
      NDArray own = likelihood.indicators(targets);
      NDArray probabilities = logProbabilities.exp();
      NDArray ones = logits.getManager().ones(new Shape(targets.size(), 1), DataType.FLOAT64);
      NDArray weights = (targets.isWeighted() ? wide(targets.weights()) : ones).mul(block.unit());
      NDArray residuals = probabilities.sub(own).muli(weights);
      NDArray losses = logProbabilities.mul(own).sum(CLASSES, true).muli(weights);
      return new DualSum(
          -losses.sum().getDouble(),
          entropy(probabilities, logProbabilities, own, weights, share)
              + share * ofOffsets(targets, likelihood.ofOutputs(residuals)),
          products.gradient(likelihood.ofOutputs(residuals)),
          curvature(likelihood.ofOutputs(probabilities), weights));
    }
  }

  private static NDArray wide(NDArray array) {
    return array.toType(DataType.FLOAT64, false);
  }

  /** The sum of weighted residuals times offsets, which the dual has besides the entropy. */
  private static double ofOffsets(Targets targets, NDArray residuals) {
    return targets.hasOffsets() ? residuals.mul(wide(targets.offsets())).sum().getDouble() : 0;
  }

  private static double entropy(
      NDArray probabilities, NDArray logs, NDArray own, NDArray weights, double share) {
    if (share == 1) {
      return -probabilities.mul(logs).sum(CLASSES, true).muli(weights).sum().getDouble();
    }
    NDArray mixed = own.add(probabilities.sub(own).muli(share));
    NDArray finite = mixed.maximum(Double.MIN_NORMAL).log(); // 0 log 0 is 0
    return -mixed.mul(finite).sum(CLASSES, true).muli(weights).sum().getDouble();
  }

  private static double[] curvature(NDArray probabilities, NDArray weights) {
    NDArray weighed = probabilities.mul(weights);
    NDArray crossed = weighed.transpose().matMul(probabilities).neg();
    NDArray sums = weighed.sum(new int[] {0}); // (outputs)
    int outputs = Math.toIntExact(sums.size());
    double[] matrix = crossed.toDoubleArray();
    double[] diagonal = sums.toDoubleArray();
    for (int i = 0; i < outputs; i++) {
      matrix[i * outputs + i] += diagonal[i];
    }
    return matrix;
  }
}
