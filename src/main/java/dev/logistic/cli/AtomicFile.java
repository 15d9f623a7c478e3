package dev.logistic.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a text file that appears whole or not at all. */
final class AtomicFile {

  private AtomicFile() {}

  /** What goes into the file. */
  interface Content {
    void writeTo(PrintWriter writer) throws IOException;
  }

  /**
   * Writes beside the file, flushes to the disk, then renames over it.
   *
   * @throws IOException if it cannot be written; an older file is then as it was
   */
  static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "is a directory, not a file");
    }
    Path staging =
        target.resolveSibling("." + target.getFileName() + ".new-" + ProcessHandle.current().pid());
    try {
      try (PrintWriter writer =
          new PrintWriter(Files.newBufferedWriter(staging, StandardCharsets.UTF_8))) {
        content.writeTo(writer);
        if (writer.checkError()) {
          throw new FileSystemException(file.toString(), null, "could not be written whole");
        }
      }
      try (FileChannel channel = FileChannel.open(staging, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staging);
    }
  }
}
