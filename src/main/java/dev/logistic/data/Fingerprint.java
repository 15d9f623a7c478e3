package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.logistic.engine.NoGradient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.LongStream;

/**
 * Tells data apart: SHA-256 over names, shape, type, and the SHA-256 of each MiB of features and
 * labels, and of weights where there are any, as hex digits.
 */
public final class Fingerprint {

  /** What is copied out and digested in one piece: it stays in the cache. */
  private static final long BYTES_AT_ONCE = 1L << 20;

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

  /** Pieces are digested on the threads of the common pool, and their digests in order. */
  private static void update(MessageDigest digest, NDArray rows, LabelledData data) {
    long count = rows.getShape().get(0);
    long rowBytes = rows.size() / count * rows.getDataType().getNumOfBytes();
    long step = Math.max(1, BYTES_AT_ONCE / rowBytes);
    LongStream.iterate(0, from -> from < count, from -> from + step)
        .boxed()
        .toList()
        .parallelStream()
        .map(from -> digestOf(rows, from, Math.min(count, from + step), data))
        .toList()
        .forEach(digest::update);
  }

  private static byte[] digestOf(NDArray rows, long from, long end, LabelledData data) {
    try (NoGradient off = NoGradient.onThisThread();
        NDManager scratch = data.newManager()) {
      NDArray piece = rows.get(scratch, new NDIndex("{}:{}", from, end));
      MessageDigest digest = sha256();
      digest.update(piece.toByteBuffer());
      return digest.digest();
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
