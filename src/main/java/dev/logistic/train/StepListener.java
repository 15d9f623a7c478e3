package dev.logistic.train;

import dev.logistic.checkpoint.Resumable;

/** Hears of what a solver does, between its steps. */
@FunctionalInterface
public interface StepListener {

  /**
   * Called before the first step.
   *
   * @param parts what the next steps will depend on, beside the parameters; each brought to where a
   *     checkpoint had it, where the training goes on from one
   */
  default void begun(Resumable... parts) {}

  /** Called after each step over a minibatch. */
  default void stepEnded() {}

  /**
   * Called after each epoch, or iteration over all rows.
   *
   * @param epoch from 0
   * @param loss of the data, without a penalty
   * @return whether to go on
   */
  boolean epochEnded(int epoch, double loss);

  /**
   * Called after the last step, while the parts are still there.
   *
   * @return why the training ended
   */
  default Stop ended(Stop stop) {
    return stop;
  }
}
