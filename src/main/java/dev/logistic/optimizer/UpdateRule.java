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
   * The rate of the steps from now on, as a {@link Schedule} has it.
   *
   * @param rate from 0 on, and finite in the parameters' type
   */
  void setLearningRate(double rate);

  /** Frees what the rule keeps between steps. */
  @Override
  void close();
}
