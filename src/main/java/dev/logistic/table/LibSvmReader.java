package dev.logistic.table;

import ai.djl.ndarray.types.DataType;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of LibSVM files in order, some at a time, in constant memory. Parts of a file are
 * read and parsed on the threads of the common pool. Close it when done. For one thread.
 */
final class LibSvmReader implements AutoCloseable {

  private static final int PARTS_A_THREAD = 3;

  private final Iterator<Path> files;
  private final int leastIndex;
  private final DataType type;
  private final Deque<LibSvmPart> begun = new ArrayDeque<>(); // in the order of the file
  private final Deque<LibSvmPart> unused = new ArrayDeque<>();
  private @Nullable LibSvmPart returned;
  private @Nullable Path file;
  private @Nullable LibSvmInput input;
  private @Nullable IOException failure; // after the parts that were begun
  private long lines; // of the file, before the next part

  /**
   * @param files at least one
   * @param leastIndex that a column may have
   * @param type that values are to fit
   */
  LibSvmReader(List<Path> files, int leastIndex, DataType type) {
    this.files = files.iterator();
    this.leastIndex = leastIndex;
    this.type = type;
  }

  /** The file of the rows that were returned last. */
  @Nullable Path file() {
    return file;
  }

  /**
   * Returns the next rows, null after the last. They may be used until the next call.
   *
   * @throws TableException naming file and line if they cannot be read
   */
  @Nullable LibSvmRows next() throws TableException {
    if (returned != null) {
      unused.add(returned);
      returned = null;
    }
    while (true) {
      if (begun.isEmpty() && input == null && !open()) {
        return null;
      }
      begin();
      LibSvmPart part = begun.poll();
      if (part == null) {
        continue;
      }
      help(part);
      LibSvmRows rows = rows(part);
      lines += rows.lines();
      if (rows.rows() > 0) {
        returned = part;
        return rows;
      }
      unused.add(part);
    }
  }

  private boolean open() throws TableException {
    if (!files.hasNext()) {
      return false;
    }
    file = files.next();
    lines = 0;
    try {
      input = LibSvmInput.open(file);
    } catch (IOException e) {
      throw exception(e);
    }
    return true;
  }

  /** Begins a few parts for each thread; closes the file at its end. */
  private void begin() throws TableException {
    int most = PARTS_A_THREAD * (ForkJoinPool.getCommonPoolParallelism() + 1);
    while (input != null && failure == null && begun.size() < most) {
      LibSvmPart part = unused.isEmpty() ? new LibSvmPart(leastIndex, type) : unused.remove();
      try {
        if (part.begin(input)) {
          begun.add(part);
        } else {
          unused.add(part);
          break;
        }
      } catch (IOException e) {
        failure = e;
      }
    }
    if (begun.isEmpty()) {
      close();
      if (failure != null) {
        throw exception(failure);
      }
    }
  }

  /** Reads later parts until one is done; other threads begin with the first. */
  private void help(LibSvmPart awaited) {
    Iterator<LibSvmPart> last = begun.descendingIterator();
    while (!awaited.isDone() && last.hasNext()) {
      last.next().help();
    }
  }

  private LibSvmRows rows(LibSvmPart part) throws TableException {
    try {
      return part.rows();
    } catch (LibSvmParser.Fault e) {
      throw new TableException("%s, line %d: %s".formatted(file, lines + e.line(), e.getMessage()));
    } catch (IOException e) {
      throw exception(e);
    }
  }

  private TableException exception(IOException e) {
    if (e instanceof EOFException) {
      return new TableException(
          "%s: the compressed file ends too early, after line %d; fetch or write it again"
              .formatted(file, lines));
    }
    if (e instanceof ZipException) {
      return new TableException(
          "%s: is not a gzip file, or damaged: %s; a file that is not compressed must not end in .gz"
              .formatted(file, e.getMessage()));
    }
    return new TableException("%s: cannot be read: %s".formatted(file, e.getMessage()));
  }

  @Override
  public void close() {
    try {
      if (input != null) {
        input.close();
      }
    } catch (IOException e) {
      // nothing was written
    }
    input = null;
  }
}
