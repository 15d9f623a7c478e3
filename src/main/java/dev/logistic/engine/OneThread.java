package dev.logistic.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Lets native operations that the calling thread starts use no other thread until closed. A product
 * of matrices on many threads adds up in another order on each number of them; and where all cores
 * are busy with blocks of rows, more threads only wait for each other.
 *
 * <p>Open and close on the same thread. PyTorch keeps the number per thread, but hands the one last
 * set to threads that ask for the first time, so that all of these scopes remember the same number.
 */
public final class OneThread implements AutoCloseable {

  private static int open;
  private static int usual;

  private OneThread() {}

  /** Limits the calling thread. */
  public static OneThread onThisThread() {
    PyTorch.engine();
    synchronized (OneThread.class) {
      if (open++ == 0) {
        usual = JniUtils.getNumThreads();
      }
      JniUtils.setNumThreads(1);
    }
    return new OneThread();
  }

  /** Gives the thread the usual number again. */
  @Override
  public void close() {
    synchronized (OneThread.class) {
      JniUtils.setNumThreads(usual);
      open--;
    }
  }
}
