package dev.logistic.train;

import dev.logistic.model.Parameters;

/** A listener that may end its training. */
final class StoppableListener {

  private final EpochListener listener;
  private boolean stopped;

  StoppableListener(EpochListener listener) {
    this.listener = listener;
  }

  void epochEnded(EpochListener.Epoch epoch, Parameters parameters) {
    try {
      listener.epochEnded(epoch, parameters);
    } catch (TrainingStoppedException e) {
      stopped = true;
    }
  }

  void resumed(Resumption from) {
    listener.resumed(from);
  }

  /** Whether the listener has ended the training. */
  boolean hasStopped() {
    return stopped;
  }

  /** Solvers report patience as the reason for any requested end. */
  Stop reasoned(Stop stop) {
    return stopped && stop.reason() == Stop.Reason.PATIENCE
        ? new Stop(Stop.Reason.LISTENER, stop.iterations(), stop.tolerance())
        : stop;
  }
}
