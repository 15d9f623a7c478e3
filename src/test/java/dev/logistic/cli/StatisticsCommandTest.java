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
import org.junit.jupiter.params.provider.CsvSource;
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

    assertThat(lines.subList(lines.size() - 14, lines.size()))
        .containsExactly(
            "                      estimate  standard error          z           p      95 % from             to",
            "(bias)                 42.0194         4.45943      9.423      <2e-16        33.2791        50.7597",
            "mean_radius           -1.39699        0.154032     -9.069      <2e-16       -1.69889       -1.09509",
            "mean_texture         -0.380559       0.0571132     -6.663     2.7e-11      -0.492499      -0.268619",
            "mean_smoothness       -144.674         19.0469     -7.596     3.1e-14       -182.005       -107.343",
            "",
            "Log-likelihood    -93.645111",
            "Without features  -375.72000",
            "Deviance          187.29022 on 565 degrees of freedom",
            "Null deviance     751.44001 on 568 degrees of freedom",
            "Likelihood ratio  chi2 564.14978 on 3 degrees of freedom, p <2e-16",
            "McFadden R2       0.75075825",
            "AIC               195.29022",
            "BIC               212.66574");
  }

  /** R's glm(am ~ wt, binomial, mtcars) and its summary. */
  @Test
  void theFiguresOfMotorCarsAreThoseOfR() throws IOException {
    double[] weights = {
      2.620, 2.875, 2.320, 3.215, 3.440, 3.460, 3.570, 3.190, 3.150, 3.440, 3.440, 4.070, 3.730,
      3.780, 5.250, 5.424, 5.345, 2.200, 1.615, 1.835, 2.465, 3.520, 3.435, 3.840, 3.845, 1.935,
      2.140, 1.513, 3.170, 2.770, 3.570, 2.780
    };
    String manual = "11100000000000000111000001111111";
    StringBuilder cars = new StringBuilder("wt,am\n");
    for (int row = 0; row < weights.length; row++) {
      cars.append(weights[row]).append(',').append(manual.charAt(row)).append('\n');
    }
    Files.writeString(directory.resolve("cars.csv"), cars);
    Run.ofFaultless(
        "train",
        "--data",
        path("cars.csv"),
        "--label",
        "am",
        "--model",
        path("m"),
        "--set",
        "train.l2=0",
        "--set",
        "engine.precision=float64",
        "--quiet");

    JsonObject json = inspect("--json", "--statistics").json();
    String out = inspect("--statistics").out();

    assertThat(json.get("residual_df").getAsLong()).isEqualTo(30);
    assertThat(json.get("null_df").getAsLong()).isEqualTo(31);
    assertThat(json.get("lr_df").getAsInt()).isEqualTo(1);
    assertThat(json.get("deviance").getAsDouble()).isCloseTo(19.176, within(5e-4));
    assertThat(json.get("null_deviance").getAsDouble()).isCloseTo(43.230, within(5e-4));
    assertThat(json.get("lr_chi2").getAsDouble()).isCloseTo(24.053648469, within(1e-8));
    assertThat(json.get("lr_p").getAsDouble()).isCloseTo(9.3688573749e-7, within(1e-15));
    assertThat(out)
        .containsPattern("\\(bias\\) +12\\.0404 +4\\.51007 +2\\.670 +0\\.00759 ")
        .containsPattern("wt +-4\\.02397 +1\\.43653 +-2\\.801 +0\\.00509 ")
        .contains(
            "\nDeviance          19.176085 on 30 degrees of freedom\n",
            "\nNull deviance     43.229733 on 31 degrees of freedom\n",
            "\nLikelihood ratio  chi2 24.053648 on 1 degrees of freedom, p = 9.4e-07\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, <2e-16",
    "2.2e-16, <2e-16",
    "2.3e-16, 2.3e-16",
    "1.23e-5, 1.2e-05",
    "0.0001, 0.0001",
    "0.03524, 0.0352",
    "0.5, 0.5",
    "0.99999, 1",
    "1, 1"
  })
  void probabilitiesAreWrittenAsPeopleDo(double p, String text) {
    assertThat(StatisticsTable.p(p)).isEqualTo(text);
  }

  @Test
  void thePenaltyAndTheLabelOfTheModelAreShown() {
    train("--set", "train.l1=0.25", "--query", "SELECT *\n  FROM data");

    assertThat(inspect().out())
        .contains(
            """

            Label:     diagnosis
            Query:     SELECT * FROM data
            Penalty:   train.l1=0.25, train.l2=0.0017574692442882249
            """);
  }

  @Test
  void theReportHasThemInItsTable() throws IOException {
    train("--set", "train.l2=0", "--report", path("r.html"));

    assertThat(Files.readString(directory.resolve("r.html")))
        .contains("<th scope=\"col\">Standard error</th>", "<dt>AIC</dt>");
  }

  @Test
  void aRefusalStatesItsReason() {
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
