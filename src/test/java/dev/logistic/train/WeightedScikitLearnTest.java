package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.ClassWeight;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.table.TableException;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * scikit-learn's optima of its {@code C=1}, as {@code bench/weight_figures.py} stored them:
 * balanced class weights and standardization count rows by their weights.
 */
class WeightedScikitLearnTest {

  private static final double RELATIVE = 1e-12;

  private static final Settings TABLE =
      Settings.defaults()
          .with(Settings.SOURCE, "t.csv")
          .with(Settings.LABEL, "diagnosis")
          .with(Settings.PRECISION, Precision.FLOAT64)
          .with(Settings.TOLERANCE, OptionalDouble.of(1e-9));

  @TempDir Path directory;

  private static JsonObject figures() throws IOException {
    String json = Files.readString(Path.of("src/test/resources/weights/figures.json"), UTF_8);
    return JsonParser.parseString(json).getAsJsonObject();
  }

  /** As the script's: 0 for every eleventh row. */
  private static double sampleWeight(int row) {
    return row % 11 == 0 ? 0 : 0.5 + row % 5 * 0.5;
  }

  private static Settings settings(JsonObject fit) {
    JsonElement weight = fit.get("class_weight");
    if (weight.isJsonNull()) {
      return TABLE;
    }
    if (weight.isJsonPrimitive()) {
      return TABLE.with(Settings.CLASS_WEIGHT, ClassWeight.BALANCED);
    }
    Map<String, Double> weights = new LinkedHashMap<>();
    weight.getAsJsonObject().asMap().forEach((name, of) -> weights.put(name, of.getAsDouble()));
    return TABLE.with(Settings.CLASS_WEIGHT, new ClassWeight(false, weights));
  }

  private static void assertAgrees(TrainingResult result, JsonObject expected) {
    String fit = expected.get("class_weight") + " " + expected.get("weighted");
    double objective = expected.get("objective").getAsDouble();
    assertThat(result.stop().converged()).as(fit).isTrue();
    assertThat(result.fit().objective()).as(fit).isCloseTo(objective, within(RELATIVE * objective));
    double[] weights = result.model().weights().toDoubleArray();
    JsonArray coefficients = expected.getAsJsonArray("coefficients");
    assertThat(weights).hasSize(coefficients.size());
    for (int i = 0; i < weights.length; i++) {
      assertThat(weights[i]).as(fit).isCloseTo(coefficients.get(i).getAsDouble(), within(1e-5));
    }
    assertThat(result.model().bias().toDoubleArray()[0])
        .as(fit)
        .isCloseTo(expected.get("bias").getAsDouble(), within(1e-5));
    assertThat(Double.parseDouble(result.model().card().settings().getOrDefault("train.l2", "")))
        .as(fit)
        .isCloseTo(1 / expected.get("weight_sum").getAsDouble(), within(1e-15));
  }

  /** From a file with a column of weights, with the default l2, standardized by those weights. */
  @Test
  void breastCancer() throws IOException, TableException {
    List<String> lines = Files.readAllLines(Path.of("examples/data/breast_cancer.csv"), UTF_8);
    List<String> weighted = new ArrayList<>(List.of("weight," + lines.get(0)));
    IntStream.range(1, lines.size())
        .forEach(line -> weighted.add(sampleWeight(line - 1) + "," + lines.get(line)));
    Path file = Files.write(directory.resolve("t.csv"), weighted);
    JsonArray fits = figures().getAsJsonArray("breast_cancer");
    assertThat(fits).hasSize(5);
    for (JsonElement each : fits) {
      JsonObject fit = each.getAsJsonObject();
      Settings settings = settings(fit).with(Settings.SOURCE, file.toString());
      settings =
          fit.get("weighted").getAsBoolean()
              ? settings.with(Settings.WEIGHT, "weight")
              : settings.with(Settings.EXCLUDE, List.of("weight"));
      try (TrainingTable table = Tables.read(settings, null, Device.cpu(), rows -> {});
          TrainingResult result = LogisticRegression.with(settings).train(table)) {
        assertAgrees(result, fit);
      }
    }
  }

  /** From arrays. */
  @Test
  void synthetic() throws IOException {
    JsonObject figures = figures().getAsJsonObject("synthetic");
    JsonArray rows = figures.getAsJsonArray("features");
    JsonArray labels = figures.getAsJsonArray("labels");
    double[][] features = new double[rows.size()][];
    int[] positive = new int[rows.size()];
    double[] weights = new double[rows.size()];
    for (int row = 0; row < features.length; row++) {
      features[row] =
          rows.get(row).getAsJsonArray().asList().stream()
              .mapToDouble(JsonElement::getAsDouble)
              .toArray();
      positive[row] = labels.get(row).getAsString().equals("yes") ? 1 : 0;
      weights[row] = sampleWeight(row);
    }
    assertThat(figures.getAsJsonArray("fits")).hasSize(5);
    for (JsonElement each : figures.getAsJsonArray("fits")) {
      JsonObject fit = each.getAsJsonObject();
      try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
          LabelledData numbered =
              LabelledData.of(manager.create(features), manager.create(positive));
          LabelledData named =
              LabelledData.of(
                  numbered.features(), numbered.labels(), numbered.schema(), List.of("no", "yes"));
          NDArray column = manager.create(weights);
          LabelledData weighted = named.withWeights(column);
          TrainingResult result =
              LogisticRegression.with(settings(fit).forArrays().with(Settings.STANDARDIZE, false))
                  .train(fit.get("weighted").getAsBoolean() ? weighted : named)) {
        assertAgrees(result, fit);
      }
    }
  }
}
