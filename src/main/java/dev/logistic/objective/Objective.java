package dev.logistic.objective;

import dev.logistic.data.Minibatch;
import dev.logistic.model.Parameters;

/**
 * The mean over the rows of a minibatch of the negative log-likelihood: with the probability {@code
 * p = 1 / (1 + exp(-(x w + b)))} of label 1, a row's loss is {@code -log(p)} where its label is 1
 * and {@code -log(1 - p)} where it is 0. Where rows are weighted, it is multiplied by {@link
 * Minibatch#weights()}.
 *
 * <p>Recording of gradients must be off on the calling thread ({@link
 * dev.logistic.engine.NoGradient}), and an {@link ai.djl.ndarray.NDScope} must be open, which
 * closes the arrays created here. One instance may serve several threads, each with its own
 * parameters.
 */
public interface Objective {

  /** Returns the loss at the parameters, and the gradient with respect to them. */
  LossAndGradient evaluate(Parameters parameters, Minibatch minibatch);

  /**
   * The same with the gradient as numbers, for callers that continue in Java.
   *
   * @param gradient is set; as many numbers as there are parameters
   * @return the loss
   */
  default double evaluate(Parameters parameters, Minibatch minibatch, double[] gradient) {
    LossAndGradient result = evaluate(parameters, minibatch);
    Numbers.copy(result.gradient(), gradient, 0);
    return result.loss();
  }
}
