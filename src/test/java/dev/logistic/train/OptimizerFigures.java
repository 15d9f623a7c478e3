package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What {@code bench/optimizer_figures.py} stored of torch.optim. */
final class OptimizerFigures {

  static final JsonObject STORED = read();

  private OptimizerFigures() {}

  private static JsonObject read() {
    try {
      return JsonParser.parseString(
              Files.readString(Path.of("src/test/resources/optimizer/figures.json"), UTF_8))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Case> cases(String kind) {
    return elements(STORED.getAsJsonArray(kind)).map(JsonElement::getAsJsonObject).map(Case::new);
  }

  static double[] numbers(JsonElement array) {
    return elements(array.getAsJsonArray()).mapToDouble(JsonElement::getAsDouble).toArray();
  }

  static double[][] table(JsonElement array) {
    return elements(array.getAsJsonArray()).map(OptimizerFigures::numbers).toArray(double[][]::new);
  }

  private static Stream<JsonElement> elements(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** Settings and what they lead to. */
  record Case(JsonObject json) {

    boolean isFloat32() {
      return json.get("precision").getAsString().equals("float32");
    }

    DataType type() {
      return isFloat32() ? DataType.FLOAT32 : DataType.FLOAT64;
    }

    Settings settings() {
      Map<String, String> values = new LinkedHashMap<>();
      json.getAsJsonObject("settings")
          .entrySet()
          .forEach(entry -> values.put(entry.getKey(), entry.getValue().getAsString()));
      values.put("train.epochs", "10");
      return Settings.layered(List.of(new Layer("figures", values)));
    }

    boolean has(String name, String value) {
      JsonElement found = json.getAsJsonObject("settings").get(name);
      return found != null && found.getAsString().equals(value);
    }

    boolean clips() {
      return json.getAsJsonObject("settings").has("train.clip-norm");
    }

    double[] numbers(String name) {
      return OptimizerFigures.numbers(json.get(name));
    }

    double[][] table(String name) {
      return OptimizerFigures.table(json.get(name));
    }

    @Override
    public String toString() {
      return json.get("precision").getAsString() + " " + json.get("settings");
    }
  }
}
