package dev.logistic.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
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
  void aThreadWhoseFirstOperationFollowsTheEndOfAnotherScopeIsStillLimited() throws Exception {
    PyTorch.setThreads(3);
    CountDownLatch ended = new CountDownLatch(1);
    CompletableFuture<Integer> later;

    try (OneThread one = OneThread.onThisThread()) {
      CountDownLatch begun = new CountDownLatch(1);
      later = onNewThread(begun, ended, PyTorch::threads);
      begun.await();
    }
    ended.countDown();

    assertThat(later.get()).isEqualTo(1);
  }

  @Test
  void theThreadThatEndsLastHasTheUsualNumberAndTheOtherAfterItsNextScope() throws Exception {
    PyTorch.setThreads(3);
    CountDownLatch ended = new CountDownLatch(1);
    CompletableFuture<Integer> later;
    try (OneThread one = OneThread.onThisThread()) {
      CountDownLatch begun = new CountDownLatch(1);
      later = onNewThread(begun, ended, () -> 0);
      begun.await();
    }
    ended.countDown();
    later.get();

    try (OneThread one = OneThread.onThisThread()) {
      assertThat(PyTorch.threads()).isEqualTo(1);
    }

    assertThat(PyTorch.threads()).isEqualTo(3);
  }

  /** What a new thread that is limited until {@code ended} found just before it ended. */
  private static CompletableFuture<Integer> onNewThread(
      CountDownLatch begun, CountDownLatch ended, IntSupplier look) {
    CompletableFuture<Integer> found = new CompletableFuture<>();
    new Thread(
            () -> {
              int seen = 0;
              try (OneThread one = OneThread.onThisThread()) {
                begun.countDown();
                ended.await();
                seen = look.getAsInt();
              } catch (InterruptedException e) {
                found.completeExceptionally(e);
              }
              found.complete(seen);
            })
        .start();
    return found;
  }
}
