package dev.logistic.serve;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A model that is read again when its directory is replaced. Requests see the old model or the new
 * one, whole. One that cannot be read leaves the old one in place. Thread-safe.
 */
final class HotModel {

  private final String name;
  private final Path directory;
  private final LongAdder rows = new LongAdder();
  private final LongAdder unseen = new LongAdder();
  private final LongAdder reloads = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private DirectoryMark tried;
  private @Nullable String candidate; // the failure of what was tried, until it has settled
  private volatile Loaded loaded;
  private volatile @Nullable String failure;

  /** A model and when it was read. */
  private record Loaded(ServedModel model, Instant at) {}

  /**
   * Reads a model.
   *
   * @throws IOException if it cannot be read or is damaged
   */
  HotModel(String name, Path directory) throws IOException {
    this.name = name;
    this.directory = directory;
    this.tried = DirectoryMark.of(directory); // before reading: what comes later is seen
    this.loaded = new Loaded(ServedModel.load(directory), Instant.now());
  }

  /**
   * Looks whether the directory has changed, and if so reads it. A failure counts only once the
   * directory has stayed the same until the next look: it may be one that is still being copied.
   *
   * @return the reason if it has been found that the directory cannot be read
   */
  synchronized Optional<String> refresh() {
    DirectoryMark now = DirectoryMark.of(directory);
    if (now.equals(tried)) {
      return settled();
    }
    tried = now;
    try {
      loaded = new Loaded(ServedModel.load(directory), Instant.now());
      candidate = null;
      failure = null;
      reloads.increment();
    } catch (IOException | IllegalArgumentException e) {
      candidate = reason(e);
    }
    return Optional.empty();
  }

  private Optional<String> settled() {
    if (candidate == null) {
      return Optional.empty();
    }
    Optional<String> found = Optional.of(candidate);
    failure = candidate;
    candidate = null;
    failures.increment();
    return found;
  }

  /** In one line; what follows in Gson's messages is advice to programmers. */
  private static String reason(Exception e) {
    return e instanceof NoSuchFileException file && file.getReason() == null
        ? file.getFile() + ": no such file"
        : String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  void count(int scored, long unseenTexts) {
    rows.add(scored);
    unseen.add(unseenTexts);
  }

  String name() {
    return name;
  }

  ServedModel current() {
    return loaded.model();
  }

  Instant loadedAt() {
    return loaded.at();
  }

  /** Why what is in the directory now is not being served; empty if it is. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  long reloads() {
    return reloads.sum();
  }

  long failures() {
    return failures.sum();
  }

  long rows() {
    return rows.sum();
  }

  long unseen() {
    return unseen.sum();
  }
}
