package dev.logistic.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Stdout, which distinguishes a reader that has left, such as {@code head}, from a full disk. */
final class Stdout extends OutputStream {

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private volatile boolean readerLeft;

  boolean readerLeft() {
    return readerLeft;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      readerLeft = String.valueOf(e.getMessage()).contains("Broken pipe");
      throw e;
    }
  }
}
