package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Minibatch;
import dev.logistic.model.Parameters;

/**
 * An objective with {@code l2/2 * ||w||^2} added; the bias is not penalised. The loss stays that of
 * the data; the gradient is of the sum. Owns an array.
 */
public final class RidgeObjective implements Objective, AutoCloseable {

  private final Objective objective;
  private final double l2;
  private final NDManager manager;
  private final NDArray strengths; // l2 for each weight, and 0 for the bias behind them

  /**
   * @param parameters whose shape, type and device the penalty has
   * @param l2 at least 0
   */
  public RidgeObjective(Objective objective, Parameters parameters, double l2) {
    this.objective = objective;
    this.l2 = l2;
    NDArray packed = parameters.packed();
    this.manager = packed.getManager().newSubManager();
    this.strengths = manager.ones(packed.getShape(), packed.getDataType()).muli(l2);
    try (NDArray bias = manager.zeros(new Shape(1, 1), packed.getDataType())) {
      strengths.set(new NDIndex("-1:"), bias);
    }
    NDScope.unregister(strengths);
  }

  @Override
  public LossAndGradient evaluate(Parameters parameters, Minibatch minibatch) {
    LossAndGradient ofData = objective.evaluate(parameters, minibatch);
    if (l2 == 0) {
      return ofData;
    }
    NDArray gradient = ofData.gradient();
    gradient.addi(parameters.packed().mul(strengths));
    return new LossAndGradient(ofData.loss(), gradient);
  }

  /** Frees the array. */
  @Override
  public void close() {
    manager.close();
  }
}
