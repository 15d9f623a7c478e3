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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statistics of four classes as a user has them, against the figures of R's {@code nnet::multinom},
 * which {@code bench/multinomial_figures.R} wrote.
 */
class MulticlassStatisticsTest {

  private static final Path FIGURES = Path.of("src/test/resources/train");

  @TempDir static Path directory;

  @BeforeAll
  static void train() {
    train("large", "income,distance,region", "--set", "train.tests=lr", "--report", path("t.html"));
    train("small", "income");
  }

  private static String path(String name) {
    return directory.resolve(name).toString();
  }

  private static void train(String model, String features, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--data",
                FIGURES.resolve("choices.csv").toString(),
                "--label",
                "choice",
                "--features",
                features,
                "--model",
                path(model),
                "--set",
                "train.l2=0",
                "--set",
                "engine.precision=float64"));
    arguments.addAll(List.of(more));
    Run.ofFaultless(arguments.toArray(String[]::new));
  }

  private static JsonObject figures() throws IOException {
    return JsonParser.parseString(Files.readString(FIGURES.resolve("choices.json")))
        .getAsJsonObject();
  }

  private static void assertClose(JsonObject found, String field, double expected) {
    assertThat(found.get(field).getAsDouble())
        .as(field)
        .isCloseTo(expected, within(1e-6 * Math.abs(expected)));
  }

  @Test
  void jsonHasTheClassOfEachStatistic() throws IOException {
    JsonObject json =
        Run.ofFaultless("inspect", "--model", path("large"), "--json", "--statistics").json();

    JsonObject expected = figures();
    JsonArray rows = json.getAsJsonArray("statistics");
    assertThat(rows).hasSize(15);
    for (int i = 0; i < 15; i++) {
      JsonObject row = rows.get(i).getAsJsonObject();
      assertThat(row.get("class")).isEqualTo(expected.getAsJsonArray("classes").get(i / 5));
      double estimate = expected.getAsJsonArray("estimate").get(i).getAsDouble();
      assertClose(row, "estimate", estimate);
      assertClose(
          row, "standard_error", expected.getAsJsonArray("standard_error").get(i).getAsDouble());
      assertClose(row, "odds_ratio", Math.exp(estimate));
    }
    assertThat(rows.get(5).getAsJsonObject().get("name").getAsString()).isEqualTo("(bias)");
    assertThat(rows.get(6).getAsJsonObject().get("name").getAsString()).isEqualTo("income");
    assertThat(json.get("lr_df").getAsInt()).isEqualTo(12);
    assertThat(json.getAsJsonArray("covariance")).hasSize(15);
    assertThat(json.getAsJsonArray("tests").get(2).getAsJsonObject().get("df").getAsInt())
        .isEqualTo(6);
    assertThat(json.getAsJsonArray("weights").get(0).getAsJsonArray()).hasSize(4);
  }

  @Test
  void thePrintedTableNamesTheClassAndTheOneThatItIsComparedWith() {
    String out =
        Run.ofFaultless("inspect", "--model", path("large"), "--odds-ratios", "--level", "0.9")
            .out();

    assertThat(out)
        .containsSubsequence(
            "90 % from",
            "\nbus: (bias) ",
            "\nbus: income ",
            "\nbus: region=town ",
            "\ncar: (bias) ",
            "\ntrain: region=town ",
            "\n\nReference class   bike\nLog-likelihood ",
            " on 1185 degrees of freedom\n",
            " on 1197 degrees of freedom\n",
            " on 12 degrees of freedom, p ",
            "Tests of terms by likelihood ratio\n",
            "\nregion ",
            " 6 ");
  }

  @Test
  void programsReadTheClassInAColumn() {
    List<String> lines =
        Run.ofFaultless("inspect", "--model", path("large"), "--format", "csv")
            .out()
            .lines()
            .toList();

    assertThat(lines).hasSize(16);
    assertThat(lines.get(0)).isEqualTo("class,name,estimate,standard_error,z,p,ci_low,ci_high");
    assertThat(lines.get(7)).startsWith("car,income,");
    assertThat(Run.ofFaultless("inspect", "--model", path("large"), "--format", "markdown").out())
        .contains("\n| car: income | ");
  }

  @Test
  void nestedModelsAreComparedInAllClasses() throws IOException {
    JsonObject expected = figures();

    JsonObject found = Run.ofFaultless("compare", path("small"), path("large"), "--json").json();

    JsonObject test = expected.getAsJsonObject("test");
    assertThat(found.get("df").getAsInt()).isEqualTo(test.get("df").getAsInt()).isEqualTo(9);
    assertClose(found, "chi2", test.get("chi2").getAsDouble());
    assertClose(found, "p", test.get("p").getAsDouble());
    JsonArray models = found.getAsJsonArray("models");
    JsonObject small = models.get(0).getAsJsonObject();
    assertThat(small.get("parameters").getAsInt()).isEqualTo(6);
    for (String field : List.of("log_likelihood", "aic", "bic")) {
      assertClose(small, field, expected.getAsJsonObject("nested").get(field).getAsDouble());
    }
  }

  @Test
  void theReportHasThePlotAndTheTable() throws IOException {
    assertThat(Files.readString(directory.resolve("t.html")))
        .contains("\"car: income\"")
        .contains("multiplies the odds of a class against &quot;bike&quot;, with its 95 % interval")
        .contains("<summary>Statistics of all 15 coefficients</summary>")
        .contains("<tr><th>train: (bias)<td>");
  }

  @Test
  void whatIsForTwoClassesSaysSo() {
    String data = FIGURES.resolve("choices.csv").toString();

    assertThat(
            Run.of("predict", "--model", path("large"), "--data", data, "--interval", "0.95").err())
        .contains("--interval is for models of two classes; this one has 4");
    assertThat(Run.of("marginal-effects", "--model", path("large"), "--data", data).err())
        .contains("marginal effects are computed for models of two classes; this one has 4");
    assertThat(Run.of("diagnose", "--model", path("large"), "--data", data).err())
        .contains("diagnostics are defined for two classes, and the model has 4");
    Run firth =
        Run.of(
            "train",
            "--data",
            data,
            "--label",
            "choice",
            "--model",
            path("firth"),
            "--set",
            "train.l2=0",
            "--set",
            "train.firth=true");
    assertThat(firth.err()).contains("two classes, found 4");
    Run leverages =
        Run.of(
            "train",
            "--data",
            data,
            "--label",
            "choice",
            "--model",
            path("hc3"),
            "--set",
            "train.l2=0",
            "--set",
            "train.covariance=hc3");
    assertThat(leverages.err())
        .contains("train.covariance=hc3 is for two classes", "set hc0, hc1 or cluster");
    assertThat(directory.resolve("hc3")).doesNotExist();
  }
}
