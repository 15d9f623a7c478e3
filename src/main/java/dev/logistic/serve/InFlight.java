package dev.logistic.serve;

import java.time.Duration;

/** Counts the requests that are being answered, so that stopping can wait for them. Thread-safe. */
final class InFlight {

  private int count;
  private boolean stopping;

  synchronized void begin() {
    count++;
  }

  synchronized void end() {
    count--;
    notifyAll();
  }

  synchronized int count() {
    return count;
  }

  synchronized boolean isStopping() {
    return stopping;
  }

  /** From now on requests are to be refused. Returns whether this is the first call. */
  synchronized boolean stop() {
    boolean first = !stopping;
    stopping = true;
    return first;
  }

  /** Waits until no request is being answered, or that time is over, or the thread interrupted. */
  synchronized void awaitNone(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      for (long left = most.toMillis(); count > 0 && left > 0; ) {
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
