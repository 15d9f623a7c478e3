package dev.logistic.checkpoint;

import dev.logistic.files.AtomicFile;
import dev.logistic.files.CorruptFileException;
import dev.logistic.files.Durable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last two checkpoints of one run, {@code checkpoint-000041.safetensors} and the like. A
 * checkpoint is written next to its name, flushed to the disk and then renamed, so that after a
 * crash at any moment the last complete one is found. One process at a time holds the directory, by
 * a lock that ends with it. For one thread.
 */
public final class CheckpointDirectory implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{6,17})\\.safetensors");
  private static final String UNFINISHED = ".unfinished";
  private static final String PROBE = "probe" + UNFINISHED;

  /**
   * Held by this process. A system lock does not distinguish holders within a process, and closing
   * any channel of the file would release it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final Path held;
  private final FileChannel lock;
  private long sequence;
  private @Nullable Path newest; // that is known to be good

  private CheckpointDirectory(Path directory, Path held, FileChannel lock) {
    this.directory = directory;
    this.held = held;
    this.lock = lock;
  }

  /**
   * A checkpoint that was found.
   *
   * @param state what it holds
   * @param file where it is
   * @param damaged newer ones that could not be read, each with the reason
   */
  public record Found(State state, Path file, List<String> damaged) {
    /** Copies the list. */
    public Found {
      damaged = List.copyOf(damaged);
    }
  }

  /**
   * Opens a directory, which is created if missing, checks that it can be written, and removes
   * files that a crash has left half written.
   *
   * @throws CheckpointException if it cannot be written, or another run holds it
   */
  public static CheckpointDirectory open(Path directory) {
    try {
      createDirectories(directory);
      Path held = directory.toRealPath();
      if (!HELD.add(held)) {
        throw inUse(directory);
      }
      try {
        FileChannel lock = lock(directory);
        try {
          CheckpointDirectory opened = new CheckpointDirectory(directory, held, lock);
          opened.prepare();
          return opened;
        } catch (IOException | RuntimeException e) {
          lock.close();
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        HELD.remove(held);
        throw e;
      }
    } catch (ReadOnlyFileSystemException e) {
      throw new CheckpointException(directory + ": cannot be written: it is read-only", e);
    } catch (IOException e) {
      throw new CheckpointException(directory + ": cannot be written: " + reason(e), e);
    }
  }

  private static void createDirectories(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new FileSystemException(directory.toString(), null, "it is not a directory");
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (IOException e) {
      return channel; // a file system without locks: the lock is only a guard against mistakes
    }
    channel.close();
    throw inUse(directory);
  }

  private static CheckpointException inUse(Path directory) {
    return new CheckpointException(directory + ": another run is writing its checkpoints there");
  }

  private void prepare() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*" + UNFINISHED)) {
      for (Path path : left) {
        if (isOurs(path)) {
          Files.delete(path);
        }
      }
    }
    Path probe = directory.resolve(PROBE);
    Files.write(probe, new byte[1]);
    Files.delete(probe);
    sequence = files().stream().findFirst().map(CheckpointDirectory::number).orElse(0L);
  }

  private static boolean isOurs(Path unfinished) {
    String name = unfinished.getFileName().toString();
    String whole = name.substring(0, name.length() - UNFINISHED.length());
    return Files.isRegularFile(unfinished) && (name.equals(PROBE) || NAME.matcher(whole).matches());
  }

  /** Whether there are any checkpoints, damaged ones included. */
  public boolean isEmpty() {
    return filesNewestFirst().isEmpty();
  }

  /**
   * Reads the newest intact checkpoint; empty if there is none at all.
   *
   * @throws CheckpointException if there are some, and all are damaged; if one cannot be read for
   *     another reason, such as missing permission, or is of another version
   */
  public Optional<Found> newest() {
    List<String> damaged = new ArrayList<>();
    for (Path file : filesNewestFirst()) {
      try {
        State state = CheckpointFile.read(file);
        newest = file;
        return Optional.of(new Found(state, file, damaged));
      } catch (CorruptFileException e) {
        damaged.add(file + " is damaged: " + e.getMessage());
      } catch (IOException e) { // the cause may be temporary, so an older one must not replace it
        throw unreadable(file, e);
      }
    }
    if (damaged.isEmpty()) {
      return Optional.empty();
    }
    throw new CheckpointException(
        String.join("; ", damaged) + "; to start afresh, remove " + directory);
  }

  private List<Path> filesNewestFirst() {
    try {
      return files();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  private static CheckpointException unreadable(Path path, IOException e) {
    return new CheckpointException(path + ": cannot be read: " + reason(e), e);
  }

  /**
   * Writes a checkpoint, and keeps the good one before it.
   *
   * @return its file
   * @throws CheckpointException if it cannot be written; existing ones are left unchanged
   */
  public Path write(State state) {
    String name = String.format(Locale.ROOT, "checkpoint-%06d.safetensors", sequence + 1);
    Path file = directory.resolve(name);
    Path before = newest;
    try {
      byte[] content = CheckpointFile.encode(state);
      AtomicFile.replace(
          file, directory.resolve(name + UNFINISHED), staging -> Files.write(staging, content));
      Durable.flushNames(directory);
    } catch (IOException e) {
      throw new CheckpointException(
          "%s: the checkpoint could not be written: %s; %s"
              .formatted(
                  directory,
                  reason(e),
                  newest == null ? "there is no earlier one" : "the last good one is " + newest),
          e);
    }
    newest = file;
    sequence++;
    removeAllBut(file, before);
    return file;
  }

  /** A file that cannot be removed now does no harm, and is tried again with the next. */
  private void removeAllBut(Path file, @Nullable Path before) {
    try {
      for (Path old : files()) {
        if (!old.equals(file) && !old.equals(before)) {
          Files.deleteIfExists(old);
        }
      }
    } catch (IOException e) {
      return;
    }
  }

  /** The newest first. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path path : all) {
        if (NAME.matcher(path.getFileName().toString()).matches()) {
          files.add(path);
        }
      }
    }
    files.sort(Comparator.comparingLong(CheckpointDirectory::number).reversed());
    return files;
  }

  private static long number(Path file) {
    Matcher matcher = NAME.matcher(file.getFileName().toString());
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static String reason(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return e instanceof FileSystemException || e.getMessage() == null
        ? e.getClass().getSimpleName() + " " + e.getMessage()
        : String.valueOf(e.getMessage());
  }

  /** Releases the directory to other runs. */
  @Override
  public void close() {
    try {
      lock.close();
      HELD.remove(held);
    } catch (IOException e) {
      throw new CheckpointException(directory + ": the lock could not be released: " + e, e);
    }
  }
}
