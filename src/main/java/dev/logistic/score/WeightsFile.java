package dev.logistic.score;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.logistic.files.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of the safetensors format: the length of the header in eight bytes, little endian; the
 * header, a JSON object that has {@code dtype}, {@code shape} and {@code data_offsets} of each
 * array; the values. See huggingface.co/docs/safetensors.
 */
final class WeightsFile {

  /** What an array of bytes can hold, nearly. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  private final Path file;
  private final ByteBuffer data;
  private final JsonObject header;

  private WeightsFile(Path file, ByteBuffer data, JsonObject header) {
    this.file = file;
    this.data = data;
    this.header = header;
  }

  /**
   * @throws IOException if it cannot be read or is damaged
   */
  static WeightsFile read(Path file) throws IOException {
    if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES)) {
      throw new IOException(file + " must be a file of at most " + MAX_BYTES + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.remaining() < Long.BYTES ? -1 : bytes.getLong();
    if (length < 0 || length > bytes.remaining()) {
      throw new IOException(file + " is not a safetensors file: it has no header");
    }
    byte[] header = new byte[(int) length];
    bytes.get(header);
    try {
      JsonElement json = JsonParser.parseString(new String(header, StandardCharsets.UTF_8));
      WeightsFile weights =
          new WeightsFile(
              file, bytes.slice().order(ByteOrder.LITTLE_ENDIAN), json.getAsJsonObject());
      weights.requireIntact();
      return weights;
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException(file + " is not a safetensors file: its header is not JSON", e);
    }
  }

  /** Compares the values with their checksum; exports of earlier versions have none. */
  private void requireIntact() throws IOException {
    Optional<String> expected = metadata("values_sha256");
    String found = Sha256.of(data);
    if (expected.isPresent() && !expected.get().equals(found)) {
      throw new IOException(
          "%s is damaged: the SHA-256 of its values must be %s as its values_sha256 says, was %s"
              .formatted(file, expected.get(), found));
    }
  }

  private Optional<String> metadata(String name) {
    return header.get("__metadata__") instanceof JsonObject metadata
            && metadata.get(name) instanceof JsonPrimitive found
        ? Optional.of(found.getAsString())
        : Optional.empty();
  }

  /**
   * Refuses weights that were exported from another model, if they say so.
   *
   * @throws IOException naming both
   */
  void requireOf(String paramsSha256) throws IOException {
    Optional<String> found = metadata("params_sha256");
    if (found.isPresent() && !found.get().equals(paramsSha256)) {
      throw new IOException(
          "%s belongs to another model: its params_sha256 must be %s as model.json says, was %s"
              .formatted(file, paramsSha256, found.get()));
    }
  }

  /**
   * The values of an array, row by row.
   *
   * @throws IOException if there is none of that name and shape
   */
  double[] values(String name, int rows, int columns) throws IOException {
    try {
      if (!(header.get(name) instanceof JsonObject tensor)) {
        throw new IOException(file + " has no array \"" + name + "\"");
      }
      String shape = tensor.getAsJsonArray("shape").toString();
      String wanted = "[" + rows + "," + columns + "]";
      if (!shape.equals(wanted)) {
        throw new IOException(
            "%s: %s must have shape %s as model.json says, was %s"
                .formatted(file, name, wanted, shape));
      }
      return read(name, tensor, (long) rows * columns);
    } catch (RuntimeException e) {
      throw new IOException(file + " is damaged: its array \"" + name + "\" cannot be read", e);
    }
  }

  private double[] read(String name, JsonObject tensor, long count) throws IOException {
    String type = tensor.get("dtype").getAsString();
    int size =
        switch (type) {
          case "F32" -> Float.BYTES;
          case "F64" -> Double.BYTES;
          default ->
              throw new IOException(
                  "%s: %s must have dtype F32 or F64, was %s".formatted(file, name, type));
        };
    JsonArray offsets = tensor.getAsJsonArray("data_offsets");
    long start = offsets.get(0).getAsLong();
    long end = offsets.get(1).getAsLong();
    if (start < 0 || end < start || end > data.capacity() || end - start != count * size) {
      throw new IOException("%s is damaged: %s lies at %s".formatted(file, name, offsets));
    }
    double[] values = new double[(int) count];
    for (int i = 0; i < count; i++) {
      int at = (int) start + i * size;
      values[i] = size == Float.BYTES ? data.getFloat(at) : data.getDouble(at);
    }
    return values;
  }
}
