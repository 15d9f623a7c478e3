package dev.logistic.train;

import dev.logistic.model.LogisticModel;
import dev.logistic.schema.Statistics;

/**
 * The result of a training.
 *
 * @param model the trained model; the caller closes it
 * @param stop why it ended
 * @param fit the quality of the fit on the training rows
 * @param seconds that the solver took
 */
public record TrainingResult(LogisticModel model, Stop stop, Fit fit, double seconds)
    implements AutoCloseable {

  /** Standard errors and the like of the coefficients, or the reason why there are none. */
  public Statistics statistics() {
    return model.card().statistics();
  }

  /** Closes the model. */
  @Override
  public void close() {
    model.close();
  }
}
