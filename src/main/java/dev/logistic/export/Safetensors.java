package dev.logistic.export;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.logistic.files.Sha256;
import dev.logistic.model.LogisticModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: the length of the header in eight bytes, little endian; the header, a
 * JSON object, padded with spaces so that the values begin at a multiple of eight; the values, one
 * array behind the other without gaps, those of float64 first so that each lies at a multiple of
 * its size. Its metadata name the classes and features and the parameters that it was made from,
 * and carry the SHA-256 of the values. See huggingface.co/docs/safetensors.
 */
final class Safetensors {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private Safetensors() {}

  private record Entry(String dtype, List<Integer> shape, List<Long> dataOffsets) {
    Map<String, Object> asJson() {
      return Map.of("dtype", dtype, "shape", shape, "data_offsets", dataOffsets);
    }
  }

  static byte[] encode(LogisticModel model, String paramsSha256) {
    List<Tensor> tensors =
        Tensor.of(model).stream()
            .sorted(Comparator.comparing((Tensor tensor) -> !tensor.wide()))
            .toList();
    Map<String, Object> header = new LinkedHashMap<>();
    Map<String, String> metadata = metadata(model, paramsSha256);
    header.put("__metadata__", metadata);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (Tensor tensor : tensors) {
      long start = data.size();
      data.writeBytes(tensor.bytes());
      header.put(
          tensor.name(),
          new Entry(
                  tensor.wide() ? "F64" : "F32",
                  List.of(tensor.rows(), tensor.columns()),
                  List.of(start, (long) data.size()))
              .asJson());
    }
    byte[] values = data.toByteArray();
    metadata.put("values_sha256", Sha256.of(ByteBuffer.wrap(values)));
    return file(GSON.toJson(header).getBytes(StandardCharsets.UTF_8), values);
  }

  private static Map<String, String> metadata(LogisticModel model, String paramsSha256) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("producer", "djl-logistic");
    metadata.put("classes", GSON.toJson(model.card().classes()));
    metadata.put("features", GSON.toJson(model.card().features()));
    metadata.put("params_sha256", paramsSha256);
    return metadata;
  }

  private static byte[] file(byte[] header, byte[] data) {
    int padding = -header.length & (Long.BYTES - 1);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + header.length + padding + data.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(header.length + padding)
        .put(header)
        .put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII))
        .put(data)
        .array();
  }
}
