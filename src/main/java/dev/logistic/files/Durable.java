package dev.logistic.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Flushes to the disk, so that written data survive a power failure. Thread-safe. */
public final class Durable {

  private Durable() {}

  /**
   * Flushes a file.
   *
   * @throws IOException if the disk does not accept it
   */
  public static void flush(Path file) throws IOException {
    force(file, StandardOpenOption.WRITE);
  }

  /**
   * Flushes the names in a directory, which a rename or a deletion has changed. Does nothing on
   * Windows, which opens no directories and journals its renames.
   *
   * @throws IOException if the disk does not accept it
   */
  public static void flushNames(Path directory) throws IOException {
    boolean opens =
        directory.getFileSystem() == FileSystems.getDefault()
            && !directory.getFileSystem().getSeparator().equals("\\");
    if (opens) {
      force(directory, StandardOpenOption.READ);
    }
  }

  private static void force(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }
}
