package dev.logistic.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a directory that other processes may replace meanwhile, and changes nothing.
 *
 * <p>A writer that replaces a directory {@code m} stages the new one in {@code .m.new-...} next to
 * it, moves {@code m} to {@code .m.old}, the new one to {@code m}, and deletes the old one. So a
 * reader may find no {@code m}, or files of two generations. It reads {@code .m.old} where there is
 * no {@code m}; and where reading fails and the directory has been replaced by then, it reads
 * again, for a few seconds at most.
 */
public final class ReplacedDirectory {

  /** For a directory that is staged but not yet in place. */
  private static final Duration FOR_THE_FIRST = Duration.ofSeconds(1);

  /** For one that was replaced while it was read. */
  private static final Duration FOR_ANOTHER = Duration.ofSeconds(5);

  private static final long PAUSE_MILLIS = 2;

  private ReplacedDirectory() {}

  /**
   * Reads something of a directory.
   *
   * @param <T> what is read
   * @param <E> what is thrown besides {@link IOException}
   */
  @FunctionalInterface
  public interface Reader<T, E extends Exception> {

    /** Reads it; is called again where the directory was replaced and this failed. */
    T read(Generation generation) throws IOException, E;
  }

  /**
   * A directory as it was found.
   *
   * @param path of the directory, or of the one that was moved aside
   * @param mark that distinguishes it from another at the same path; null if there was none
   */
  public record Generation(Path path, @Nullable Mark mark) {

    private static Generation of(Path directory) {
      Mark mark = markOf(directory);
      if (mark != null) {
        return new Generation(directory, mark);
      }
      Path aside = sibling(directory, ".old");
      Mark old = aside == null ? null : markOf(aside);
      if (aside != null && old != null) {
        return new Generation(aside, old);
      }
      return new Generation(directory, markOf(directory)); // may have come back meanwhile
    }

    /**
     * Checks that everything was read from one generation.
     *
     * @throws IOException if the directory has been replaced
     */
    public void requireUnchanged() throws IOException {
      if (mark == null || !mark.equals(markOf(path))) {
        throw new IOException(path + " was replaced while it was read");
      }
    }
  }

  /**
   * Distinguishes a directory from another at the same path.
   *
   * @param key of the file system; null where it has none
   * @param created its creation
   * @param modified when its list of files last changed
   */
  public record Mark(@Nullable Object key, FileTime created, FileTime modified) {}

  private static @Nullable Mark markOf(Path path) {
    try {
      BasicFileAttributes known = Files.readAttributes(path, BasicFileAttributes.class);
      return new Mark(known.fileKey(), known.creationTime(), known.lastModifiedTime());
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The name of a path next to a directory; null for a root.
   *
   * @param ending such as {@code .old}
   */
  public static @Nullable Path sibling(Path directory, String ending) {
    Path target = directory.toAbsolutePath().normalize();
    Path name = target.getFileName();
    return name == null ? null : target.resolveSibling("." + name + ending);
  }

  /**
   * Reads a directory of one generation.
   *
   * @throws IOException if the reader does, and the directory is not being replaced
   * @throws E likewise
   */
  public static <T, E extends Exception> T read(Path directory, Reader<T, E> reader)
      throws IOException, E {
    long start = System.nanoTime();
    while (true) {
      Generation generation = Generation.of(directory);
      try {
        return reader.read(generation);
      } catch (Exception e) {
        long waited = System.nanoTime() - start;
        if (waited > patience(directory, generation).toNanos() || !pause()) {
          throw e;
        }
      }
    }
  }

  private static Duration patience(Path directory, Generation before) {
    Generation now = Generation.of(directory);
    if (!now.equals(before)) {
      return FOR_ANOTHER;
    }
    return now.mark() == null && isStaged(directory) ? FOR_THE_FIRST : Duration.ZERO;
  }

  private static boolean isStaged(Path directory) {
    Path staged = sibling(directory, ".new-");
    if (staged == null || staged.getParent() == null) {
      return false;
    }
    String start = staged.getFileName().toString();
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(
            staged.getParent(), path -> path.getFileName().toString().startsWith(start))) {
      return siblings.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  /** False if the thread was interrupted. */
  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
