package dev.logistic.table;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of LibSVM files in order, some at a time, in constant memory. Pieces of whole
 * lines are parsed on the threads of the common pool. Close it when done. For one thread.
 */
final class LibSvmReader implements AutoCloseable {

  private static final int PIECE = 1 << 21;
  private static final int PIECES_A_THREAD = 4;

  private final Iterator<Path> files;
  private final int leastIndex;
  private final Deque<LibSvmRows> parsed = new ArrayDeque<>();
  private @Nullable Path file;
  private @Nullable InputStream input;
  private byte[] rest = new byte[0]; // of a line that a piece begins with
  private long lines; // of the file, before the next pieces

  /** A piece of whole lines. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(byte[] bytes, int length) {}

  /**
   * @param files at least one
   * @param leastIndex that a column may have
   */
  LibSvmReader(List<Path> files, int leastIndex) {
    this.files = files.iterator();
    this.leastIndex = leastIndex;
  }

  /** The file that was read last. */
  @Nullable Path file() {
    return file;
  }

  /**
   * Returns the next rows, null after the last.
   *
   * @throws TableException naming file and line if they cannot be read
   */
  @Nullable LibSvmRows next() throws TableException {
    while (parsed.isEmpty()) {
      if (input == null && !open()) {
        return null;
      }
      parse(pieces());
    }
    return parsed.removeFirst();
  }

  private boolean open() throws TableException {
    if (!files.hasNext()) {
      return false;
    }
    file = files.next();
    lines = 0;
    try {
      InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      input = LibSvmFiles.isCompressed(file.toString()) ? new GZIPInputStream(raw, 1 << 16) : raw;
    } catch (IOException e) {
      throw failure(e);
    }
    return true;
  }

  private TableException failure(IOException e) {
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

  /** A few pieces for each thread; closes the file at its end. */
  private List<Piece> pieces() throws TableException {
    List<Piece> pieces = new ArrayList<>();
    int most = PIECES_A_THREAD * (ForkJoinPool.getCommonPoolParallelism() + 1);
    try {
      while (input != null && pieces.size() < most) {
        Piece piece = piece(input);
        if (piece.length > 0) {
          pieces.add(piece);
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
    return pieces;
  }

  /** Reads to the end of a line, however long that is. */
  private Piece piece(InputStream from) throws IOException {
    byte[] bytes = Arrays.copyOf(rest, rest.length + PIECE);
    int length = rest.length;
    while (true) {
      int read = from.readNBytes(bytes, length, bytes.length - length);
      length += read;
      if (length < bytes.length) {
        rest = new byte[0];
        close();
        return new Piece(bytes, length);
      }
      int end = length;
      while (end > length - read && bytes[end - 1] != '\n') {
        end--;
      }
      if (end > length - read) {
        rest = Arrays.copyOfRange(bytes, end, length);
        return new Piece(bytes, end);
      }
      bytes = Arrays.copyOf(bytes, Math.addExact(length, length));
    }
  }

  private void parse(List<Piece> pieces) throws TableException {
    List<Object> results =
        pieces.parallelStream()
            .<Object>map(
                piece -> {
                  try {
                    return LibSvmParser.parse(piece.bytes, piece.length, leastIndex);
                  } catch (LibSvmParser.Fault e) {
                    return e;
                  }
                })
            .toList();
    for (Object result : results) {
      if (result instanceof LibSvmParser.Fault fault) {
        throw new TableException(
            "%s, line %d: %s".formatted(file, lines + fault.line(), fault.getMessage()));
      }
      LibSvmRows rows = (LibSvmRows) result;
      lines += rows.lines();
      if (rows.rows() > 0) {
        parsed.add(rows);
      }
    }
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
