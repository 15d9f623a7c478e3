package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.engine.NoGradient;
import dev.logistic.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Identifies data: SHA-256 over names, shape, type, and the SHA-256 of each MiB of features and
 * labels, and of weights and offsets where there are any, as hex digits. Sparse rows have another
 * one than the same rows in an array.
 *
 * <p>For use within this project.
 */
public final class Fingerprint {

  private static final byte[] OFFSETS = "offsets".getBytes(StandardCharsets.UTF_8);

  /** Bytes that one thread digests in one piece. */
  private static final long BYTES_AT_ONCE = 1L << 20;

  private Fingerprint() {}

  /** The fingerprint of the data; the same on every device. */
  public static String of(LabelledData data) {
    MessageDigest digest = begun(data.featureNames(), data.rows(), data.type());
    data.sparse()
        .ifPresentOrElse(
            rows -> digest.update(rows.sha256()), () -> update(digest, data.features(), data));
    update(digest, data.labels(), data);
    data.weights().ifPresent(weights -> update(digest, weights, data));
    data.offsets()
        .ifPresent(
            offsets -> {
              digest.update(OFFSETS); // not to be taken for weights
              update(digest, offsets.values(), data);
            });
    return Sha256.end(digest);
  }

  /**
   * The fingerprint of remote rows, which differs from that of the same rows held locally.
   *
   * @param digests of consecutive runs of rows
   */
  public static String of(List<String> featureNames, long rows, DataType type, byte[] digests) {
    MessageDigest digest = begun(featureNames, rows, type);
    digest.update(digests);
    return Sha256.end(digest);
  }

  /** Returns the digest, of 32 bytes, of what is passed to it. */
  public static byte[] digest(Consumer<MessageDigest> content) {
    MessageDigest digest = Sha256.begin();
    content.accept(digest);
    return digest.digest();
  }

  /** Updates a digest by the labels, weights and offsets of some rows on the CPU. */
  public static void update(MessageDigest digest, Targets targets) {
    try (NDScope scope = new NDScope()) {
      digest.update(targets.signs().toByteBuffer(true));
    }
    if (targets.isWeighted()) {
      digest.update(targets.weights().toByteBuffer(true));
    }
    if (targets.hasOffsets()) {
      digest.update(OFFSETS);
      digest.update(targets.offsets().toByteBuffer(true));
    }
  }

  private static MessageDigest begun(List<String> featureNames, long rows, DataType type) {
    MessageDigest digest = Sha256.begin();
    String header = featureNames + " " + new Shape(rows, featureNames.size()) + " " + type;
    digest.update(header.getBytes(StandardCharsets.UTF_8));
    return digest;
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
      NDArray piece = rows.get(scratch, NDIndex.sliceAxis(0, from, end));
      NDArray rowByRow = piece.flatten(); // in native memory, not on the heap
      rowByRow.attach(scratch);
      MessageDigest digest = Sha256.begin();
      digest.update(rowByRow.toByteBuffer(true));
      return digest.digest();
    }
  }
}
