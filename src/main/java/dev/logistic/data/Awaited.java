package dev.logistic.data;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Results of other threads. For use within this project. */
public final class Awaited {

  private Awaited() {}

  /** Waits for a result; what the other thread has thrown is thrown as it is. */
  public static <T> T result(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
