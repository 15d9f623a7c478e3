package dev.logistic.train;

import dev.logistic.checkpoint.CheckpointException;
import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import dev.logistic.config.Settings;
import dev.logistic.model.Parameters;
import dev.logistic.solver.WholeData;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accompanies a solver: evaluates each epoch on the held-out rows, notifies the listener, applies
 * patience, and writes checkpoints. For one training.
 */
final class Journal implements TrainingSession {

  private final Settings settings;
  private final StoppableListener observer;
  private final Parameters parameters;
  private final @Nullable WholeData heldOut;
  private final LossMeter lossMeter;
  private final Patience patience;
  private final Supplier<Optional<String>> interrupted;
  private final @Nullable Checkpoints checkpoints;
  private final EpochHistory history = new EpochHistory();
  private final long startNanos = System.nanoTime();
  private double secondsBefore;
  private boolean cutShort;
  private List<Resumable> parts = List.of();

  /**
   * @param lossMeter the solver's, if it counts steps
   * @param heldOut rows for validation, if any
   * @param interrupted called after every step for a reason to end
   * @param checkpoints to write, if any
   */
  Journal(
      Settings settings,
      EpochListener listener,
      Parameters parameters,
      LossMeter lossMeter,
      @Nullable WholeData heldOut,
      Supplier<Optional<String>> interrupted,
      @Nullable Checkpoints checkpoints) {
    this.settings = settings;
    this.observer = new StoppableListener(listener);
    this.parameters = parameters;
    this.lossMeter = lossMeter;
    this.heldOut = heldOut;
    this.patience = new Patience(settings.get(Settings.PATIENCE), parameters);
    this.interrupted = interrupted;
    this.checkpoints = checkpoints;
  }

  /**
   * Why the training has already ended, according to a checkpoint; the parameters are then its
   * final ones.
   */
  Optional<Stop> finished(double tolerance) {
    State state = checkpoints == null ? null : checkpoints.state();
    Optional<Stop> stop =
        state == null ? Optional.empty() : named(() -> StopRecord.of(state, settings, tolerance));
    if (stop.isPresent()) {
      resume(true);
    }
    return stop;
  }

  @Override
  public void begin(Resumable... all) {
    parts = List.of(all);
    resume(false);
  }

  private void resume(boolean finished) {
    if (checkpoints == null) {
      return;
    }
    State state = checkpoints.state();
    if (state != null) {
      named(
          () -> {
            restore(state);
            return state;
          });
      requireEpochs();
    }
    checkpoints.resumption(history.epochs(), finished).ifPresent(observer::resumed);
  }

  /** Adds the file to errors about a checkpoint. */
  private <T> T named(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (CheckpointException e) {
      Path file = Objects.requireNonNull(checkpoints).foundIn();
      throw new CheckpointException(file + ": " + e.getMessage(), e);
    }
  }

  private void restore(State state) {
    parameters.set(state.array("parameters", Math.toIntExact(parameters.packed().size())));
    lossMeter.restore(state);
    history.restore(state);
    patience.restore(state);
    secondsBefore = state.number("seconds");
    parts.forEach(part -> part.restore(state));
  }

  private void requireEpochs() {
    int made = history.epochs().size();
    int begun = lossMeter.isWithinAnEpoch() ? made + 1 : made;
    if (settings.get(Settings.EPOCHS) < begun) {
      throw new CheckpointException(
          "train.epochs must be at least %d, the number of epochs already begun, was %d"
              .formatted(begun, settings.get(Settings.EPOCHS)));
    }
  }

  @Override
  public void stepEnded() {
    if (checkpoints != null && checkpoints.isDue()) {
      write(checkpoints);
    }
    endIfInterrupted();
  }

  @Override
  public boolean epochEnded(int epoch, double loss) {
    EpochListener.Epoch ended = new EpochListener.Epoch(epoch, loss, validationLoss());
    observer.epochEnded(ended, parameters);
    boolean goesOn =
        patience.record(ended.validationLoss().orElse(Double.NaN)) && !observer.hasStopped();
    if (checkpoints != null) {
      history.add(ended);
      boolean last = !goesOn || epoch + 1 == settings.get(Settings.EPOCHS);
      if (!last && checkpoints.isDueAfter(epoch + 1)) {
        write(checkpoints);
      }
    }
    if (goesOn) {
      endIfInterrupted();
    }
    cutShort = !goesOn;
    return goesOn;
  }

  /** Whether patience or the listener has ended the training, even in the very last epoch. */
  boolean isCutShort() {
    return cutShort;
  }

  private OptionalDouble validationLoss() {
    if (heldOut == null) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(heldOut.loss(parameters));
  }

  private void endIfInterrupted() {
    Optional<String> reason = interrupted.get();
    if (reason.isEmpty()) {
      return;
    }
    if (checkpoints == null) {
      throw new TrainingInterruptedException(reason.get());
    }
    Path file = write(checkpoints);
    throw new TrainingInterruptedException(
        "%s after %d epochs; its latest state is in %s"
            .formatted(reason.get(), history.epochs().size(), file));
  }

  private Path write(Checkpoints destination) {
    boolean interruptedThread = Thread.interrupted(); // such a thread cannot write files
    try {
      return destination.write(state());
    } finally {
      if (interruptedThread) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Stop end(Stop stop) {
    Stop reasoned = observer.reasoned(stop);
    if (checkpoints != null) {
      State state = state();
      StopRecord.save(reasoned, settings, state);
      checkpoints.write(state);
    }
    return reasoned;
  }

  private State state() {
    State state = new State();
    state.put("parameters", parameters.toDoubles());
    lossMeter.save(state);
    history.save(state);
    patience.save(state);
    state.put("seconds", seconds());
    parts.forEach(part -> part.save(state));
    return state;
  }

  /** Restores the best parameters if patience has them. */
  Stop restored(Stop stop) {
    return patience.restored(stop);
  }

  /** Seconds that the training has taken, including those before it was resumed. */
  double seconds() {
    return secondsBefore + (System.nanoTime() - startNanos) / 1e9;
  }
}
