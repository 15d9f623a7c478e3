package dev.logistic.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Once delayed, a process that is asked to end (Ctrl-C, SIGTERM) does so only when this is closed,
 * so that work in progress can save its state first. Then the process ends with the signal's
 * status.
 */
final class Interrupts implements AutoCloseable {

  /** Shorter than the half minute after which process managers kill. */
  private static final int SECONDS_TO_WAIT = 20;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::waitForWork, "interrupt");
  private volatile boolean requested;

  /** Delays the end of the process. To be called at most once. */
  void delay() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      requested = true; // already ending
    }
  }

  /** Whether the process has been asked to end since it was delayed. */
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

  /** Lets the process end. */
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
