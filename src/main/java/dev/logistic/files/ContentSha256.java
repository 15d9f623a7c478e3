package dev.logistic.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checksum of {@code model.json} that the file itself contains. Since format version 2, the
 * file starts with the members {@code format_version} and {@code content_sha256}. The latter is the
 * SHA-256, in 64 lower-case hexadecimal digits, of the file's UTF-8 text with the empty string for
 * these digits. It detects damage and edits; it is not a signature. Thread-safe.
 */
public final class ContentSha256 {

  /** The first format version that must have it. */
  public static final int SINCE_VERSION = 2;

  /** The last format version that is known. */
  public static final int LAST_VERSION = 4;

  private static final Pattern START =
      Pattern.compile(
          "\\{\\s*\"format_version\": ([0-9]{1,9}),\\s*\"content_sha256\": \"([^\"]*)\"");

  private ContentSha256() {}

  /**
   * Inserts the checksum.
   *
   * @param text that starts with a format version and an empty {@code content_sha256}
   */
  public static String sealed(String text) {
    Matcher start = START.matcher(text);
    if (!start.lookingAt() || start.end(2) > start.start(2)) {
      throw new IllegalArgumentException("the text must start with an empty content_sha256");
    }
    return text.substring(0, start.start(2)) + sha256(text) + text.substring(start.end(2));
  }

  /**
   * Compares the text with its checksum, where it has one and is of a known version.
   *
   * @throws CorruptFileException naming both if they differ
   */
  public static void check(String text) throws CorruptFileException {
    Matcher start = START.matcher(text);
    if (!start.lookingAt() || Integer.parseInt(start.group(1)) > LAST_VERSION) {
      return;
    }
    String found = sha256(text.substring(0, start.start(2)) + text.substring(start.end(2)));
    if (!found.equals(start.group(2))) {
      throw new CorruptFileException(
          "the SHA-256 of its content must be %s as content_sha256 says, was %s"
              .formatted(start.group(2), found));
    }
  }

  /**
   * Requires the checksum where the version has one.
   *
   * @throws CorruptFileException if the text does not start with it
   */
  public static void require(int version, String text) throws CorruptFileException {
    if (version >= SINCE_VERSION && !START.matcher(text).lookingAt()) {
      throw new CorruptFileException(
          "it must start with format_version and content_sha256, as version %d does"
              .formatted(version));
    }
  }

  private static String sha256(String text) {
    return Sha256.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
