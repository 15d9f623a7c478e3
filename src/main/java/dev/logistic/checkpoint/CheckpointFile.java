package dev.logistic.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import dev.logistic.files.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A state as a file in the safetensors format, which Python opens: eight bytes with the length of
 * the header, little endian; the header, a JSON object padded with spaces to a multiple of eight,
 * whose metadata are the texts; and the arrays, one behind the other without gaps. The first of the
 * metadata is the SHA-256 of the whole file with zeros in the place of its own digits.
 */
final class CheckpointFile {

  private static final String METADATA = "__metadata__";
  private static final String VERSION = "checkpoint_version";
  private static final String VERSION_1 = "1";
  private static final byte[] BEFORE_DIGEST =
      ("{\"" + METADATA + "\":{\"sha256\":\"").getBytes(US_ASCII);
  private static final byte[] NO_DIGEST = "0".repeat(Sha256.DIGITS).getBytes(US_ASCII);
  private static final int DIGEST_AT = Long.BYTES + BEFORE_DIGEST.length;
  private static final int DIGEST_END = DIGEST_AT + NO_DIGEST.length;

  /** Far more than names and settings take. */
  private static final long MOST_HEADER_BYTES = 1L << 24;

  /** What a Java array holds. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - Long.BYTES;

  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .disableHtmlEscaping()
          .create();

  /** Where an array lies, in bytes from the end of the header. */
  private record Tensor(
      @Nullable String dtype, @Nullable List<Long> shape, @Nullable List<Long> dataOffsets) {}

  private CheckpointFile() {}

  /** A file is not as it was written; the message says in what. */
  static final class DamagedException extends Exception {

    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  /**
   * The file's bytes, ready to be written.
   *
   * @throws CheckpointException if they would be more than a Java array holds
   */
  static ByteBuffer encode(State state) {
    byte[] header = header(state);
    int padding = -header.length & (Long.BYTES - 1);
    long size = Long.BYTES + (long) header.length + padding;
    for (double[] array : state.arrays().values()) {
      size += (long) array.length * Double.BYTES;
    }
    if (size > MOST_BYTES) {
      throw new CheckpointException("a checkpoint must be smaller than 2 GiB, was " + size);
    }
    ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length + (long) padding).put(header);
    file.put(" ".repeat(padding).getBytes(US_ASCII));
    for (double[] array : state.arrays().values()) {
      file.asDoubleBuffer().put(array);
      file.position(file.position() + array.length * Double.BYTES);
    }
    return file.put(DIGEST_AT, Sha256.of(file.rewind()).getBytes(US_ASCII));
  }

  private static byte[] header(State state) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("sha256", new String(NO_DIGEST, US_ASCII));
    metadata.put(VERSION, VERSION_1);
    metadata.putAll(state.texts());
    Map<String, Object> header = new LinkedHashMap<>();
    header.put(METADATA, metadata);
    long start = 0;
    for (Map.Entry<String, double[]> array : state.arrays().entrySet()) {
      long length = array.getValue().length;
      long end = start + length * Double.BYTES;
      header.put(array.getKey(), new Tensor("F64", List.of(length), List.of(start, end)));
      start = end;
    }
    return GSON.toJson(header).getBytes(UTF_8);
  }

  /**
   * Reads a file. Nothing is believed, and no memory taken for it, before the checksum was right.
   *
   * @throws DamagedException if it is damaged
   * @throws CheckpointException if it is of another version
   * @throws IOException if it cannot be read
   */
  static State read(Path file) throws IOException, DamagedException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long size = channel.size();
      if (size > MOST_BYTES) {
        throw new DamagedException("it must be smaller than 2 GiB, was " + size);
      }
      byte[] head = bytes(channel, Math.min(size, DIGEST_END));
      String digest = digest(head);
      if (!digest.equals(Sha256.of(ByteBuffer.wrap(head), channel))) {
        throw new DamagedException("its SHA-256 is another than it says");
      }
      long headerBytes = littleEndian(head).getLong();
      if (headerBytes < BEFORE_DIGEST.length
          || headerBytes > Math.min(MOST_HEADER_BYTES, size - Long.BYTES)) {
        throw new DamagedException("its header cannot have " + headerBytes + " bytes");
      }
      channel.position(Long.BYTES);
      String json = new String(bytes(channel, headerBytes), UTF_8);
      JsonObject header = GSON.fromJson(json, JsonObject.class);
      State state = new State();
      texts(header).forEach(state::put);
      String version = state.text(VERSION).orElse("none");
      if (!version.equals(VERSION_1)) {
        throw new CheckpointException(
            "%s: %s must be %s, was %s".formatted(file, VERSION, VERSION_1, version));
      }
      readArrays(header, channel, size - channel.position(), state);
      return state;
    } catch (JsonParseException e) {
      throw new DamagedException("its header is not JSON of the right form: " + e);
    }
  }

  /** Takes the digits out of the beginning of a file, with zeros in their place. */
  private static String digest(byte[] head) throws DamagedException {
    if (head.length < DIGEST_END
        || !Arrays.equals(head, Long.BYTES, DIGEST_AT, BEFORE_DIGEST, 0, BEFORE_DIGEST.length)) {
      throw new DamagedException("it does not begin like a checkpoint, or is cut off");
    }
    String digits = new String(head, DIGEST_AT, NO_DIGEST.length, US_ASCII);
    System.arraycopy(NO_DIGEST, 0, head, DIGEST_AT, NO_DIGEST.length);
    return digits;
  }

  private static Map<String, String> texts(JsonObject header) throws DamagedException {
    Map<String, String> texts = GSON.fromJson(header.get(METADATA), new TypeToken<>() {});
    if (texts == null || texts.containsKey(null) || texts.containsValue(null)) {
      throw new DamagedException(METADATA + " must be texts");
    }
    return texts;
  }

  private static void readArrays(
      JsonObject header, SeekableByteChannel channel, long dataBytes, State state)
      throws IOException, DamagedException {
    long start = 0;
    for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
      if (entry.getKey().equals(METADATA)) {
        continue;
      }
      long end = end(entry.getKey(), GSON.fromJson(entry.getValue(), Tensor.class), start);
      if (end > dataBytes) {
        throw new DamagedException(entry.getKey() + " would end behind the file");
      }
      double[] values = new double[Math.toIntExact((end - start) / Double.BYTES)];
      littleEndian(bytes(channel, end - start)).asDoubleBuffer().get(values);
      state.put(entry.getKey(), values);
      start = end;
    }
    if (start != dataBytes) {
      throw new DamagedException(dataBytes - start + " bytes are left behind the last array");
    }
  }

  /** The end of an array that must begin where the one before it has ended. */
  private static long end(String name, @Nullable Tensor tensor, long start)
      throws DamagedException {
    if (tensor != null
        && "F64".equals(tensor.dtype)
        && tensor.shape != null
        && tensor.shape.size() == 1
        && tensor.dataOffsets != null
        && tensor.dataOffsets.size() == 2) {
      Long length = tensor.shape.get(0);
      boolean small = length != null && length >= 0 && length <= Integer.MAX_VALUE / Double.BYTES;
      long end = small ? start + length * Double.BYTES : -1;
      if (small && tensor.dataOffsets.equals(List.of(start, end))) {
        return end;
      }
    }
    throw new DamagedException(
        "%s must be of F64 and one dimension, and begin at %d, was %s"
            .formatted(name, start, tensor));
  }

  private static byte[] bytes(SeekableByteChannel channel, long count)
      throws IOException, DamagedException {
    byte[] bytes = new byte[Math.toIntExact(count)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new DamagedException("the file became shorter while it was read");
      }
    }
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
