package dev.logistic.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in 64 lower-case hexadecimal digits. Thread-safe. */
public final class Sha256 {

  /** The length of a digest as text. */
  public static final int DIGITS = 64;

  private static final int CHUNK_BYTES = 1 << 16;

  private Sha256() {}

  /**
   * Returns the digest of the remaining bytes.
   *
   * @param bytes whose position does not change
   */
  public static String of(ByteBuffer bytes) {
    MessageDigest digest = begin();
    digest.update(bytes.duplicate());
    return end(digest);
  }

  /**
   * Returns the digest of a file.
   *
   * @throws IOException if it cannot be read
   */
  public static String of(Path file) throws IOException {
    try (ReadableByteChannel channel = Files.newByteChannel(file)) {
      return of(ByteBuffer.allocate(0), channel);
    }
  }

  /**
   * Returns the digest of some bytes followed by all that a channel still has.
   *
   * @param first whose position does not change
   * @param rest which is read to its end
   * @throws IOException if the channel cannot be read
   */
  public static String of(ByteBuffer first, ReadableByteChannel rest) throws IOException {
    MessageDigest digest = begin();
    digest.update(first.duplicate());
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
    while (rest.read(buffer) >= 0) {
      digest.update(buffer.flip());
      buffer.clear();
    }
    return end(digest);
  }

  /** Returns an empty digest, for callers that add to it incrementally. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Returns the digits of a digest and resets it. */
  public static String end(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
