package dev.logistic.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Once delayed, the process that is asked to end (Ctrl-C, SIGTERM) does so when this is closed:
 * work hears of it, and can put away what it has reached. Then the process ends as the signal says.
 */
final class Interrupts implements AutoCloseable {

  /** Within the half minute after which those who manage processes lose patience. */
  private static final int SECONDS_TO_WAIT = 20;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::waitForWork, "interrupt");
  private volatile boolean requested;

  /** From now on the end waits. Once at most. */
  void delay() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      requested = true; // it is ending already
    }
  }

  /** Whether the process has been asked to end since then. */
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
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it is ending now
    }
  }
}
