package dev.logistic.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Lets each native operation use one thread alone until closed. A product of matrices on many
 * threads adds up in another order on each number of them; and where all cores are busy with blocks
 * of rows, more threads only wait for each other.
 *
 * <p>Each thread that computes opens a scope of its own, and closes it. PyTorch keeps the number
 * for each thread, but at its first operation a thread takes over the number that any thread was
 * given last. So the usual number is given again by the last scope of all threads; a thread that
 * closes its own while others are open has it after its next.
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

  /** Gives the usual number again, unless other scopes are open. */
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
