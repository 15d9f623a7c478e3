package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Minibatch;
import dev.logistic.model.Parameters;

/**
 * An objective with a {@link Penalty} added. The loss remains that of the data; the gradient is
 * that of the sum. For {@code l1 * |w|}, it uses the subgradient {@code l1 * sign(w)}, 0 at 0:
 * steps of a fixed length then come near the optimum, but rarely to weights that are exactly 0.
 * Owns arrays. For the one training that owns the parameters.
 */
public final class PenalisedObjective implements Objective, AutoCloseable {

  private final Objective objective;
  private final Penalty penalty;
  private final NDManager manager;
  private final NDArray ridge; // l2 for each weight, and 0 for the biases in the last row
  private final NDArray lasso; // l1 likewise

  /**
   * @param parameters whose shape, type and device the penalty has; their last row is the biases
   */
  public PenalisedObjective(Objective objective, Parameters parameters, Penalty penalty) {
    this.objective = objective;
    this.penalty = penalty;
    NDArray packed = parameters.packed();
    this.manager = packed.getManager().newSubManager();
    this.ridge = strengths(packed, penalty.l2());
    this.lasso = strengths(packed, penalty.l1());
  }

  private NDArray strengths(NDArray packed, double strength) {
    NDArray strengths = manager.ones(packed.getShape(), packed.getDataType()).muli(strength);
    try (NDArray biases =
        manager.zeros(new Shape(1, packed.getShape().get(1)), packed.getDataType())) {
      strengths.set(new NDIndex("-1:"), biases);
    }
    NDScope.unregister(strengths);
    return strengths;
  }

  @Override
  public LossAndGradient evaluate(Parameters parameters, Minibatch minibatch) {
    LossAndGradient ofData = objective.evaluate(parameters, minibatch);
    NDArray gradient = ofData.gradient();
    if (penalty.l2() > 0) {
      gradient.addi(parameters.packed().mul(ridge));
    }
    if (penalty.l1() > 0) {
      gradient.addi(parameters.packed().sign().muli(lasso));
    }
    return ofData;
  }

  /** Frees the arrays. */
  @Override
  public void close() {
    manager.close();
  }
}
