package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.table.TrainingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** More than two classes, on the wine data; oracle: scikit-learn's optimum. */
class SoftmaxTest {

  private static final Path FOLDER = Path.of("src/test/resources/softmax");

  private static Settings settings(String... more) {
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, FOLDER.resolve("wine.csv").toString())
            .with(Settings.LABEL, "cultivar");
    for (String setting : more) {
      String[] parts = setting.split("=", 2);
      settings = settings.under(new Layer("test", Map.of(parts[0], parts[1])));
    }
    return settings;
  }

  private static TrainingResult train(Settings settings) throws Exception {
    try (TrainingTable table = Tables.read(settings, null, Device.cpu(), rows -> {})) {
      return LogisticRegression.with(settings).train(table);
    }
  }

  static List<JsonObject> fits() throws Exception {
    JsonObject figures =
        JsonParser.parseString(Files.readString(FOLDER.resolve("figures.json"))).getAsJsonObject();
    return figures.getAsJsonArray("fits").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("fits")
  void theOptimumIsThatOfScikitLearn(JsonObject fit) throws Exception {
    Settings settings =
        settings("engine.precision=float64")
            .with(Settings.L2, OptionalDouble.of(fit.get("l2").getAsDouble()));
    try (TrainingResult result = train(settings)) {
      double objective = fit.get("objective").getAsDouble();
      assertThat(result.stop().converged()).isTrue();
      assertThat(result.fit().objective()).isCloseTo(objective, within(1e-8 * objective));
      JsonArray weights = fit.getAsJsonArray("weights");
      for (int output = 0; output < 3; output++) {
        Coefficients actual = result.model().coefficients(output);
        for (int feature = 0; feature < weights.size(); feature++) {
          double expected = weights.get(feature).getAsJsonArray().get(output).getAsDouble();
          assertThat(actual.weights().get(feature)).isCloseTo(expected, within(1e-4));
        }
      }
    }
  }

  @Test
  void float32ComesWithinAMillionthOfTheOptimumWithTheDefaultPenalty() throws Exception {
    double objective = fits().get(0).get("objective").getAsDouble();
    try (TrainingResult result = train(settings())) {
      assertThat(result.stop().converged()).isTrue();
      assertThat(result.fit().objective()).isCloseTo(objective, within(1e-6 * objective));
      assertThat(result.model().card().classes())
          .containsExactly("cultivar_1", "cultivar_2", "cultivar_3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"autograd", "closed-form"})
  void minibatchesComeNearTheOptimum(String gradient) throws Exception {
    Settings settings =
        settings(
            "train.solver=sgd",
            "train.gradient=" + gradient,
            "train.epochs=200",
            "train.learning-rate=0.2");
    try (TrainingResult result = train(settings)) {
      double objective = fits().get(0).get("objective").getAsDouble();
      assertThat(result.fit().objective()).isCloseTo(objective, within(1e-2 * objective));
    }
  }

  @Test
  void aModelOfThreeClassesComesBackFromDiskWithTheSameProbabilities(@TempDir Path folder)
      throws Exception {
    try (TrainingResult result = train(settings())) {
      float[][] rows = new float[2][13];
      rows[0][0] = 14;
      rows[1][12] = 700;
      double[][] expected = result.model().classProbabilities(rows);
      for (double[] row : expected) {
        assertThat(row[0] + row[1] + row[2]).isCloseTo(1, within(1e-12));
      }
      ModelDirectory.save(result.model(), folder.resolve("m"));
      try (LogisticModel loaded = ModelDirectory.load(folder.resolve("m"))) {
        assertThat(loaded.classProbabilities(rows)).isDeepEqualTo(expected);
        assertThat(loaded.rawCoefficients(2)).isEqualTo(result.model().rawCoefficients(2));
      }
    }
  }
}
