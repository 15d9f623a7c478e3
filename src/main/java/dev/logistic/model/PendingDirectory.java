package dev.logistic.model;

import ai.djl.util.Utils;
import dev.logistic.files.ReplacedDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place kept for a model directory while its model is still being trained, so that a path that
 * cannot be written is noticed first and a half-written model is never seen at it.
 *
 * <p>For a target {@code m} it stages files in {@code .m.new-...} beside it. {@link #commit}
 * flushes them to the disk, moves an old {@code m} to {@code .m.old}, moves the new one into place
 * and deletes the old one: at every moment there is one complete directory, and readers find it
 * (see {@link ReplacedDirectory}). They change nothing: only who writes puts back what a dead
 * process left moved aside, under a lock that a living one would hold. Closing without a commit
 * removes the staged files. For one thread.
 */
public final class PendingDirectory implements AutoCloseable {

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final Pattern STAGING = Pattern.compile("\\..*\\.new-(\\d+)-(\\d+)-\\d+");

  private final Path parent;
  private final Path target;
  private final Path staging;
  private final boolean overwrite;

  private PendingDirectory(Path parent, Path target, Path staging, boolean overwrite) {
    this.overwrite = overwrite;
    this.parent = parent;
    this.target = target;
    this.staging = staging;
  }

  /**
   * Keeps a place; makes missing parent directories.
   *
   * @param overwrite whether a model directory that is there may be replaced
   * @throws FileAlreadyExistsException if something is there that may not be replaced
   * @throws IOException if nothing can be written there
   */
  public static PendingDirectory at(Path directory, boolean overwrite) throws IOException {
    Path target = directory.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null) {
      throw new FileAlreadyExistsException(directory.toString(), null, "cannot be replaced");
    }
    PlaceLock lock;
    try {
      Files.createDirectories(parent);
      lock = PlaceLock.take(sibling(target, ".lock"));
    } catch (FileSystemException e) {
      requireReplaceable(target, overwrite);
      throw unwritable(directory, parent, e);
    }
    try (lock) {
      settle(parent, target, lock);
      requireReplaceable(target, overwrite);
      Path staging = sibling(target, stagingEnding());
      try {
        Files.createDirectory(staging);
      } catch (FileSystemException e) {
        throw unwritable(directory, parent, e);
      }
      staging.toFile().deleteOnExit(); // an interrupted training leaves it empty
      return new PendingDirectory(parent, target, staging, overwrite);
    }
  }

  private static String stagingEnding() {
    ProcessHandle self = ProcessHandle.current();
    return ".new-" + self.pid() + "-" + startMillis(self) + "-" + COUNTER.incrementAndGet();
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

  private static void requireReplaceable(Path target, boolean overwrite) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (isEmptyDirectory(target)) {
      return;
    }
    if (!Files.exists(target.resolve(ModelJson.FILE))) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "is not a model directory and will not be replaced");
    }
    if (!overwrite) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "exists already; overwriting it was not requested");
    }
  }

  private static boolean isEmptyDirectory(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(target)) {
      return !files.iterator().hasNext();
    }
  }

  /** Where to write the files. */
  Path staging() {
    return staging;
  }

  /** Puts the staged files in place. */
  void commit() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(staging)) {
      for (Path file : files) {
        flush(file);
      }
    }
    flush(staging);
    try (PlaceLock lock = PlaceLock.take(sibling(target, ".lock"))) {
      settle(parent, target, lock);
      requireReplaceable(target, overwrite); // something may have come there during the training
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
    flush(parent);
    if (replaces) {
      Utils.deleteQuietly(old);
    }
  }

  /** Removes what was staged and not committed. */
  @Override
  public void close() {
    if (Files.exists(staging)) {
      Utils.deleteQuietly(staging);
    }
  }

  /**
   * Clears away what dead processes left. Puts a directory back that one moved aside and died
   * before it had put the new one in place.
   */
  private static void settle(Path parent, Path target, PlaceLock lock) throws IOException {
    boolean allDead = removeLeftStaging(parent, target);
    Path old = old(target);
    if (!(allDead || lock.amongProcesses()) || Files.notExists(old)) {
      return;
    }
    if (Files.notExists(target)) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Utils.deleteQuietly(old);
    }
  }

  /** Removes staged files of dead processes; false if there are some of a living one. */
  private static boolean removeLeftStaging(Path parent, Path target) throws IOException {
    boolean allDead = true;
    String glob = "." + target.getFileName() + ".new-";
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(parent, path -> path.getFileName().toString().startsWith(glob))) {
      for (Path sibling : siblings) {
        if (isOfLivingProcess(sibling)) {
          allDead = false;
        } else {
          Utils.deleteQuietly(sibling);
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
    // A process number comes back, above all in containers; with its start it does not.
    return process.isPresent() && startMillis(process.get()) == Long.parseLong(matcher.group(2));
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static Path old(Path target) {
    return sibling(target, ".old");
  }

  private static Path sibling(Path target, String ending) {
    return target.resolveSibling("." + target.getFileName() + ending);
  }

  private static void flush(Path path) throws IOException {
    boolean directory = Files.isDirectory(path);
    if (directory && File.separatorChar == '\\') {
      return; // Windows opens no directories, and its renames are journalled
    }
    try (FileChannel channel =
        FileChannel.open(path, directory ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
