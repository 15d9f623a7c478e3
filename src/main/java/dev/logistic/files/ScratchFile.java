package dev.logistic.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file that is written once and read at any place. It has no name on systems that allow
 * that, and on others it is deleted when closed, so that nothing stays after the process has ended,
 * however it did. Reading is safe on several threads.
 */
public final class ScratchFile implements AutoCloseable {

  private final Path directory;
  private final FileChannel channel;
  private long size;

  private ScratchFile(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Creates an empty file.
   *
   * @throws UncheckedIOException if the directory does not exist or cannot be written to
   */
  public static ScratchFile in(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        throw new NoSuchFileException(directory.toString(), null, "no such directory");
      }
      Path file = Files.createTempFile(directory, "djl-logistic-rows", ".tmp");
      return new ScratchFile(
          directory,
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("%s: no temporary file can be created: %s".formatted(directory, e), e));
    }
  }

  /**
   * Writes bytes at the end. For one thread.
   *
   * @return where they start
   * @throws UncheckedIOException if they cannot be written, as on a full disk
   */
  public long append(ByteBuffer bytes) {
    long start = size;
    try {
      while (bytes.hasRemaining()) {
        size += channel.write(bytes, size);
      }
      return start;
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(
              "%s: the temporary file of rows cannot be written beyond %d MB: %s; set data.spill to a directory with more room"
                  .formatted(directory, size >> 20, e.getMessage()),
              e));
    }
  }

  /**
   * Fills a buffer.
   *
   * @param from where the bytes start
   * @throws UncheckedIOException if they cannot be read
   */
  public void read(long from, ByteBuffer into) {
    try {
      long at = from;
      while (into.hasRemaining()) {
        int read = channel.read(into, at);
        if (read < 0) {
          throw new EOFException("it ends at " + at);
        }
        at += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(
              "%s: the temporary file of rows cannot be read: %s"
                  .formatted(directory, e.getMessage()),
              e));
    }
  }

  /** Bytes written. */
  public long size() {
    return size;
  }

  /** Deletes the file. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // it is deleted at the latest when the process ends
    }
  }
}
