package dev.logistic.table;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** An open file whose lines are read part by part. */
interface LibSvmInput extends AutoCloseable {

  /**
   * Begins the next part of the file; for one thread.
   *
   * @return false at the end of the file
   */
  boolean next(LineBuffer into) throws IOException;

  /** Completes a part that was begun; on any thread, several at the same time. */
  void read(LineBuffer into) throws IOException;

  @Override
  void close() throws IOException;

  /** Opens a file. */
  static LibSvmInput open(Path file) throws IOException {
    boolean compressed = LibSvmFiles.isCompressed(file.toString());
    if (!compressed && Files.isRegularFile(file)) {
      return new Parts(FileChannel.open(file));
    }
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      return new Sequence(compressed ? new GZIPInputStream(raw, 1 << 16) : raw);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** A file that can be read from any place. A line belongs to the part that it begins in. */
  final class Parts implements LibSvmInput {

    private static final int FIRST_MORE = 1 << 12;

    private final FileChannel file;
    private final long size;
    private long next;

    private Parts(FileChannel file) throws IOException {
      this.file = file;
      this.size = file.size();
    }

    @Override
    public boolean next(LineBuffer into) {
      into.setPosition(next);
      next += LineBuffer.BYTES - 1;
      return into.position() < size;
    }

    @Override
    public void read(LineBuffer into) throws IOException {
      long start = Math.max(0, into.position() - 1); // a line before may end right there
      long end = Math.min(size, into.position() + LineBuffer.BYTES - 1);
      int length = read(into, 0, (int) (end - start), start);
      int from = into.position() == 0 ? 0 : afterLineFeed(into.bytes(), 0, length);
      if (from == length) { // the next line begins in another part
        into.limit(0, 0);
        return;
      }
      int more = FIRST_MORE;
      int checked = length - 1;
      while (true) {
        int lineEnd = afterLineFeed(into.bytes(), checked, length);
        if (into.bytes()[lineEnd - 1] == '\n' || start + length >= size) {
          into.limit(from, lineEnd);
          return;
        }
        checked = length;
        length += read(into, length, (int) Math.min(more, size - start - length), start + length);
        if (length == checked) { // the file has become shorter
          into.limit(from, length);
          return;
        }
        more = Math.min(2 * more, 1 << 28);
      }
    }

    private int read(LineBuffer into, int offset, int count, long position) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(into.withRoom(offset + count), offset, count);
      long at = position;
      while (bytes.hasRemaining()) {
        int read = file.read(bytes, at);
        if (read < 0) {
          break;
        }
        at += read;
      }
      return (int) (at - position);
    }

    /** The place after the first line feed, the end if there is none. */
    private static int afterLineFeed(byte[] bytes, int from, int end) {
      int at = from;
      while (at < end) {
        if (bytes[at++] == '\n') {
          return at;
        }
      }
      return end;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** A stream, which is read in order, on one thread. */
  final class Sequence implements LibSvmInput {

    private final InputStream stream;
    private byte[] rest = new byte[0]; // of a line that a part begins with
    private boolean ended;

    private Sequence(InputStream stream) {
      this.stream = stream;
    }

    @Override
    public boolean next(LineBuffer into) throws IOException {
      if (ended) {
        return false;
      }
      byte[] bytes = into.withRoom(rest.length + LineBuffer.BYTES);
      System.arraycopy(rest, 0, bytes, 0, rest.length);
      int length = rest.length;
      int wanted = LineBuffer.BYTES;
      while (true) {
        int read = stream.readNBytes(bytes, length, wanted);
        int end = length + read;
        ended = read < wanted;
        int lineEnd = end;
        while (!ended && lineEnd > length && bytes[lineEnd - 1] != '\n') {
          lineEnd--;
        }
        if (ended || lineEnd > length) {
          rest = Arrays.copyOfRange(bytes, lineEnd, end);
          into.limit(0, lineEnd);
          return lineEnd > 0;
        }
        length = end;
        wanted = length;
        bytes = into.withRoom(length + wanted);
      }
    }

    @Override
    public void read(LineBuffer into) {
      // already read
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
