package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An offset as a user sees it, against the figures of {@code bench/grouped_figures.R}. */
class OffsetTrainTest {

  @TempDir Path directory;
  private JsonObject ofR = new JsonObject();

  @BeforeEach
  void writeTables() throws IOException {
    ofR =
        JsonParser.parseString(Files.readString(Path.of("src/test/resources/train/grouped.json")))
            .getAsJsonObject();
    JsonObject table = ofR.getAsJsonObject("table");
    StringBuilder single = new StringBuilder("a,b,o,y\n");
    for (int row = 0; row < 40; row++) {
      for (int trial = 0; trial < at(table, "n", row); trial++) {
        single.append(
            "%s,%s,%s,%s\n"
                .formatted(
                    at(table, "a", row),
                    at(table, "b", row),
                    at(table, "o", row),
                    trial < at(table, "events", row) ? "yes" : "no"));
      }
    }
    Files.writeString(directory.resolve("t.csv"), single);
    Files.writeString(directory.resolve("new.csv"), "o,a,b\n0.7,0.3,1\n-2,-1.2,4.5\n");
  }

  private static double at(JsonObject table, String column, int row) {
    return table.getAsJsonArray(column).get(row).getAsDouble();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private Run train(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--data", path("t.csv"), "--label", "y", "--overwrite"));
    arguments.addAll(List.of("--model", path("m"), "--json", path("m.json"), "--quiet"));
    arguments.addAll(List.of("--set", "engine.precision=float64", "--set", "data.offset=o"));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  private void assertPredictions() {
    List<String> lines =
        Run.ofFaultless("predict", "--model", path("m"), "--data", path("new.csv"), "--out", "-")
            .out()
            .lines()
            .toList();
    assertThat(lines.get(0)).isEqualTo("o,a,b,probability,prediction");
    for (int row = 0; row < 2; row++) {
      assertThat(Double.parseDouble(lines.get(row + 1).split(",", -1)[3]))
          .isCloseTo(ofR.getAsJsonArray("predicted").get(row).getAsDouble(), within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.storage=dense", "data.storage=sparse", "data.memory=1k"})
  void fitStatisticsAndPredictionsAreRs(String storage) throws IOException {
    assertThat(train("--set", "train.l2=0", "--set", storage).status()).isZero();

    JsonObject found =
        Run.ofFaultless("inspect", "--model", path("m"), "--json", "--statistics").json();
    JsonObject expected = ofR.getAsJsonObject("offset");
    for (String field : List.of("log_likelihood", "null_log_likelihood", "aic", "bic")) {
      assertThat(found.get(field).getAsDouble())
          .as(field)
          .isCloseTo(expected.get(field).getAsDouble(), within(1e-7));
    }
    JsonArray statistics = found.getAsJsonArray("statistics");
    assertThat(statistics).hasSize(3);
    for (int i = 0; i < 3; i++) {
      JsonObject row = statistics.get(i).getAsJsonObject();
      double variance =
          expected.getAsJsonArray("model").get(i).getAsJsonArray().get(i).getAsDouble();
      assertThat(row.get("estimate").getAsDouble())
          .isCloseTo(expected.getAsJsonArray("estimate").get(i).getAsDouble(), within(1e-9));
      assertThat(row.get("standard_error").getAsDouble())
          .isCloseTo(Math.sqrt(variance), within(1e-9));
    }
    assertThat(found.get("offset").getAsString()).isEqualTo("o");
    assertThat(found.get("features")).hasToString("[\"a\",\"b\",\"o\"]");
    assertThat(found.getAsJsonArray("covariance")).hasSize(3);
    assertThat(Run.ofFaultless("inspect", "--model", path("m")).out())
        .contains("Offset:    o (its weight is 1)\n");
    assertPredictions();
  }

  @Test
  void exportsHoldItAsAFeature() throws IOException {
    train("--set", "train.l2=0");
    for (String format : List.of("safetensors", "npz", "onnx", "serving")) {
      Run run =
          Run.of("export", "--model", path("m"), "--format", format, "--out", path("x." + format));
      assertThat(run.status()).as(format + run.err()).isZero();
    }
  }

  @Test
  void figuresOfTrainingAndOfEvaluationAgree() throws IOException {
    train("--set", "data.validation=0.3", "--report", path("r.html"));

    JsonObject held =
        Run.of(
                "evaluate",
                "--held-out",
                "--model",
                path("m"),
                "--data",
                path("t.csv"),
                "--json",
                "-")
            .json();
    JsonObject trained =
        JsonParser.parseString(Files.readString(directory.resolve("m.json"))).getAsJsonObject();
    assertThat(held.get("log_loss").getAsDouble())
        .isCloseTo(
            trained.getAsJsonObject("validation").get("log_loss").getAsDouble(), within(1e-12));
    assertThat(Files.readString(directory.resolve("r.html"))).contains("Offset");
  }

  @Test
  void evaluatingTheRowsOfTheTrainingIsNoted() {
    train("--set", "train.l2=0");

    Run run = Run.of("evaluate", "--model", path("m"), "--data", path("t.csv"), "--json", "-");

    assertThat(run.err()).contains("note: the model was trained on these rows");
    assertThat(run.json().get("log_loss").getAsDouble())
        .isCloseTo(
            -ofR.getAsJsonObject("offset").get("log_likelihood").getAsDouble() / 309, within(1e-9));
  }

  @Test
  void aTrainingResumesAndCrossValidates() {
    String checkpoint = "train.checkpoint=" + path("c");
    assertThat(train("--set", checkpoint).status()).isZero();
    assertThat(train("--set", checkpoint, "--resume").status()).isZero();
    assertThat(train("--cv", "3").status()).isZero();
    assertThat(train("--init-from", path("m")).status()).isZero();
  }

  @Test
  void predictionAndEvaluationNeedTheColumn() throws IOException {
    train();
    Files.writeString(directory.resolve("bare.csv"), "a,b,y\n0.3,1,yes\n");
    Files.writeString(directory.resolve("gap.csv"), "a,b,o\n0.3,1,\n");

    assertThat(Run.of("predict", "--model", path("m"), "--data", path("bare.csv")).err())
        .contains("bare.csv lacks columns that the model needs: o");
    assertThat(Run.of("evaluate", "--model", path("m"), "--data", path("bare.csv")).err())
        .contains("bare.csv lacks columns that the model needs: o");
    assertThat(Run.of("predict", "--model", path("m"), "--data", path("gap.csv")).err())
        .contains("row 1, column \"o\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|data.offset=y|column \"y\" cannot be both the label and the offset",
        "2|data.features=a,o|column \"o\" cannot be both the offset and a feature",
        "1|data.offset=p|t.csv has no column \"p\"",
      })
  void mistakesAreExplained(int status, String setting, String message) {
    Run run = train("--set", setting);

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).contains(message);
  }
}
