package dev.logistic.train;

import dev.logistic.checkpoint.CheckpointDirectory;
import dev.logistic.checkpoint.CheckpointException;
import dev.logistic.checkpoint.State;
import dev.logistic.config.CheckpointInterval;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checkpoints of one training: the one it resumes from, and when the next one is due. */
final class Checkpoints implements AutoCloseable {

  private final Path path;
  private final CheckpointDirectory directory;
  private final CheckpointInterval every;
  private final boolean resume;
  private final CheckpointDirectory.@Nullable Found found;
  private @Nullable RunIdentity identity;
  private long writtenNanos = System.nanoTime();

  private Checkpoints(Settings settings, boolean resume) {
    this.path = Path.of(settings.get(Settings.CHECKPOINT));
    this.resume = resume;
    this.every = settings.get(Settings.CHECKPOINT_EVERY);
    this.directory = CheckpointDirectory.open(path);
    try {
      if (!resume && !directory.isEmpty()) {
        throw new CheckpointException(
            path
                + " has checkpoints of a run: resume to continue it; to start afresh, remove it"
                + " or choose another train.checkpoint");
      }
      this.found = directory.newest().orElse(null);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Opens the directory in the settings, if there is one.
   *
   * @param resume whether to resume from its newest checkpoint; else it must have none
   * @throws CheckpointException if it cannot be used
   */
  static Optional<Checkpoints> open(Settings settings, boolean resume) {
    if (!settings.get(Settings.CHECKPOINT).isEmpty()) {
      return Optional.of(new Checkpoints(settings, resume));
    }
    if (resume) {
      throw new SettingsException("to resume, train.checkpoint must name a directory");
    }
    return Optional.empty();
  }

  /** The state that was found; null for none. */
  @Nullable State state() {
    return found == null ? null : found.state();
  }

  /** The file of that state; null for none. */
  @Nullable Path foundIn() {
    return found == null ? null : found.file();
  }

  /** Where the training resumes from, if it is to resume. */
  Optional<Resumption> resumption(List<EpochListener.Epoch> epochs, boolean finished) {
    if (!resume) {
      return Optional.empty();
    }
    return Optional.of(
        found == null
            ? new Resumption(path, Optional.empty(), epochs, finished, List.of())
            : new Resumption(path, Optional.of(found.file()), epochs, finished, found.damaged()));
  }

  /**
   * Checks that the state found belongs to this training, and marks the states to be written
   * accordingly.
   */
  void identify(RunIdentity of) {
    if (found != null) {
      of.requireSame(found.state(), found.file());
    }
    identity = of;
  }

  /**
   * Whether a checkpoint is due between two steps, which only an interval in seconds can require.
   */
  boolean isDue() {
    return every.ofSeconds() && System.nanoTime() - writtenNanos >= every.count() * 1_000_000_000L;
  }

  /** Whether a checkpoint is due after so many epochs. */
  boolean isDueAfter(int epochs) {
    return every.ofSeconds() ? isDue() : epochs % every.count() == 0;
  }

  /** Writes a checkpoint; returns its file. */
  Path write(State state) {
    if (identity != null) {
      identity.save(state);
    }
    Path file = directory.write(state);
    writtenNanos = System.nanoTime();
    return file;
  }

  @Override
  public void close() {
    directory.close();
  }
}
