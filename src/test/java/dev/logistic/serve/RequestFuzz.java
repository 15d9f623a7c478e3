package dev.logistic.serve;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The body of a request to {@code serve}: probabilities for each row, or a refusal by 400. */
public final class RequestFuzz {

  private static final List<HotModel> MODELS = List.of(model(2), model(3));

  private RequestFuzz() {}

  private static HotModel model(int classes) {
    try (LogisticModel model = SampleModels.ofCustomers(classes)) {
      Path directory = Files.createTempDirectory("djl-logistic-fuzz").resolve("m");
      ModelDirectory.save(model, directory);
      HotModel read = new HotModel("m", directory);
      ai.djl.util.Utils.deleteQuietly(directory.getParent());
      return read;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The input as the body. */
  public static void fuzzerTestOneInput(byte[] input) {
    for (HotModel model : MODELS) {
      try {
        Query query = new Query(model == MODELS.get(0) ? 2 : 0);
        require(JsonParser.parseString(Predictions.of(model, query, input).body()));
      } catch (Refusal e) {
        if (e.status() != 400 || e.reason().isBlank()) {
          throw new AssertionError("refused with " + e.status() + ": " + e.reason());
        }
      }
    }
  }

  private static void require(JsonElement answer) {
    List<JsonElement> rows =
        answer.isJsonArray() ? answer.getAsJsonArray().asList() : List.of(answer);
    for (JsonElement row : rows) {
      row.getAsJsonObject()
          .asMap()
          .forEach(
              (name, value) -> {
                if (name.startsWith("probability") && !isProbability(value.getAsDouble())) {
                  throw new AssertionError("no probability: " + row);
                }
              });
    }
  }

  private static boolean isProbability(double value) {
    return value >= 0 && value <= 1;
  }
}
