package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.logistic.model.Parameters;

/** Arrays of the shape of the parameters with one value for weights and another for biases. */
final class BiasFree {

  private BiasFree() {}

  /**
   * @param forWeights in every row but the last, rounded to the parameters' type
   * @param forBiases in the last row, that of the biases
   */
  static NDArray of(double forWeights, double forBiases, Parameters like) {
    NDArray packed = like.packed();
    NDManager manager = packed.getManager();
    Shape biases = new Shape(1, packed.getShape().get(1));
    NDArray array = manager.ones(packed.getShape(), packed.getDataType());
    NDScope.unregister(array);
    try (Scalar weight = new Scalar(forWeights, like);
        Scalar bias = new Scalar(forBiases, like);
        NDArray last = manager.ones(biases, packed.getDataType())) {
      array.muli(weight.array());
      array.set(new NDIndex("-1:"), last.muli(bias.array()));
    }
    return array;
  }
}
