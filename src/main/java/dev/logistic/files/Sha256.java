package dev.logistic.files;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as text. Thread-safe. */
public final class Sha256 {

  private Sha256() {}

  /**
   * The digest of the remaining bytes, in 64 lower-case hexadecimal digits.
   *
   * @param bytes whose position does not change
   */
  public static String of(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
