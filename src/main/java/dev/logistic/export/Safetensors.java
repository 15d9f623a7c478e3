package dev.logistic.export;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.logistic.files.SafetensorsWriter;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.ClassProbabilities;
import java.util.Comparator;
import java.util.List;

/**
 * A model in the safetensors format, see {@link SafetensorsWriter}. The arrays of float64 come
 * first, so that each lies at a multiple of its size. The metadata name the classes, a threshold
 * other than 0.5, the features and the parameters that the file was created from, and contain the
 * SHA-256 of the values.
 */
final class Safetensors {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** Longer names are left out: readers refuse a header of more than 100 MB. */
  private static final int MOST_NAMES = 50_000_000;

  private Safetensors() {}

  static byte[] encode(LogisticModel model, String paramsSha256) {
    SafetensorsWriter writer = new SafetensorsWriter();
    Tensor.of(model).stream()
        .sorted(Comparator.comparing((Tensor tensor) -> !tensor.wide()))
        .forEach(tensor -> add(tensor, writer));
    writer.text("producer", "djl-logistic");
    writer.text("classes", GSON.toJson(model.card().classes()));
    if (model.card().threshold() != ClassProbabilities.EVEN) {
      writer.text("threshold", Double.toString(model.card().threshold()));
    }
    String features = GSON.toJson(model.card().features());
    if (features.length() <= MOST_NAMES) {
      writer.text("features", features);
    }
    writer.text("params_sha256", paramsSha256);
    writer.text("values_sha256", writer.valuesSha256());
    return writer.encode();
  }

  private static void add(Tensor tensor, SafetensorsWriter writer) {
    writer.array(
        tensor.name(),
        tensor.wide(),
        List.of(tensor.rows(), tensor.columns()),
        tensor.values().doubles().toArray());
  }
}
