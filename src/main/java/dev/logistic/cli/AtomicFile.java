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
    requireWritable(file);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      write(file, file, content); // a device or pipe, which cannot be replaced
      return;
    }
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path staging =
        target.resolveSibling("." + target.getFileName() + ".new-" + ProcessHandle.current().pid());
    try {
      write(staging, file, content);
      try (FileChannel channel = FileChannel.open(staging, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staging);
    }
  }

  /**
   * Looks whether the file can be written, for who wants to know before long work.
   *
   * @throws IOException saying why not
   */
  static void requireWritable(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    String reason = null;
    if (Files.isDirectory(file)) {
      reason = "is a directory, not a file";
    } else if (parent == null || !Files.isDirectory(parent)) {
      reason = "cannot be written: " + parent + " is not a directory";
    } else if (!Files.isWritable(Files.exists(file) ? file : parent)) {
      reason = "cannot be written: permission denied";
    }
    if (reason != null) {
      throw new FileSystemException(file.toString(), null, reason);
    }
  }

  private static void write(Path to, Path named, Content content) throws IOException {
    try (PrintWriter writer =
        new PrintWriter(Files.newBufferedWriter(to, StandardCharsets.UTF_8))) {
      content.writeTo(writer);
      if (writer.checkError()) {
        throw new FileSystemException(named.toString(), null, "could not be written whole");
      }
    }
  }
}
