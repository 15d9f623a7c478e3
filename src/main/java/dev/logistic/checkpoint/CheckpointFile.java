package dev.logistic.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.logistic.files.CorruptFileException;
import dev.logistic.files.SafetensorsReader;
import dev.logistic.files.SafetensorsWriter;
import dev.logistic.files.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A state as a file in the safetensors format, which Python opens; see {@link SafetensorsWriter}.
 * Its metadata are the texts; its arrays are float64 and one-dimensional. The first metadata entry
 * is the SHA-256 of the whole file with zeros in place of its own digits.
 */
final class CheckpointFile {

  private static final String SHA256 = "sha256";
  private static final String VERSION = "checkpoint_version";
  private static final String VERSION_1 = "1";
  private static final byte[] BEFORE_DIGEST =
      ("{\"__metadata__\":{\"" + SHA256 + "\":\"").getBytes(US_ASCII);
  private static final String NO_DIGEST = "0".repeat(Sha256.DIGITS);
  private static final int DIGEST_AT = Long.BYTES + BEFORE_DIGEST.length;
  private static final int DIGEST_END = DIGEST_AT + Sha256.DIGITS;

  /** About the largest Java array. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - Long.BYTES;

  private CheckpointFile() {}

  /**
   * The file's bytes.
   *
   * @throws CheckpointException if they would be more than a Java array holds
   */
  static byte[] encode(State state) {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.text(SHA256, NO_DIGEST);
    writer.text(VERSION, VERSION_1);
    state.texts().forEach(writer::text);
    state
        .arrays()
        .forEach((name, values) -> writer.array(name, true, List.of(values.length), values));
    try {
      byte[] file = writer.encode();
      replaceDigest(file, Sha256.of(ByteBuffer.wrap(file)));
      return file;
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void replaceDigest(byte[] file, String digits) {
    System.arraycopy(digits.getBytes(US_ASCII), 0, file, DIGEST_AT, Sha256.DIGITS);
  }

  /**
   * Reads a file. Nothing in it is trusted, and no memory allocated for it, before the checksum
   * matches.
   *
   * @throws CorruptFileException if it is damaged
   * @throws CheckpointException if it is of another version
   * @throws IOException if it cannot be read
   */
  static State read(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (channel.size() > MOST_BYTES) {
        throw new CorruptFileException("it must be smaller than 2 GiB, was " + channel.size());
      }
      requireIntact(channel);
      SafetensorsReader reader = SafetensorsReader.of(channel);
      State state = new State();
      reader.metadata().forEach(state::put);
      String version = state.text(VERSION).orElse("none");
      if (!version.equals(VERSION_1)) {
        throw new CheckpointException(
            "%s: %s must be %s, was %s".formatted(file, VERSION, VERSION_1, version));
      }
      readArrays(reader, state);
      return state;
    }
  }

  private static void requireIntact(SeekableByteChannel channel) throws IOException {
    byte[] head = new byte[DIGEST_END];
    ByteBuffer buffer = ByteBuffer.wrap(head);
    int count = 0;
    while (count >= 0 && buffer.hasRemaining()) {
      count = channel.read(buffer);
    }
    if (buffer.hasRemaining()
        || !Arrays.equals(head, Long.BYTES, DIGEST_AT, BEFORE_DIGEST, 0, BEFORE_DIGEST.length)) {
      throw new CorruptFileException("it does not begin like a checkpoint, or is truncated");
    }
    String digest = new String(head, DIGEST_AT, Sha256.DIGITS, US_ASCII);
    replaceDigest(head, NO_DIGEST);
    if (!digest.equals(Sha256.of(buffer.rewind(), channel))) {
      throw new CorruptFileException("its SHA-256 differs from the one it states");
    }
  }

  private static void readArrays(SafetensorsReader reader, State state) throws IOException {
    long start = 0;
    for (String name : reader.names()) {
      SafetensorsReader.Tensor tensor = reader.tensor(name);
      if (!tensor.dtype().equals("F64") || tensor.shape().size() != 1 || tensor.start() != start) {
        throw new CorruptFileException(
            "%s must be of F64 and one dimension, and begin at %d, was %s"
                .formatted(name, start, tensor));
      }
      state.put(name, reader.values(name));
      start = tensor.end();
    }
    long left = reader.dataBytes() - start;
    if (left != 0) {
      throw new CorruptFileException(left + " bytes follow the last array");
    }
  }
}
