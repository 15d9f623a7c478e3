package dev.logistic.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Limits each native operation to one thread until closed. The order of summation in a matrix
 * product depends on the number of threads; and while all cores are busy with blocks of rows, more
 * threads only wait for each other.
 *
 * <p>Each computing thread opens and closes its own scope. PyTorch stores the number per thread,
 * but at its first operation a thread inherits the number that any thread has set last. Therefore
 * the last open scope of all threads restores the usual number; a thread that closes its scope
 * while others are open gets it back with its next scope.
 */
public final class OneThread implements AutoCloseable {

  /** Whether a thread has closed its scope while others were open. */
  private static final ThreadLocal<Boolean> STILL_LIMITED = ThreadLocal.withInitial(() -> false);

  private static int open;
  private static int usual;

  private OneThread() {}

  /** Limits the calling thread. */
  public static OneThread onThisThread() {
    PyTorch.engine();
    synchronized (OneThread.class) {
      if (open++ == 0 && !STILL_LIMITED.get()) {
        usual = JniUtils.getNumThreads();
      }
      JniUtils.setNumThreads(1);
    }
    return new OneThread();
  }

  /** Restores the usual number, unless other scopes are open. */
  @Override
  public void close() {
    synchronized (OneThread.class) {
      boolean last = --open == 0;
      if (last) {
        JniUtils.setNumThreads(usual);
      }
      STILL_LIMITED.set(!last);
    }
  }
}
