package dev.logistic.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OneThreadTest {

  private final int before = PyTorch.threads();

  @AfterEach
  void restore() {
    PyTorch.setThreads(before);
  }

  @Test
  void limitsAThreadAndGivesItTheUsualNumberAgain() {
    PyTorch.setThreads(3);

    try (OneThread one = OneThread.onThisThread()) {
      assertThat(PyTorch.threads()).isEqualTo(1);
    }

    assertThat(PyTorch.threads()).isEqualTo(3);
  }

  @Test
  void aThreadThatBeginsWhileAnotherIsLimitedHasTheUsualNumberAfterwards() throws Exception {
    PyTorch.setThreads(3);
    CountDownLatch ended = new CountDownLatch(1);
    CompletableFuture<Integer> later;
    try (OneThread one = OneThread.onThisThread()) {
      CountDownLatch begun = new CountDownLatch(1);
      later = onNewThread(begun, ended);
      begun.await();
    }
    ended.countDown();

    assertThat(later.get()).isEqualTo(3);
    assertThat(PyTorch.threads()).isEqualTo(3);
  }

  /** The number of a new thread's operations after it was limited until {@code ended}. */
  private static CompletableFuture<Integer> onNewThread(
      CountDownLatch begun, CountDownLatch ended) {
    CompletableFuture<Integer> threads = new CompletableFuture<>();
    new Thread(
            () -> {
              try (OneThread one = OneThread.onThisThread()) {
                begun.countDown();
                ended.await();
              } catch (InterruptedException e) {
                threads.completeExceptionally(e);
              }
              threads.complete(PyTorch.threads());
            })
        .start();
    return threads;
  }
}
