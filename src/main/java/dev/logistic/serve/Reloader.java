package dev.logistic.serve;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Looks again and again whether models have changed, on a thread of its own, until closed. */
final class Reloader implements AutoCloseable {

  private final List<HotModel> models;
  private final Duration pause;
  private final ServerEvents events;
  private final Thread thread = new Thread(this::run, "model-reload");

  Reloader(Collection<HotModel> models, Duration pause, ServerEvents events) {
    this.models = List.copyOf(models);
    this.pause = pause;
    this.events = events;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(pause.toMillis());
        models.forEach(this::refresh);
      }
    } catch (InterruptedException e) {
      return; // closed
    }
  }

  private void refresh(HotModel model) {
    try {
      model.refresh().ifPresent(reason -> events.reloadFailed(model.name(), reason));
    } catch (RuntimeException e) { // or no model would ever be read again
      events.failed(e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
