package dev.logistic.train;

import dev.logistic.model.LogisticModel;

/**
 * What a training gives.
 *
 * @param model the trained model; whoever asked for the training closes it
 * @param epochs passes made over the rows
 * @param loss mean over the training rows at the final parameters
 * @param objective the loss with the penalty
 * @param gradientNorm largest absolute component of the objective's gradient: 0 at an optimum
 * @param seconds that the loop took
 */
public record TrainingResult(
    LogisticModel model,
    int epochs,
    double loss,
    double objective,
    double gradientNorm,
    double seconds)
    implements AutoCloseable {

  /** Closes the model. */
  @Override
  public void close() {
    model.close();
  }
}
