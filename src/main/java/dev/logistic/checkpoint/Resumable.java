package dev.logistic.checkpoint;

/** A part of a computation that can resume later as if nothing had happened. */
public interface Resumable {

  /** Puts all that its next step depends on into a state, under names of its own. */
  void save(State state);

  /**
   * Becomes what it was when a state was saved, bit by bit.
   *
   * @throws CheckpointException if the state lacks something, or holds what cannot be
   */
  void restore(State state);
}
