package dev.logistic.train;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What ends a training before its solver does: a request, the interruption of the thread that
 * called it, or a time limit. Immutable. For use within this project.
 */
public final class Interruption {

  /** The interruption of the thread alone. */
  public static final Interruption OF_THREAD = new Interruption(() -> false, null, null);

  private final BooleanSupplier requested;
  private final @Nullable Duration limit;
  private final @Nullable Long startNanos;

  private Interruption(
      BooleanSupplier requested, @Nullable Duration limit, @Nullable Long startNanos) {
    this.requested = requested;
    this.limit = limit;
    this.startNanos = startNanos;
  }

  /** Returns this with another request, which is checked on any thread after every step. */
  Interruption when(BooleanSupplier other) {
    return new Interruption(other, limit, startNanos);
  }

  /**
   * Returns this with a time limit, counted from {@link #started}, or else from {@link #begin}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Interruption within(Duration other) {
    if (other.isZero() || other.isNegative()) {
      throw new IllegalArgumentException("the time limit must be positive, was " + other);
    }
    return new Interruption(requested, other, startNanos);
  }

  /** Returns this with its clock started now, unless it runs already. */
  Interruption started() {
    return startNanos == null ? new Interruption(requested, limit, System.nanoTime()) : this;
  }

  /**
   * Begins work of the calling thread, and starts the clock unless it runs already.
   *
   * @return the reason to end, or empty; for any thread
   */
  public Supplier<Optional<String>> begin() {
    Thread caller = Thread.currentThread();
    long start = startNanos == null ? System.nanoTime() : startNanos;
    return () -> {
      if (requested.getAsBoolean() || caller.isInterrupted()) {
        return Optional.of("the training was interrupted");
      }
      return limit != null && limit.minusNanos(System.nanoTime() - start).isNegative()
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
