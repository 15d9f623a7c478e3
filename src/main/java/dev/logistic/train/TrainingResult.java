package dev.logistic.train;

import dev.logistic.model.LogisticModel;
import dev.logistic.schema.Statistics;

/**
 * What a training gives.
 *
 * @param model the trained model; whoever asked for the training closes it
 * @param stop why it ended
 * @param fit how good the model is on the training rows
 * @param seconds that the solver took
 */
public record TrainingResult(LogisticModel model, Stop stop, Fit fit, double seconds)
    implements AutoCloseable {

  /** Standard errors and the like of the coefficients, or why there are none. */
  public Statistics statistics() {
    return model.card().statistics();
  }

  /** Closes the model. */
  @Override
  public void close() {
    model.close();
  }
}
