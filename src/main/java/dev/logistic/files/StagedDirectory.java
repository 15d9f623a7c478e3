package dev.logistic.files;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a directory that appears whole or not at all, and may replace another.
 *
 * <p>For a target {@code m} it stages files in {@code .m.new-...} in the same parent directory.
 * {@link #commit} flushes them to the disk, moves an old {@code m} to {@code .m.old}, moves the new
 * one into place and deletes the old one: at every moment there is one complete directory, and
 * readers find it (see {@link ReplacedDirectory}). Readers change nothing: only writers restore a
 * directory that a dead process has left moved aside, under a lock that a living one would hold.
 * Closing without a commit removes the staged files. For one thread.
 */
public final class StagedDirectory implements AutoCloseable {

  private static final int START_TIME = 22; // the number of the field in proc(5)
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final Pattern STAGING = Pattern.compile("\\..*\\.new-(\\d+)-(\\d+)-\\d+");

  private final Path parent;
  private final Path target;
  private final Path staging;
  private final Check replaceable;

  private StagedDirectory(Path parent, Path target, Path staging, Check replaceable) {
    this.replaceable = replaceable;
    this.parent = parent;
    this.target = target;
    this.staging = staging;
  }

  /** Whether a target may be replaced. */
  @FunctionalInterface
  public interface Check {

    /**
     * Returns if nothing exists at the target, or it may be replaced.
     *
     * @throws FileAlreadyExistsException if it may not
     */
    void require(Path target) throws IOException;
  }

  /**
   * Reserves a place and creates missing parent directories.
   *
   * @param replaceable called now and again on commit, with the absolute path
   * @throws FileAlreadyExistsException if something exists that may not be replaced
   * @throws IOException if nothing can be written there
   */
  public static StagedDirectory at(Path directory, Check replaceable) throws IOException {
    Path target = directory.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null) {
      throw new FileAlreadyExistsException(directory.toString(), null, "cannot be replaced");
    }
    DirectoryLock lock;
    try {
      Files.createDirectories(parent);
      lock = DirectoryLock.take(sibling(target, ".lock"));
    } catch (FileSystemException e) {
      replaceable.require(target);
      throw unwritable(directory, parent, e);
    }
    try (lock) {
      settle(parent, target, lock);
      replaceable.require(target);
      Path staging = sibling(target, stagingEnding());
      try {
        Files.createDirectory(staging);
      } catch (FileSystemException e) {
        throw unwritable(directory, parent, e);
      }
      staging.toFile().deleteOnExit(); // an interrupted training leaves it empty
      return new StagedDirectory(parent, target, staging, replaceable);
    }
  }

  private static String stagingEnding() {
    ProcessHandle self = ProcessHandle.current();
    return ".new-" + self.pid() + "-" + start(self) + "-" + COUNTER.incrementAndGet();
  }

  private static FileSystemException unwritable(
      Path directory, Path parent, FileSystemException e) {
    return new FileSystemException(
        directory.toString(), null, "cannot be written: " + reason(e, parent));
  }

  private static String reason(FileSystemException e, Path parent) {
    if (Files.exists(parent) && !Files.isDirectory(parent)) {
      return parent + " is not a directory";
    }
    return e instanceof AccessDeniedException
        ? "permission denied in " + parent
        : String.valueOf(e.getMessage());
  }

  /** The directory to write the files to, without subdirectories. */
  public Path staging() {
    return staging;
  }

  /**
   * Moves the staged files into place.
   *
   * @throws FileAlreadyExistsException if something exists by now that may not be replaced
   * @throws IOException if they cannot be moved; an existing directory is then left unchanged
   */
  public void commit() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(staging)) {
      for (Path file : files) {
        Durable.flush(file);
      }
    }
    Durable.flushNames(staging);
    try (DirectoryLock lock = DirectoryLock.take(sibling(target, ".lock"))) {
      settle(parent, target, lock);
      replaceable.require(target); // something may have been created there during the training
      replace();
    }
  }

  private void replace() throws IOException {
    Path old = old(target);
    boolean replaces = Files.exists(target);
    if (replaces) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (replaces) {
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    Durable.flushNames(parent);
    if (replaces) {
      deleteQuietly(old);
    }
  }

  /** Removes what was staged and not committed. */
  @Override
  public void close() {
    if (Files.exists(staging)) {
      deleteQuietly(staging);
    }
  }

  /**
   * Cleans up after dead processes. Restores a directory that one moved aside before it died
   * without moving the new one into place.
   */
  private static void settle(Path parent, Path target, DirectoryLock lock) throws IOException {
    boolean allDead = removeLeftStaging(parent, target);
    Path old = old(target);
    if (!(allDead || lock.amongProcesses()) || Files.notExists(old)) {
      return;
    }
    if (Files.notExists(target)) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      deleteQuietly(old);
    }
  }

  /** Removes staged files of dead processes; returns false if there are some of a living one. */
  private static boolean removeLeftStaging(Path parent, Path target) throws IOException {
    boolean allDead = true;
    String glob = "." + target.getFileName() + ".new-";
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(parent, path -> path.getFileName().toString().startsWith(glob))) {
      for (Path sibling : siblings) {
        if (isOfLivingProcess(sibling)) {
          allDead = false;
        } else {
          deleteQuietly(sibling);
        }
      }
    }
    return allDead;
  }

  private static boolean isOfLivingProcess(Path staging) {
    Matcher matcher = STAGING.matcher(staging.getFileName().toString());
    if (!matcher.matches()) {
      return true;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(matcher.group(1)));
    // Process numbers recur, above all in containers; together with the start time they do not.
    return process.isPresent() && start(process.get()) == Long.parseLong(matcher.group(2));
  }

  /**
   * When a process started, in a unit of the system. Java adds its instant to the time at which the
   * system started, which two processes may see differently if the clock has been set in between:
   * Linux counts from that time.
   */
  private static long start(ProcessHandle process) {
    try {
      String known = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      String[] fromThird = known.substring(known.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fromThird[START_TIME - 3]);
    } catch (IOException | RuntimeException e) {
      return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
  }

  private static Path old(Path target) {
    return sibling(target, ".old");
  }

  private static Path sibling(Path target, String ending) {
    return target.resolveSibling("." + target.getFileName() + ending);
  }

  /** A file that cannot be deleted now does no harm, and is tried again by the next writer. */
  private static void deleteQuietly(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      return;
    }
  }
}
