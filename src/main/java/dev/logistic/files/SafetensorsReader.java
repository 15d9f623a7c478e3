package dev.logistic.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the format that {@link SafetensorsWriter} writes. Reads only the requested values, and
 * allocates no more than the file's size. For one thread; the caller that opened the channel closes
 * it.
 */
public final class SafetensorsReader {

  static final String METADATA = "__metadata__";

  private static final int MIN_HEADER_BYTES = 2;

  private final SeekableByteChannel channel;
  private final long dataStart;
  private final JsonObject entries;
  private final Map<String, String> metadata;

  private SafetensorsReader(
      SeekableByteChannel channel, JsonObject entries, Map<String, String> metadata)
      throws IOException {
    this.channel = channel;
    this.dataStart = channel.position();
    this.entries = entries;
    this.metadata = metadata;
  }

  /**
   * An array as the header describes it.
   *
   * @param start of its values, in bytes from the first value of the file
   * @param end where they end
   */
  public record Tensor(String dtype, List<Long> shape, long start, long end) {
    /** Copies the shape. */
    public Tensor {
      shape = List.copyOf(shape);
    }

    private long count() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }
  }

  /**
   * Reads the header.
   *
   * @param channel of a file of less than 2 GiB, at any position
   * @throws CorruptFileException if it is not of this format
   * @throws IOException if it cannot be read
   */
  public static SafetensorsReader of(SeekableByteChannel channel) throws IOException {
    long most = channel.position(0).size() - Long.BYTES;
    if (most < MIN_HEADER_BYTES) {
      throw new CorruptFileException("it has no header");
    }
    long headerBytes = read(channel, Long.BYTES).getLong();
    if (headerBytes < MIN_HEADER_BYTES || headerBytes > most) {
      throw new CorruptFileException("its header cannot have " + headerBytes + " bytes");
    }
    JsonObject header = object(UTF_8.decode(read(channel, headerBytes)).toString());
    JsonElement metadata = header.remove(METADATA);
    return new SafetensorsReader(channel, header, metadata == null ? Map.of() : texts(metadata));
  }

  private static JsonObject object(String header) throws CorruptFileException {
    try {
      return JsonParser.parseString(header).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new CorruptFileException("its header is not a JSON object", e);
    }
  }

  private static Map<String, String> texts(JsonElement metadata) throws CorruptFileException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (metadata instanceof JsonObject members) {
      for (Map.Entry<String, JsonElement> member : members.entrySet()) {
        if (member.getValue() instanceof JsonPrimitive text) {
          texts.put(member.getKey(), text.getAsString());
        }
      }
      if (texts.size() == members.size()) {
        return texts;
      }
    }
    throw new CorruptFileException(METADATA + " must be texts");
  }

  /** The metadata in the order of the file; empty if there are none. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The names of the arrays in the order of the header. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** The number of bytes after the header. */
  public long dataBytes() throws IOException {
    return channel.size() - dataStart;
  }

  /**
   * Describes an array.
   *
   * @throws CorruptFileException if there is none of that name, or the header does not describe it
   */
  public Tensor tensor(String name) throws CorruptFileException {
    try {
      JsonObject entry = entries.getAsJsonObject(name);
      List<Long> offsets = numbers(entry.getAsJsonArray("data_offsets"));
      Tensor tensor =
          new Tensor(
              entry.get("dtype").getAsString(),
              numbers(entry.getAsJsonArray("shape")),
              offsets.get(0),
              offsets.get(1));
      tensor.count(); // which may be too large
      return tensor;
    } catch (RuntimeException e) { // from Gson, if a member is missing or of another type
      throw new CorruptFileException("its array \"" + name + "\" cannot be read", e);
    }
  }

  private static List<Long> numbers(JsonArray numbers) {
    return numbers.asList().stream().map(JsonElement::getAsLong).toList();
  }

  /**
   * Reads the values of an array, row by row.
   *
   * @throws CorruptFileException if there is none of that name, it is neither of float32 nor of
   *     float64, or its values lie outside of the file
   * @throws IOException if they cannot be read
   */
  public double[] values(String name) throws IOException {
    Tensor tensor = tensor(name);
    int size = valueBytes(name, tensor);
    long bytes = tensor.end() - tensor.start();
    if (tensor.start() < 0
        || tensor.end() < tensor.start() // whose difference may overflow
        || tensor.end() > dataBytes()
        || bytes % size != 0
        || bytes / size != tensor.count()) {
      throw new CorruptFileException(
          "%s lies at [%d,%d]".formatted(name, tensor.start(), tensor.end()));
    }
    channel.position(dataStart + tensor.start());
    ByteBuffer found = read(channel, bytes);
    double[] values = new double[(int) (bytes / size)];
    if (size == Double.BYTES) {
      found.asDoubleBuffer().get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = found.getFloat();
      }
    }
    return values;
  }

  private static int valueBytes(String name, Tensor tensor) throws CorruptFileException {
    return switch (tensor.dtype()) {
      case "F32" -> Float.BYTES;
      case "F64" -> Double.BYTES;
      default ->
          throw new CorruptFileException(
              "%s must have dtype F32 or F64, was %s".formatted(name, tensor.dtype()));
    };
  }

  /**
   * Returns the SHA-256 of all that follows the header.
   *
   * @throws IOException if it cannot be read
   */
  public String valuesSha256() throws IOException {
    channel.position(dataStart);
    return Sha256.of(ByteBuffer.allocate(0), channel);
  }

  private static ByteBuffer read(SeekableByteChannel channel, long count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(count)).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new CorruptFileException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }
}
