package dev.logistic.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code diagnose}, against R's figures, which {@code bench/diagnostics_figures.R} wrote. */
class DiagnoseCommandTest {

  private static final String BIRTHS = "examples/data/births.csv";

  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  @BeforeEach
  void train() {
    train(BIRTHS);
  }

  private void train(String data, String... more) {
    Run.ofFaultless(
        Stream.concat(
                Stream.of(
                    "train",
                    "--data",
                    data,
                    "--label",
                    "low",
                    "--set",
                    "train.l2=0",
                    "--set",
                    "engine.precision=float64",
                    "--model",
                    path("m"),
                    "--overwrite",
                    "--quiet"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private String[] diagnose(String data, String... more) {
    return Stream.concat(
            Stream.of("diagnose", "--model", path("m"), "--data", data), Stream.of(more))
        .toArray(String[]::new);
  }

  private static JsonObject ofR(String name) throws IOException {
    Path file = Path.of("src/test/resources/diagnose/births.json");
    return JsonParser.parseString(Files.readString(file, UTF_8))
        .getAsJsonObject()
        .getAsJsonObject(name);
  }

  private List<List<String>> written(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name)).stream()
        .map(line -> Arrays.asList(line.split(",", -1)))
        .toList();
  }

  private static void assertColumn(
      JsonArray expected, List<List<String>> table, String column, int[] rows) {
    int place = table.get(0).indexOf(column);
    assertThat(place).as(column).isNotNegative();
    for (int i = 0; i < rows.length; i++) {
      double figure = expected.get(i).getAsDouble();
      assertThat(Double.parseDouble(table.get(rows[i] + 1).get(place)))
          .as(column + " " + i)
          .isCloseTo(figure, within(1e-9 * Math.abs(figure) + 1e-13));
    }
  }

  /** R's columns of all coefficients by row, as those of one coefficient. */
  private static JsonArray column(JsonArray rows, int coefficient) {
    JsonArray column = new JsonArray();
    for (JsonElement row : rows) {
      column.add(row.getAsJsonArray().get(coefficient));
    }
    return column;
  }

  private static void assertRows(JsonObject expected, List<List<String>> table, int[] rows) {
    assertColumn(expected.getAsJsonArray("pearson"), table, "pearson_residual", rows);
    assertColumn(expected.getAsJsonArray("deviance"), table, "deviance_residual", rows);
    assertColumn(expected.getAsJsonArray("leverage"), table, "leverage", rows);
    assertColumn(expected.getAsJsonArray("cooks_distance"), table, "cooks_distance", rows);
    JsonArray dfbetas = expected.getAsJsonArray("dfbetas");
    assertColumn(column(dfbetas, 0), table, "dfbetas_(bias)", rows);
    assertColumn(column(dfbetas, 1), table, "dfbetas_age", rows);
    assertColumn(column(dfbetas, 6), table, "dfbetas_region=town", rows);
  }

  @Test
  void theRowsAreWrittenWithRsFigures() throws IOException {
    Run run = Run.ofFaultless(diagnose(BIRTHS, "--out", path("rows.csv"), "--quiet"));

    assertThat(run.out()).isEmpty();
    List<List<String>> table = written("rows.csv");
    assertThat(table).hasSize(249);
    assertThat(String.join(",", table.get(0)))
        .startsWith(
            "age,weight,smoker,visits,region,low,probability,pearson_residual,deviance_residual,"
                + "leverage,cooks_distance,dfbetas_(bias),dfbetas_age,");
    assertThat(String.join(",", table.get(1))).startsWith("35,56.7,no,0,town,no,0.39332475870");
    assertRows(ofR("births"), table, IntStream.range(0, 248).toArray());
    Run stdout = Run.ofFaultless(diagnose(BIRTHS, "--out", "-"));
    assertThat(stdout.out()).isEqualTo(Files.readString(directory.resolve("rows.csv")));
  }

  @Test
  void theTestIsPrintedWithItsGroups() {
    Run run = Run.ofFaultless(diagnose(BIRTHS));

    assertThat(run.out())
        .contains(
            """
            Rows                    248
            Deviance                308.749
            Pearson chi2            252.634
            Calibration slope       1.00000, standard error 0.247987
            Calibration intercept   0.00000, standard error 0.182082

            Hosmer-Lemeshow: chi2 10.8244 on 8 degrees of freedom, p = 0.212
            Group       from        to  rows  positives  expected
            1      0.0765675  0.198387    25          5   3.97342
            2       0.199035  0.257367    25          8   5.78338
            """)
        .contains(
            """
            Variance inflation     GVIF  df  GVIF^(1/(2 df))
            age                 1.03563   1          1.01766
            """)
        .contains("region              1.05476   2          1.01342\n")
        .contains("row 27                  0.0423241  0.0445235           2.46472   1.97815\n");
  }

  @Test
  void jsonHasTheFigures() throws IOException {
    JsonObject expected = ofR("births");

    JsonObject json = Run.ofFaultless(diagnose(BIRTHS, "--json", "-")).json();

    assertThat(json.get("rows").getAsInt()).isEqualTo(248);
    assertThat(json.get("of_fit").getAsBoolean()).isTrue();
    JsonObject test = json.getAsJsonObject("hosmer_lemeshow");
    assertThat(test.get("chi2").getAsDouble())
        .isCloseTo(expected.get("hosmer_chi2").getAsDouble(), within(1e-8));
    assertThat(test.get("df").getAsInt()).isEqualTo(8);
    assertThat(test.getAsJsonArray("groups")).hasSize(10);
    assertThat(json.getAsJsonArray("vif").get(4).getAsJsonObject().get("term").getAsString())
        .isEqualTo("region");
    assertThat(json.getAsJsonArray("influential").get(0).getAsJsonObject().get("row").getAsInt())
        .isEqualTo(27);
    assertThat(json.getAsJsonObject("calibration").get("slope").getAsDouble())
        .isCloseTo(1, within(1e-9));
    assertThat(json.has("influence_refused")).isFalse();
  }

  @Test
  void rowsThatCountNothingOrLackAValueHaveEmptyCells() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(BIRTHS));
    StringBuilder csv = new StringBuilder(lines.get(0) + ",n\n");
    csv.append(",50,no,1,coast,no,1\n");
    for (int row = 0; row < lines.size() - 1; row++) {
      csv.append(lines.get(row + 1)).append(',').append(row % 4).append('\n');
    }
    Path counted = Files.writeString(directory.resolve("counted.csv"), csv.toString());
    Run.of(
        "train",
        "--data",
        counted.toString(),
        "--label",
        "low",
        "--set",
        "train.l2=0",
        "--set",
        "engine.precision=float64",
        "--set",
        "data.weight=n",
        "--set",
        "data.weight-kind=frequency",
        "--set",
        "data.missing=drop",
        "--model",
        path("m"),
        "--overwrite",
        "--quiet");

    Run run = Run.of(diagnose(counted.toString(), "--out", path("rows.csv"), "--quiet"));

    assertThat(run.status()).as(run.err()).isZero();
    List<List<String>> table = written("rows.csv");
    assertThat(table).hasSize(250);
    assertThat(String.join(",", table.get(1))).isEqualTo(",50,no,1,coast,no,1" + ",".repeat(12));
    assertThat(table.get(2).get(7)).isNotEmpty(); // its probability
    assertThat(table.get(2).subList(8, 19)).containsOnly("");
    int[] some = IntStream.rangeClosed(1, 248).filter(row -> (row - 1) % 4 > 0).toArray();
    assertRows(ofR("weighted"), table, some);
  }

