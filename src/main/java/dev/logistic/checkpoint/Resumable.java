package dev.logistic.checkpoint;

/** A part of a computation that can resume later as if nothing had happened. */
public interface Resumable {

  /** Saves everything that its next step depends on into a state, under its own names. */
  void save(State state);

  /**
   * Restores what was saved, bit by bit.
   *
   * @throws CheckpointException if the state lacks something, or holds an invalid value
   */
  void restore(State state);
}
