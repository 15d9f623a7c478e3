package dev.logistic.train;

import dev.logistic.model.LogisticModel;

/**
 * What a training gives.
 *
 * @param model the trained model; whoever asked for the training closes it
 * @param epochs passes made over the rows
 * @param loss mean over the training rows at the final parameters
 * @param gradientNorm largest absolute component of the loss's gradient there: 0 at an optimum
 * @param seconds that the loop took
 */
public record TrainingResult(
    LogisticModel model, int epochs, double loss, double gradientNorm, double seconds)
    implements AutoCloseable {

  /** Closes the model. */
  @Override
  public void close() {
    model.close();
  }
}
