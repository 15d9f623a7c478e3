package dev.logistic.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import dev.logistic.data.Minibatch;
import dev.logistic.model.Parameters;

/**
 * The objective with its gradient by formula. With the rows {@code a = -s (x, 1)} for signs {@code
 * s} (1 or -1), the wrong class's logits are {@code u = a w}, the loss is the mean of {@code log(1
 * + exp(u))}, and the gradient is {@code a^T sigmoid(u) / size}. No collector, so several threads
 * may evaluate at once; finite as long as the logits are.
 */
public final class ClosedFormObjective implements Objective {

  @Override
  public LossAndGradient evaluate(Parameters parameters, Minibatch minibatch) {
    NDArray logits = minibatch.opposed().matMul(parameters.packed()); // (size, 1)
    NDArray gradient = minibatch.opposedTransposed().matMul(Activation.sigmoid(logits));
    if (minibatch.size() == 1) {
      // For one row the native call would cost a quarter of the whole step.
      return new LossAndGradient(softPlus(RowMean.of(logits, minibatch)), gradient);
    }
    gradient.divi(minibatch.count());
    double loss = RowMean.of(Activation.softPlus(logits), minibatch);
    return new LossAndGradient(loss, gradient);
  }

  /** {@code log(1 + exp(u))} without overflow. */
  private static double softPlus(double u) {
    return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
  }
}
