package dev.logistic.train;

import dev.logistic.checkpoint.Resumable;

/**
 * What a solver runs in, from its first step to its last. The solver calls, on one thread, {@link
 * #begin} once, then {@link #stepEnded} and {@link #epochEnded} as it proceeds, and {@link #end}
 * once, with its parameters where the last step left them. Each method may end the training by an
 * exception, which the solver lets pass. For use within this project.
 */
@FunctionalInterface
public interface TrainingSession {

  /** Restores nothing and never ends a training. */
  TrainingSession NONE = (epoch, loss) -> true;

  /**
   * Called before the first step. Where the training resumes from a checkpoint, this restores the
   * parameters and every part, so that the solver reads its position only afterwards.
   *
   * @param parts what the next steps depend on besides the parameters; the session keeps them, to
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
   * @param stop why the solver ended, as far as it knows
   * @return why the training ended, which the solver returns to its caller
   */
  default Stop end(Stop stop) {
    return stop;
  }
}
