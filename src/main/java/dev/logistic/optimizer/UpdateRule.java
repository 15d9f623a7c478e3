package dev.logistic.optimizer;

import ai.djl.ndarray.NDArray;
import dev.logistic.checkpoint.Resumable;
import dev.logistic.model.Parameters;

/** Moves parameters by a gradient. For one training at a time, on one thread. */
public interface UpdateRule extends Resumable, AutoCloseable {

  /**
   * Takes one step. Recording of gradients must be off on the calling thread.
   *
   * @param gradient of the shape of the parameters; may be overwritten
   */
  void apply(Parameters parameters, NDArray gradient);

  /**
   * Sets the rate of the following steps, as scheduled by a {@link Schedule}.
   *
   * @param rate at least 0, and finite in the parameters' type
   */
  void setLearningRate(double rate);

  /** Frees what the rule keeps between steps. */
  @Override
  void close();
}
