package dev.logistic.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Turns the recording of gradients off on this thread until closed. PyTorch keeps that switch per
 * thread, and DJL turns it off only on the thread that started the engine: on any other, an update
 * in place of a parameter fails and every prediction records a graph.
 *
 * <p>Open and close on the same thread, innermost first.
 */
public final class NoGradient implements AutoCloseable {

  private final boolean before;

  private NoGradient(boolean before) {
    this.before = before;
  }

  /** Turns recording off on the calling thread. */
  public static NoGradient onThisThread() {
    PyTorch.engine();
    NoGradient scope = new NoGradient(JniUtils.isGradMode());
    JniUtils.setGradMode(false);
    return scope;
  }

  /** Restores the switch. */
  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
