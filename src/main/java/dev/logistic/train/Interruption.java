package dev.logistic.train;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What ends a training before its solver does: a request, the interruption of the thread that
 * called it, or a time limit. Immutable; for use within this project.
 */
public final class Interruption {

  /** The interruption of the thread alone. */
  public static final Interruption OF_THREAD = new Interruption(() -> false, null);

  private final BooleanSupplier requested;
  private final @Nullable Duration limit;

  private Interruption(BooleanSupplier requested, @Nullable Duration limit) {
    this.requested = requested;
    this.limit = limit;
  }

  /** Returns this with another request, which is checked on any thread after every step. */
  Interruption when(BooleanSupplier other) {
    return new Interruption(other, limit);
  }

  /**
   * Returns this with a time limit, counted from {@link #begin}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Interruption within(Duration other) {
    if (other.isZero() || other.isNegative()) {
      throw new IllegalArgumentException("the time limit must be positive, was " + other);
    }
    return new Interruption(requested, other);
  }

  /**
   * Starts the clock for work of the calling thread.
   *
   * @return the reason to end, or empty; for any thread
   */
  public Supplier<Optional<String>> begin() {
    Thread caller = Thread.currentThread();
    long start = System.nanoTime();
    return () -> {
      if (requested.getAsBoolean() || caller.isInterrupted()) {
        return Optional.of("the training was interrupted");
      }
      return limit != null && System.nanoTime() - start >= limit.toNanos()
          ? Optional.of("the training did not end within its limit of " + limit)
          : Optional.empty();
    };
  }

  /**
   * Returns an environment for a solver that ends it by a {@link TrainingInterruptedException}.
   *
   * @param reason from {@link #begin}
   */
  public static TrainingSession session(Supplier<Optional<String>> reason) {
    return (epoch, loss) -> {
      reason
          .get()
          .ifPresent(
              text -> {
                throw new TrainingInterruptedException(text);
              });
      return true;
    };
  }
}
