package dev.logistic.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the safetensors format:
 *
 * <ul>
 *   <li>the length of the header in eight bytes, little endian;
 *   <li>the header, a JSON object with the member {@code __metadata__} and one member for each
 *       array, padded with spaces to a multiple of eight bytes;
 *   <li>the values of the arrays in the order in which they were added, without gaps, row by row
 *       and little endian.
 * </ul>
 *
 * <p>See huggingface.co/docs/safetensors. For one thread.
 */
public final class SafetensorsWriter {

  /** About the largest Java array. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - Long.BYTES;

  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .disableHtmlEscaping()
          .create();

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<Values> arrays = new ArrayList<>();
  private long dataBytes;

  /** The member of the header for an array, with offsets from the first value of the file. */
  private record Entry(String dtype, List<Integer> shape, List<Long> dataOffsets) {}

  /** The values of an array, row by row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Values(boolean wide, double[] values) {

    long bytes() {
      return (long) values.length * (wide ? Double.BYTES : Float.BYTES);
    }

    void putInto(ByteBuffer file) {
      if (wide) {
        file.asDoubleBuffer().put(values);
        file.position(file.position() + values.length * Double.BYTES);
      } else {
        for (double value : values) {
          file.putFloat((float) value);
        }
      }
    }
  }

  /** A file without arrays and metadata. */
  public SafetensorsWriter() {}

  /** Adds a member to the metadata, or replaces the one of that name. */
  public void text(String name, String text) {
    metadata.put(name, text);
  }

  /**
   * Adds an array.
   *
   * @param name distinct from the others
   * @param wide whether the values are written as float64 rather than float32
   * @param values row by row; not copied
   */
  public void array(String name, boolean wide, List<Integer> shape, double[] values) {
    Values array = new Values(wide, values);
    long end = dataBytes + array.bytes();
    entries.put(name, new Entry(wide ? "F64" : "F32", shape, List.of(dataBytes, end)));
    arrays.add(array);
    dataBytes = end;
  }

  /** Returns the SHA-256 of the values of all arrays, as they will lie in the file. */
  public String valuesSha256() {
    MessageDigest digest = Sha256.begin();
    for (Values array : arrays) {
      ByteBuffer bytes = ByteBuffer.allocate(size(array.bytes())).order(ByteOrder.LITTLE_ENDIAN);
      array.putInto(bytes);
      digest.update(bytes.flip());
    }
    return Sha256.end(digest);
  }

  /**
   * Returns the content of the file.
   *
   * @throws IllegalArgumentException if it is larger than an array can be
   */
  public byte[] encode() {
    byte[] header = header();
    int padding = -header.length & (Long.BYTES - 1);
    byte[] bytes = new byte[size(Long.BYTES + (long) header.length + padding + dataBytes)];
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length + (long) padding).put(header);
    file.put(" ".repeat(padding).getBytes(US_ASCII));
    arrays.forEach(array -> array.putInto(file));
    return bytes;
  }

  private byte[] header() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put(SafetensorsReader.METADATA, metadata);
    header.putAll(entries);
    return GSON.toJson(header).getBytes(UTF_8);
  }

  private static int size(long bytes) {
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a safetensors file must be smaller than 2 GiB, was " + bytes);
    }
    return (int) bytes;
  }
}