  @Test
  void otherRowsHaveResidualsAloneWithAWarning() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(BIRTHS)).subList(0, 100);
    Path some = Files.write(directory.resolve("some.csv"), lines);

    Run run = Run.of(diagnose(some.toString(), "--out", path("rows.csv")));

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "warning: no leverage and influence: the rows are not those that the model was trained on,"
                + " all of them with their weights\n");
    assertThat(String.join(",", written("rows.csv").get(0)))
        .endsWith("low,probability,pearson_residual,deviance_residual");
    assertThat(run.out())
        .contains("No leverage and influence: the rows are not those")
        .contains("on 10 degrees of freedom")
        .doesNotContain("Variance inflation");
    JsonObject json = Run.ofFaultless(diagnose(some.toString(), "--json", "-")).json();
    assertThat(json.get("of_fit").getAsBoolean()).isFalse();
    assertThat(json.has("influence_refused")).isTrue();
    assertThat(json.has("vif")).isFalse();
  }

  @Test
  void aModelThatHeldRowsOutHasNoInfluenceOfAllOfThem() {
    train(BIRTHS, "--set", "data.validation=0.2");

    JsonObject json = Run.ofFaultless(diagnose(BIRTHS, "--json", "-")).json();

    assertThat(json.get("of_fit").getAsBoolean()).isFalse();
    assertThat(json.get("rows").getAsInt()).isEqualTo(248);
  }

  @Test
  void theReportShowsResidualsInfluenceAndCalibration() throws IOException {
    Run.ofFaultless(diagnose(BIRTHS, "--report", path("d.html"), "--quiet"));

    assertThat(Files.readString(directory.resolve("d.html")))
        .contains(
            "<h1>Diagnostics: low</h1>",
            ">Rows of the fit</h2>",
            ">Residuals</h3>",
            ">Influence</h3>",
            "The largest is 0.04232, of row 27.",
            "Hosmer-Lemeshow test: chi2 10.82 on 8 degrees of freedom, p 0.2118",
            "<tr><th>1<td>0.07657<td>0.1984<td>25<td>5<td>3.973",
            "<tr><th>27<td>0.04232<td>0.04452<td>2.465<td>1.978",
            "<tr><th>region<td>1.055<td>2<td>1.013",
            ">Statistics</h2>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--groups 2 | 2 | --groups must be at least 3, was 2",
        "--out x.txt | 2 | --out must end in .csv, .parquet or .jsonl, was \"x.txt\"",
        "--out - --json - | 2 | --out - and --json - would both write to stdout",
        "--label y | 1 | has no column \"y\"",
        "--query SELECT | 1 | SELECT"
      })
  void whatCannotBeIsRefused(String options, int status, String message) {
    Run run = Run.of(diagnose(BIRTHS, options.split(" ")));

    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void modelsWithoutStatisticsAreRefusedWithTheRemedy() {
    train(BIRTHS, "--set", "train.l2=0.5");

    Run run = Run.of(diagnose(BIRTHS));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "error: diagnostics need a model with statistics, and this one has none: the fit is"
                + " penalised (train.l2=0.5), which biases its coefficients: train with train.l2=0\n");
  }

  @ParameterizedTest
  @CsvSource({"synthetic", "rows.svm"})
  void rowsWithoutNamedColumnsAreRefused(String source) {
    Run run = Run.of(diagnose(source));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("diagnose needs a table with named columns: --data SOURCE");
  }
}
