package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells data apart: SHA-256 over names, shape, type, features and labels, and weights where there
 * are any, as hex digits.
 */
public final class Fingerprint {

  /** A buffer holds at most 2 GB. */
  private static final long BYTES_AT_ONCE = 1L << 26;

  private Fingerprint() {}

  /** The fingerprint of the data; the same on every device. */
  public static String of(LabelledData data) {
    MessageDigest digest = sha256();
    NDArray features = data.features();
    String header = data.featureNames() + " " + features.getShape() + " " + features.getDataType();
    digest.update(header.getBytes(StandardCharsets.UTF_8));
    update(digest, features, data);
    update(digest, data.labels(), data);
    data.weights().ifPresent(weights -> update(digest, weights, data));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, NDArray rows, LabelledData data) {
    long count = rows.getShape().get(0);
    long rowBytes = rows.size() / count * rows.getDataType().getNumOfBytes();
    long step = Math.max(1, BYTES_AT_ONCE / rowBytes);
    for (long from = 0; from < count; from += step) {
      NDIndex range = new NDIndex("{}:{}", from, Math.min(count, from + step));
      try (NDManager scratch = data.newManager()) {
        digest.update(rows.get(scratch, range).toByteBuffer());
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
