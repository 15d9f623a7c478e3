package dev.logistic.table;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * A part of a LibSVM file and its rows, which a thread of the common pool reads and parses. Reused
 * for one part after another. For one thread.
 */
final class LibSvmPart {

  private final LineBuffer buffer = new LineBuffer();
  private final LibSvmParser parser;
  private @Nullable ForkJoinTask<?> task;
  private @Nullable LibSvmRows rows;
  private @Nullable Exception failure;

  /**
   * @param leastIndex that a column may have
   * @param type that values are to fit
   */
  LibSvmPart(int leastIndex, DataType type) {
    parser = new LibSvmParser(leastIndex, type);
  }

  /**
   * Begins to read the next part of a file.
   *
   * @return false at the end of the file
   */
  boolean begin(LibSvmInput input) throws IOException {
    if (!input.next(buffer)) {
      return false;
    }
    task = ForkJoinTask.adapt(() -> parse(input)).fork();
    return true;
  }

  private void parse(LibSvmInput input) {
    try {
      input.read(buffer);
      rows = parser.parse(buffer);
      failure = null;
    } catch (IOException | LibSvmParser.Fault e) {
      failure = e;
    }
  }

  /** Reads the part on this thread, unless another one has begun to. */
  void help() {
    ForkJoinTask<?> waiting = Objects.requireNonNull(task);
    if (waiting.tryUnfork()) {
      waiting.invoke();
    }
  }

  /** Whether the part has been read. */
  boolean isDone() {
    return Objects.requireNonNull(task).isDone();
  }

  /** Returns the rows of the part that was begun, to be used until the next one is. */
  LibSvmRows rows() throws IOException, LibSvmParser.Fault {
    Objects.requireNonNull(task).join();
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof LibSvmParser.Fault e) {
      throw e;
    }
    return Objects.requireNonNull(rows);
  }
}
