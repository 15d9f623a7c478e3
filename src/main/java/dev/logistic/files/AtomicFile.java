package dev.logistic.files;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file that appears whole or not at all. Thread-safe. */
public final class AtomicFile {

  private AtomicFile() {}

  /** The content of a text file. */
  @FunctionalInterface
  public interface Text {

    /** Writes it. */
    void writeTo(PrintWriter writer) throws IOException;
  }

  /** The content of a file. */
  @FunctionalInterface
  public interface Content {

    /** Writes it to a new file at the path. */
    void writeTo(Path path) throws IOException;
  }

  /**
   * Writes text in UTF-8. A device or pipe cannot be replaced and is written to directly.
   *
   * @throws IOException if it cannot be written; an existing file is then left unchanged
   */
  public static void write(Path file, Text text) throws IOException {
    requireWritable(file);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      writeText(file, text);
    } else {
      replace(file, staging -> writeText(staging, text));
    }
  }

  /**
   * Writes a file next to the final one, flushes it to the disk and renames it.
   *
   * @throws IOException if it cannot be written; an existing file is then left unchanged
   */
  public static void replace(Path file, Content content) throws IOException {
    requireWritable(file);
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    withScratch(target, staging -> replace(target, staging, content));
  }

  /**
   * Writes a file via a path in the same directory that the caller chooses. Neither resolves links
   * nor checks permissions.
   *
   * @param staging path of the file while it is incomplete; deleted afterwards
   * @throws IOException if it cannot be written; an existing file is then left unchanged
   */
  public static void replace(Path file, Path staging, Content content) throws IOException {
    try {
      content.writeTo(staging);
      Durable.flush(staging);
      Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staging);
    }
  }

  /**
   * Provides a temporary path next to the given one, and deletes it afterwards.
   *
   * @throws IOException if the content does, or the file cannot be deleted
   */
  public static void withScratch(Path sibling, Content use) throws IOException {
    String name = "." + sibling.getFileName() + ".new-" + ProcessHandle.current().pid();
    Path scratch = sibling.resolveSibling(name);
    scratch.toFile().deleteOnExit(); // an interrupt leaves nothing
    try {
      use.writeTo(scratch);
    } finally {
      Files.deleteIfExists(scratch);
    }
  }

  /**
   * Checks that the file can be written, for callers that need to know before long work.
   *
   * @throws FileSystemException with the reason if it cannot
   */
  public static void requireWritable(Path file) throws FileSystemException {
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

  /**
   * Writes text in UTF-8 to the path itself.
   *
   * @throws IOException if it cannot be written
   */
  public static void writeText(Path path, Text text) throws IOException {
    try (PrintWriter writer =
        new PrintWriter(Files.newBufferedWriter(path, StandardCharsets.UTF_8))) {
      text.writeTo(writer);
      if (writer.checkError()) {
        throw new FileSystemException(path.toString(), null, "could not be written whole");
      }
    }
  }
}
