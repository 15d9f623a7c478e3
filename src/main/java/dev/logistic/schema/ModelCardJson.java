package dev.logistic.schema;

import static dev.logistic.schema.ModelJson.GSON;
import static dev.logistic.schema.ModelJson.require;
import static dev.logistic.schema.ModelJson.requireAll;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import dev.logistic.files.CorruptFileException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads from {@code model.json} what scoring does not need: a scorer is built without this class
 * and those of its results. For use within this project.
 */
public final class ModelCardJson {

  record Engine(@Nullable String djl, @Nullable String pytorch) {}

  private record Data(long rows, @Nullable String fingerprint, @Nullable ProfileJson profile) {

    ModelCard.TrainingData checked() {
      return new ModelCard.TrainingData(
          rows, require("fingerprint", fingerprint), profile == null ? null : profile.checked());
    }
  }

  private ModelCardJson() {}

  /**
   * Returns the file's whole content.
   *
   * @throws CorruptFileException naming the file if a part is missing or cannot be used
   */
  public static ModelCard read(ModelJson json) throws CorruptFileException {
    ModelJson.Document document = json.document();
    try {
      Engine engine = object("engine", document.engine(), Engine.class);
      Data data = object("training_data", document.trainingData(), Data.class);
      Map<String, String> settings = require("settings", document.settings());
      Map<String, Double> metrics = require("metrics", document.metrics());
      requireAll("settings", settings.values());
      requireAll("metrics", metrics.values());
      return new ModelCard(
          json.schema(),
          json.classes(),
          settings,
          require("seed", document.seed()),
          require("djl", engine.djl()),
          require("pytorch", engine.pytorch()),
          data.checked(),
          metrics,
          StatisticsJson.read(
              GSON.fromJson(document.statistics(), StatisticsJson.class), data.rows()),
          json.threshold());
    } catch (JsonParseException | IllegalArgumentException e) {
      throw json.damaged(e);
    }
  }

  private static <T> T object(String field, @Nullable JsonElement json, Class<T> type) {
    return require(field, GSON.fromJson(json, type));
  }
}
