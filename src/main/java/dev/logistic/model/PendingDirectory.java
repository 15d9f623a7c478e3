package dev.logistic.model;

import dev.logistic.files.StagedDirectory;
import dev.logistic.schema.ModelJson;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A place reserved for a model directory while its model is being trained, so that a path that
 * cannot be written is reported early and never holds a half-written model; see {@link
 * StagedDirectory}. Closing it without a model leaves no file. For one thread. For use within this
 * project.
 */
public final class PendingDirectory implements AutoCloseable {

  private final StagedDirectory staged;

  private PendingDirectory(StagedDirectory staged) {
    this.staged = staged;
  }

  /**
   * Reserves a place and creates missing parent directories.
   *
   * @param overwrite whether an existing model directory may be replaced
   * @throws FileAlreadyExistsException if something exists that may not be replaced
   * @throws IOException if nothing can be written there
   */
  public static PendingDirectory at(Path directory, boolean overwrite) throws IOException {
    return new PendingDirectory(
        StagedDirectory.at(directory, target -> requireReplaceable(target, overwrite)));
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

  /** The directory to write the files to. */
  Path staging() {
    return staged.staging();
  }

  /** Moves the staged files into place. */
  void commit() throws IOException {
    staged.commit();
  }

  /** Removes what was staged and not committed. */
  @Override
  public void close() {
    staged.close();
  }
}
