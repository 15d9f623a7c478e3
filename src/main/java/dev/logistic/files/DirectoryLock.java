package dev.logistic.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Held by the writer that replaces or restores a directory {@code m}: among threads, and among
 * processes by a lock on {@code .m.lock} next to it, which is deleted afterwards. The system frees
 * the lock of a process that dies. Where the file system has no locks, only threads exclude each
 * other.
 */
final class DirectoryLock implements AutoCloseable {

  private static final ReentrantLock THREADS = new ReentrantLock();
  private static final int MAX_SIZE = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final boolean amongProcesses;

  private DirectoryLock(Path file, FileChannel channel, boolean amongProcesses) {
    this.file = file;
    this.channel = channel;
    this.amongProcesses = amongProcesses;
  }

  /**
   * Waits for the lock.
   *
   * @throws IOException if nothing can be written there
   */
  static DirectoryLock take(Path file) throws IOException {
    THREADS.lock();
    try {
      while (true) {
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = lock(channel);
        if (!locked || isStillAt(file, channel)) {
          return new DirectoryLock(file, channel, locked);
        }
        channel.close();
      }
    } catch (IOException | RuntimeException e) {
      THREADS.unlock();
      throw e;
    }
  }

  /** False where the file system has no locks. */
  private static boolean lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock().isValid();
      } catch (OverlappingFileLockException e) {
        Thread.onSpinWait(); // this class was loaded twice, and the other one holds it
      } catch (ClosedChannelException e) {
        throw e; // the thread was interrupted
      } catch (IOException e) {
        return false;
      }
    }
  }

  /**
   * Whether the previous holder has not deleted the file meanwhile. Compares sizes, since opening
   * and closing the file once more would free the lock.
   */
  private static boolean isStillAt(Path file, FileChannel channel) throws IOException {
    int size = ThreadLocalRandom.current().nextInt(1, MAX_SIZE);
    channel.truncate(0);
    channel.write(ByteBuffer.allocate(size));
    try {
      return Files.size(file) == size;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether other processes are excluded too. */
  boolean amongProcesses() {
    return amongProcesses;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    } finally {
      THREADS.unlock();
    }
  }
}
