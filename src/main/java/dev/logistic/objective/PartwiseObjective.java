package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.logistic.data.Minibatch;
import dev.logistic.model.Parameters;

/**
 * An objective that evaluates a large minibatch part by part and sums in order, so that the result
 * does not depend on how many threads PyTorch uses, and temporary arrays stay small.
 */
public final class PartwiseObjective implements Objective {

  private final Objective objective;

  /** Evaluates the parts by the given objective. */
  public PartwiseObjective(Objective objective) {
    this.objective = objective;
  }

  @Override
  public LossAndGradient evaluate(Parameters parameters, Minibatch minibatch) {
    if (minibatch.isOnePart()) {
      return objective.evaluate(parameters, minibatch);
    }
    double loss = 0;
    NDArray gradient = parameters.packed().zerosLike();
    for (Minibatch part : minibatch.parts()) {
      try (NDScope scope = new NDScope()) {
        LossAndGradient result = objective.evaluate(parameters, part);
        double share = (double) part.size() / minibatch.size();
        loss += share * result.loss();
        gradient.addi(result.gradient().muli(share));
      }
    }
    return new LossAndGradient(loss, gradient);
  }
}
