package dev.logistic.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While it is open, the process is asked to end (Ctrl-C, SIGTERM) with a delay: work hears of it,
 * can put away what it has reached, and closes this; then the process ends as the signal says.
 */
final class Interrupts implements AutoCloseable {

  /** Within the half minute after which those who manage processes lose patience. */
  private static final int SECONDS_TO_WAIT = 20;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::waitForWork, "interrupt");
  private volatile boolean requested;

  Interrupts() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the process has been asked to end. */
  boolean requested() {
    return requested;
  }

  private void waitForWork() {
    requested = true;
    try {
      closed.await(SECONDS_TO_WAIT, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process may end. */
  @Override
  public void close() {
    closed.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        return; // it is ending now
      }
    }
  }
}
