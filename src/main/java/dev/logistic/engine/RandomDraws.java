package dev.logistic.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * The lock around the process's one random generator. Seeding and drawing happen together under it,
 * so that the numbers depend only on the seed and not on other threads. Code outside this project
 * that draws from the CPU generator at the same time can still interfere. Thread-safe.
 */
public final class RandomDraws {

  private static final Object GENERATOR = new Object();

  private RandomDraws() {}

  /**
   * Seeds the generator as {@code torch.manual_seed(seed)} does, then draws. To mean the same data
   * on every device, draw on the CPU and move the result.
   */
  public static <T> T seeded(long seed, Supplier<T> draws) {
    PyTorch.engine();
    synchronized (GENERATOR) {
      JniUtils.setSeed(seed);
      return draws.get();
    }
  }
}
