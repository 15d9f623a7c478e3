package dev.logistic.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code inspect --statistics}, against statsmodels' figures of data that people know. */
class StatisticsCommandTest {

  private static final List<String> FIELDS =
      List.of("estimate", "standard_error", "z", "p", "ci_low", "ci_high");

  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private Run train(String... more) {
    List<String> arguments =
        List.of(
            "train",
            "--data",
            "examples/data/breast_cancer.csv",
            "--label",
            "diagnosis",
            "--positive",
            "benign",
            "--features",
            "mean_radius,mean_texture,mean_smoothness",
            "--model",
            path("m"));
    return Run.ofFaultless(
        Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private Run inspect(String... more) {
    return Run.ofFaultless(
        Stream.concat(Stream.of("inspect", "--model", path("m")), Stream.of(more))
            .toArray(String[]::new));
  }

  private static JsonObject stored(String file) throws IOException {
    String json = Files.readString(Path.of("src/test/resources").resolve(file), UTF_8);
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private static void assertClose(JsonArray expected, JsonArray rows, String field) {
    for (int i = 0; i < rows.size(); i++) {
      double figure = expected.get(i).getAsDouble();
      assertThat(rows.get(i).getAsJsonObject().get(field).getAsDouble())
          .as(field + " " + i)
          .isCloseTo(figure, within(1e-6 * Math.abs(figure)));
    }
  }

  private static void assertClose(JsonObject expected, JsonObject actual, String field) {
    double figure = expected.get(field).getAsDouble();
    assertThat(actual.get(field).getAsDouble())
        .as(field)
        .isCloseTo(figure, within(1e-6 * Math.abs(figure)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theFiguresAreThoseOfStatsmodelsOnTheScaleOfTheColumns(boolean standardize)
      throws IOException {
    train(
        "--set",
        "data.standardize=" + standardize,
        "--set",
        "engine.precision=float64",
        "--set",
        "train.l2=0",
        "--set",
        "train.epochs=2000");

    JsonObject json = inspect("--json", "--statistics").json();

    JsonObject expected =
        stored("evaluate/breast_cancer.expected.json").getAsJsonObject("statsmodels_logit");
    JsonArray rows = json.getAsJsonArray("statistics");
    assertThat(rows).hasSize(4);
    assertThat(rows.get(0).getAsJsonObject().get("name").getAsString()).isEqualTo("(bias)");
    assertThat(rows.get(3).getAsJsonObject().get("name").getAsString())
        .isEqualTo("mean_smoothness");
    assertClose(expected.getAsJsonArray("coefficients"), rows, "estimate");
    assertClose(expected.getAsJsonArray("standard_errors"), rows, "standard_error");
    assertClose(expected.getAsJsonArray("z"), rows, "z");
    assertClose(expected.getAsJsonArray("p"), rows, "p");
    for (String figure : List.of("log_likelihood", "null_log_likelihood", "aic", "bic")) {
      assertClose(expected, json, figure);
    }
    JsonObject more = stored("train/statistics.json").getAsJsonObject("breast_cancer");
    for (String field : FIELDS) {
      assertClose(more.getAsJsonObject("fit").getAsJsonArray(field), rows, field);
    }
    assertClose(more.getAsJsonObject("fit"), json, "mcfadden_r2");
    assertThat(json.has("refused")).isFalse();
  }

  @Test
  void peopleGetATable() {
    train("--set", "train.l2=0", "--set", "engine.precision=float64");

    List<String> lines = inspect("--statistics").out().lines().toList();

    assertThat(lines.subList(lines.size() - 13, lines.size()))
        .containsExactly(
            "                      estimate  standard error          z           p      95 % from             to",
            "(bias)                 42.0194         4.45943      9.423   4.400e-21        33.2791        50.7597",
            "mean_radius           -1.39699        0.154032     -9.069   1.196e-19       -1.69889       -1.09509",
            "mean_texture         -0.380559       0.0571132     -6.663   2.679e-11      -0.492499      -0.268619",
            "mean_smoothness       -144.674         19.0469     -7.596   3.061e-14       -182.005       -107.343",
            "",
            "Log-likelihood    -93.645111",
            "Without features  -375.72000",
            "Deviance          187.29022",
            "Null deviance     751.44001",
            "McFadden R2       0.75075825",
            "AIC               195.29022",
            "BIC               212.66574");
  }

  @Test
  void theReportHasThemInItsTable() throws IOException {
    train("--set", "train.l2=0", "--report", path("r.html"));

    assertThat(Files.readString(directory.resolve("r.html")))
        .contains("<th scope=\"col\">Standard error</th>", "<dt>AIC</dt>");
  }

  @Test
  void aRefusalSaysWhy() {
    train("--set", "train.l2=0.5");
    String reason =
        "the fit is penalised (train.l2=0.5), which biases its coefficients: train with train.l2=0";

    JsonObject json = inspect("--json", "--statistics").json();

    assertThat(json.get("refused").getAsString()).isEqualTo(reason);
    assertThat(json.has("statistics")).isFalse();
    assertThat(json.has("aic")).isFalse();
    assertThat(inspect("--statistics").out()).endsWith("\nNo statistics: " + reason + "\n");
  }

  @Test
  void theyAreShownOnRequestOnly() {
    train("--set", "train.l2=0");

    JsonObject json = inspect("--json").json();

    assertThat(json.has("statistics")).isFalse();
    assertThat(json.has("refused")).isFalse();
    assertThat(inspect().out()).doesNotContain("standard error");
  }
}
