package dev.logistic.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Once delayed, a process that is asked to end (Ctrl-C, SIGTERM) does so only when this is closed,
 * so that work in progress can save its state first. Then the process ends with the signal's
 * status. Without a delay it may announce what is lost.
 */
final class Interrupts implements AutoCloseable {

  /** Shorter than the half minute after which process managers kill. */
  private static final int SECONDS_TO_WAIT = 20;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::waitForWork, "interrupt");
  private volatile boolean requested;
  private @Nullable Thread announcement;

  /** Delays the end of the process. To be called at most once. */
  void delay() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      requested = true; // already ending
    }
  }

  /** Prints a line if the process is asked to end before this is withdrawn or closed. */
  void announce(PrintWriter err, String line) {
    Thread printing = new Thread(() -> err.println(line), "interrupt-announcement");
    try {
      Runtime.getRuntime().addShutdownHook(printing);
      announcement = printing;
    } catch (IllegalStateException e) {
      requested = true; // already ending
    }
  }

  /** The line no longer holds. */
  void withdraw() {
    if (announcement != null) {
      remove(announcement);
      announcement = null;
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
    withdraw();
    closed.countDown();
    remove(hook);
  }

  private static void remove(Thread known) {
    try {
      Runtime.getRuntime().removeShutdownHook(known);
    } catch (IllegalStateException e) {
      return; // it is ending now
    }
  }
}
