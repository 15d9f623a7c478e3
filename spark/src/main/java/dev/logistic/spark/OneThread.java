package dev.logistic.spark;

import dev.logistic.engine.PyTorch;

/**
 * Native operations of this process on one thread each, as long as any of these is open: tasks
 * share its cores already. The last one that is closed puts back what was set before the first.
 */
final class OneThread implements AutoCloseable {

  private static int open;
  private static int before;

  private OneThread() {}

  static synchronized OneThread anOperation() {
    if (open == 0) {
      before = PyTorch.threads();
    }
    open++;
    PyTorch.setThreads(1);
    return new OneThread();
  }

  @Override
  public void close() {
    closeOne();
  }

  private static synchronized void closeOne() {
    open--;
    if (open == 0) {
      PyTorch.setThreads(before);
    }
  }
}
