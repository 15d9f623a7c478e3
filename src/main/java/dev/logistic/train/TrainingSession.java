package dev.logistic.train;

import dev.logistic.checkpoint.Resumable;

/**
 * The environment of a solver. The solver calls, on one thread, {@link #begin} once, then {@link
 * #stepEnded} and {@link #epochEnded} as it proceeds, and {@link #end} once, with the parameters of
 * the last step. Each method may end the training by an exception, which the solver propagates. For
 * use within this project.
 */
@FunctionalInterface
public interface TrainingSession {

  /**
   * Called before the first step. Where the training resumes from a checkpoint, this restores the
   * parameters and every part, so the solver must read its position only afterwards.
   *
   * @param parts the state of the next steps besides the parameters; the session retains them, to
   *     save them in checkpoints
   */
  default void begin(Resumable... parts) {}

  /** Called after each step over a minibatch. */
  default void stepEnded() {}

  /**
   * Called after each epoch, or iteration over all rows.
   *
   * @param epoch from 0
   * @param loss of the data, without a penalty
   * @return whether to continue; if not, the solver takes no further step
   */
  boolean epochEnded(int epoch, double loss);

  /**
   * Called after the last step, while the parts are still open.
   *
   * @param stop the solver's reason for ending
   * @return why the training ended, which the solver returns to its caller
   */
  default Stop end(Stop stop) {
    return stop;
  }
}
