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

/** Writes a file that appears whole or not at all. */
final class AtomicFile {

  private AtomicFile() {}

  /** What goes into a text file. */
  interface Text {
    void writeTo(PrintWriter writer) throws IOException;
  }

  /** What makes a file at a path. */
  interface Content {
    void writeTo(Path path) throws IOException;
  }

  /**
   * Writes text in UTF-8; a device or pipe, which cannot be replaced, gets it directly.
   *
   * @throws IOException if it cannot be written; an older file is then as it was
   */
  static void write(Path file, Text text) throws IOException {
    requireWritable(file);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      writeText(file, text);
    } else {
      replace(file, staging -> writeText(staging, text));
    }
  }

  /**
   * Has a file made beside the final one, flushes it to the disk, then renames it.
   *
   * @throws IOException if it cannot be written; an older file is then as it was
   */
  static void replace(Path file, Content content) throws IOException {
    requireWritable(file);
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    withScratch(
        target,
        staging -> {
          content.writeTo(staging);
          try (FileChannel channel = FileChannel.open(staging, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
          Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /** Lends a path beside the given one, and removes what is left there. */
  static void withScratch(Path beside, Content use) throws IOException {
    String name = "." + beside.getFileName() + ".new-" + ProcessHandle.current().pid();
    Path scratch = beside.resolveSibling(name);
    scratch.toFile().deleteOnExit(); // an interrupt leaves nothing
    try {
      use.writeTo(scratch);
    } finally {
      Files.deleteIfExists(scratch);
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

  /** Writes text in UTF-8 to the path itself. */
  static void writeText(Path path, Text text) throws IOException {
    try (PrintWriter writer =
        new PrintWriter(Files.newBufferedWriter(path, StandardCharsets.UTF_8))) {
      text.writeTo(writer);
      if (writer.checkError()) {
        throw new FileSystemException(path.toString(), null, "could not be written whole");
      }
    }
  }
}
