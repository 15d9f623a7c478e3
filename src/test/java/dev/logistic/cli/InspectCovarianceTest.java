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
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Covariance, odds ratios, levels and formats of {@code inspect --statistics}. */
class InspectCovarianceTest {

  private static final String TREATED = "treated,cured\n";

  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  /** Two by two: 12 of 17 treated are cured, and 7 of 28 others. */
  @BeforeEach
  void train() throws IOException {
    String rows =
        "1,yes\n".repeat(12) + "1,no\n".repeat(5) + "0,yes\n".repeat(7) + "0,no\n".repeat(21);
    Files.writeString(directory.resolve("t.csv"), TREATED + rows);
    train("0");
  }

  private void train(String l2) {
    train(l2, "train.tests=none");
  }

  private void train(String l2, String setting) {
    Run.ofFaultless(
        "train",
        "--data",
        path("t.csv"),
        "--label",
        "cured",
        "--model",
        path("m"),
        "--overwrite",
        "--set",
        "train.l2=" + l2,
        "--set",
        "engine.precision=float64",
        "--set",
        setting,
        "--quiet");
  }

  private String[] arguments(String... more) {
    return Stream.concat(Stream.of("inspect", "--model", path("m")), Stream.of(more))
        .toArray(String[]::new);
  }

  private Run inspect(String... more) {
    return Run.ofFaultless(arguments(more));
  }

  private static double number(JsonObject object, String field) {
    return object.get(field).getAsDouble();
  }

  @Test
  void jsonHasOddsRatiosTheLevelAndTheCovariance() {
    JsonObject json = inspect("--json", "--statistics").json();

    JsonObject slope = json.getAsJsonArray("statistics").get(1).getAsJsonObject();
    assertThat(number(slope, "odds_ratio")).isCloseTo(7.2, within(1e-8));
    assertThat(number(slope, "odds_ratio_low")).isEqualTo(Math.exp(number(slope, "ci_low")));
    assertThat(number(slope, "odds_ratio_high")).isEqualTo(Math.exp(number(slope, "ci_high")));
    assertThat(number(json, "level")).isEqualTo(0.95);
    assertThat(json.get("covariance_kind").getAsString()).isEqualTo("model");
    JsonArray rows = json.getAsJsonArray("covariance");
    double ofBias = 1 / 7.0 + 1 / 21.0;
    double[][] expected = {{ofBias, -ofBias}, {-ofBias, 1 / 12.0 + 1 / 5.0 + ofBias}};
    assertThat(rows).hasSize(2);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        assertThat(rows.get(i).getAsJsonArray().get(j).getAsDouble())
            .isCloseTo(expected[i][j], within(1e-9));
      }
    }
  }

  /** R's {@code qnorm(0.95)}. */
  @Test
  void anotherLevelHasOtherIntervals() {
    JsonObject json = inspect("--json", "--level", "0.9").json();

    JsonObject slope = json.getAsJsonArray("statistics").get(1).getAsJsonObject();
    double reach = 1.644853626951473 * number(slope, "standard_error");
    assertThat(number(slope, "ci_low")).isCloseTo(number(slope, "estimate") - reach, within(1e-14));
    assertThat(number(slope, "ci_high"))
        .isCloseTo(number(slope, "estimate") + reach, within(1e-14));
    assertThat(number(json, "level")).isEqualTo(0.9);
  }

  @Test
  void theTextHasOddsRatiosOnRequest() {
    String out = inspect("--odds-ratios", "--level", "0.999").out();

    assertThat(out)
        .containsPattern("p +99.9 % from +to +odds ratio +99.9 % from +to\n")
        .containsPattern(
            "\ntreated +1.97408 +0.688338 +2.868 +0.00413 +-0.290914 +4.23908 +7.20000"
                + " +0.747580 +69.3438\n");
  }

  @Test
  void theTableIsWrittenForOtherPrograms() {
    assertThat(inspect("--format", "markdown").out())
        .isEqualTo(
            """
            |  | estimate | standard error | z | p | 95 % from | to |
            |---|---:|---:|---:|---:|---:|---:|
            | (bias) | -1.09861 | 0.436436 | -2.517 | 0.0118 | -1.95401 | -0.243214 |
            | treated | 1.97408 | 0.688338 | 2.868 | 0.00413 | 0.624963 | 3.32320 |
            """);
    assertThat(inspect("--format", "latex", "--statistics").out())
        .isEqualTo(
            """
            \\begin{tabular}{lrrrrrr}
            \\hline
             & estimate & standard error & z & p & 95 \\% from & to \\\\
            \\hline
            (bias) & $-$1.09861 & 0.436436 & $-$2.517 & 0.0118 & $-$1.95401 & $-$0.243214 \\\\
            treated & 1.97408 & 0.688338 & 2.868 & 0.00413 & 0.624963 & 3.32320 \\\\
            \\hline
            \\end{tabular}
            """);
  }

  @Test
  void valuesSeparatedByCommasHaveAllDigits() {
    List<String> lines = inspect("--format", "csv", "--odds-ratios").out().lines().toList();

    JsonObject slope =
        inspect("--json", "--statistics")
            .json()
            .getAsJsonArray("statistics")
            .get(1)
            .getAsJsonObject();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .isEqualTo(
            "name,estimate,standard_error,z,p,ci_low,ci_high,odds_ratio,odds_ratio_low,"
                + "odds_ratio_high");
    String[] names = lines.get(0).split(",", -1);
    String[] cells = lines.get(2).split(",", -1);
    assertThat(cells).hasSameSizeAs(names);
    assertThat(cells[0]).isEqualTo("treated");
    for (int i = 1; i < cells.length; i++) {
      assertThat(Double.parseDouble(cells[i])).isEqualTo(number(slope, names[i]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.49", "1", "NaN", "95"})
  void aLevelIsAShare(String level) {
    Run run = Run.of(arguments("--level", level));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--level must be from 0.5 to below 1, was ");
  }

  @Test
  void formatsAreNamedAndNotForJson() {
    assertThat(Run.of(arguments("--format", "html")).err())
        .contains("--format must be one of text, markdown, csv, latex, was \"html\"");
    assertThat(Run.of(arguments("--format", "csv", "--json")).err())
        .contains("--format is for the printed table; leave out --format or --json");
  }

  /** The closed form of a two by two table. */
  @Test
  void testsOfTermsArePrintedAndExported() {
    train("0", "train.tests=lr");
    JsonObject json = inspect("--json", "--statistics").json();
    JsonObject test = json.getAsJsonArray("tests").get(0).getAsJsonObject();

    assertThat(json.get("tests_kind").getAsString()).isEqualTo("lr");
    assertThat(test.keySet()).containsExactly("term", "df", "chi2", "p");
    assertThat(number(test, "chi2")).isCloseTo(number(json, "lr_chi2"), within(1e-12));
    assertThat(number(test, "p")).isCloseTo(number(json, "lr_p"), within(1e-12));
    assertThat(inspect("--statistics").out())
        .contains("Tests of terms by likelihood ratio")
        .containsPattern("treated +1 +[0-9.]+ +0\\.00");
    assertThat(inspect("--tests", "--format", "csv").out().lines())
        .containsExactly(
            "term,df,chi2,p", "treated,1,%s,%s".formatted(test.get("chi2"), test.get("p")));
    assertThat(inspect("--tests", "--format", "markdown").out()).startsWith("|  | df | chi2 | p |");
  }

  @Test
  void withoutTestsTheyAreRefusedWithTheRemedy() {
    Run run = Run.of(arguments("--tests"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(
            "the model has no tests of its terms: train with train.tests=wald or train.tests=lr");
    assertThat(inspect("--json", "--statistics").json().has("tests")).isFalse();
    assertThat(Run.of(arguments("--tests", "--json")).err())
        .contains("--tests is for the printed table; leave out --tests or --json");
  }

  @Test
  void withoutStatisticsThereIsNoTable() {
    train("0.5");
    String reason = "the fit is penalised (train.l2=0.5)";

    Run run = Run.of(arguments("--format", "csv"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: the model has no statistics: " + reason);
    JsonObject json = inspect("--json", "--statistics").json();
    assertThat(json.get("refused").getAsString()).startsWith(reason);
    assertThat(json.has("covariance")).isFalse();
    assertThat(directory.resolve("m/covariance.safetensors")).doesNotExist();
  }

  @Test
  void aModelOfAnEarlierVersionHasNoCovariance() throws IOException {
    Path file = directory.resolve("m/model.json");
    JsonObject model = JsonParser.parseString(Files.readString(file, UTF_8)).getAsJsonObject();
    model.remove("covariance_sha256");
    model.remove("content_sha256");
    model.addProperty("format_version", 1);
    model.getAsJsonObject("statistics").remove("covariance_kind");
    Files.writeString(file, model.toString());

    JsonObject json = inspect("--json", "--statistics").json();

    assertThat(json.has("covariance")).isFalse();
    assertThat(json.get("covariance_refused").getAsString())
        .isEqualTo(
            "the model was saved without the covariance of its coefficients, as by earlier"
                + " versions: train it again to get it");
    assertThat(json.get("covariance_kind").getAsString()).isEqualTo("model");
    assertThat(json.getAsJsonArray("statistics")).hasSize(2);
  }

  @Test
  void aCopyWithoutTheFileHasNone() throws IOException {
    Files.delete(directory.resolve("m/covariance.safetensors"));

    JsonObject json = inspect("--json", "--statistics").json();

    assertThat(json.get("covariance_refused").getAsString())
        .contains("covariance.safetensors is absent");
    assertThat(inspect("--statistics").out()).contains("McFadden R2");
  }

  /** Its files can be unpacked to a model directory. */
  @Test
  void anArchiveForServingHasIt() throws IOException {
    Run.ofFaultless("export", "--model", path("m"), "--format", "serving", "--out", path("m.zip"));
    Files.createDirectory(directory.resolve("unpacked"));
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(directory.resolve("m.zip")))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.getName().contains("jar")) {
          Files.write(directory.resolve("unpacked").resolve(entry.getName()), in.readAllBytes());
        }
      }
    }

    String[] interval = {"--data", path("t.csv"), "--interval", "0.95", "--out", "-"};
    String expected = predicted("m", interval);
    assertThat(expected).contains("probability_low");
    assertThat(predicted("unpacked", interval)).isEqualTo(expected);
  }

  private String predicted(String model, String... more) {
    return Run.ofFaultless(
            Stream.concat(Stream.of("predict", "--model", path(model)), Stream.of(more))
                .toArray(String[]::new))
        .out();
  }

  @Test
  void aDamagedFileIsAnError() throws IOException {
    Path file = directory.resolve("m/covariance.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);

    Run run = Run.of(arguments("--json", "--statistics"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(file + " is damaged: its SHA-256 must be ");
  }

  /** {@code bench/inference_figures.R} wrote R's figures. */
  @ParameterizedTest
  @ValueSource(strings = {"model", "hc0", "hc1", "hc2", "hc3"})
  void ofATableItIsRsOnTheScaleOfTheColumns(String kind) throws IOException {
    Run.ofFaultless(
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
        path("cancer"),
        "--set",
        "train.l2=0",
        "--set",
        "engine.precision=float64",
        "--set",
        "train.covariance=" + kind,
        "--quiet");

    JsonObject json =
        Run.ofFaultless("inspect", "--model", path("cancer"), "--statistics", "--json").json();

    JsonArray expected =
        JsonParser.parseString(
                Files.readString(Path.of("src/test/resources/train/inference.json"), UTF_8))
            .getAsJsonObject()
            .getAsJsonObject("breast_cancer")
            .getAsJsonArray(kind);
    assertThat(json.get("covariance_kind").getAsString()).isEqualTo(kind);
    assertThat(json.has("covariance_factor")).isEqualTo(kind.equals("hc1"));
    for (int i = 0; i < 4; i++) {
      double variance = expected.get(i).getAsJsonArray().get(i).getAsDouble();
      JsonObject row = json.getAsJsonArray("statistics").get(i).getAsJsonObject();
      double error = number(row, "standard_error");
      assertThat(error).isCloseTo(Math.sqrt(variance), within(1e-7 * error));
      assertThat(number(row, "z")).isEqualTo(number(row, "estimate") / error);
      for (int j = 0; j < 4; j++) {
        double other = expected.get(j).getAsJsonArray().get(j).getAsDouble();
        assertThat(json.getAsJsonArray("covariance").get(i).getAsJsonArray().get(j).getAsDouble())
            .isCloseTo(
                expected.get(i).getAsJsonArray().get(j).getAsDouble(),
                within(1e-7 * Math.sqrt(variance * other)));
      }
    }
    String out = Run.ofFaultless("inspect", "--model", path("cancer"), "--statistics").out();
    if (kind.equals("model")) {
      assertThat(out).doesNotContain("Covariance");
    } else {
      assertThat(out)
          .contains("\nCovariance        " + kind + (kind.equals("hc1") ? ", times n/(n-k)" : ""));
    }
  }

  @Test
  void aRobustCovarianceOfAPenalisedFitIsRefused() {
    Run run =
        Run.of(
            "train", "--data", path("t.csv"), "--label", "cured", "--set", "train.covariance=hc0");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: train.covariance=hc0 needs a fit without a penalty")
        .contains("set train.l2=0 and train.l1=0, found train.l2=1/rows");
  }

  private Run trainOnCounts(String counts, String... more) throws IOException {
    String[] numbers = counts.split(",", -1);
    Files.writeString(
        directory.resolve("counts.csv"),
        "treated,cured,n\n1,yes,%s\n1,no,%s\n0,yes,%s\n0,no,%s\n".formatted((Object[]) numbers));
    return Run.of(
        Stream.concat(
                Stream.of(
                    "train",
                    "--data",
                    path("counts.csv"),
                    "--label",
                    "cured",
                    "--model",
                    path("m"),
                    "--overwrite",
                    "--quiet",
                    "--set",
                    "data.weight=n",
                    "--set",
                    "train.l2=0",
                    "--set",
                    "engine.precision=float64"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void countsOfRowsHaveTheStatisticsOfTheRows() throws IOException {
    JsonObject expected = inspect("--json", "--statistics").json();

    assertThat(trainOnCounts("12,5,7,21", "--set", "data.weight-kind=frequency").status()).isZero();

    JsonObject json = inspect("--json", "--statistics").json();
    for (String field :
        List.of("log_likelihood", "null_log_likelihood", "lr_p", "aic", "bic", "residual_df")) {
      assertThat(number(json, field)).as(field).isCloseTo(number(expected, field), within(1e-10));
    }
    for (int i = 0; i < 2; i++) {
      JsonObject row = json.getAsJsonArray("statistics").get(i).getAsJsonObject();
      JsonObject other = expected.getAsJsonArray("statistics").get(i).getAsJsonObject();
      for (String field : List.of("estimate", "standard_error", "p", "ci_low", "odds_ratio")) {
        assertThat(number(row, field)).as(field).isCloseTo(number(other, field), within(1e-10));
      }
    }
  }

  @Test
  void aSurveyHasNoRatioOfLikelihoods() throws IOException {
    assertThat(trainOnCounts("12,5,7,21", "--set", "data.weight-kind=sampling").status()).isZero();

    JsonObject json = inspect("--json", "--statistics").json();
    assertThat(json.get("covariance_kind").getAsString()).isEqualTo("hc0");
    assertThat(json.get("covariance_factor").getAsString()).isEqualTo("n/(n-1)");
    assertThat(json.has("lr_p") || json.has("aic") || json.has("bic")).isFalse();
    assertThat(json.has("log_likelihood")).isTrue();
    assertThat(inspect("--statistics").out())
        .contains("\nCovariance        hc0, times n/(n-1)\n", "McFadden R2")
        .doesNotContain("AIC", "Likelihood ratio");
  }

  @Test
  void partsOfRowsAreNoCounts() throws IOException {
    Run run = trainOnCounts("12,5,7.5,21", "--set", "data.weight-kind=frequency");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "must be a whole number, as data.weight-kind=frequency counts rows, was 7.5",
            "counts.csv",
            "column \"n\"");
  }

  private Run trainOnClusters(String firms, String... more) throws IOException {
    JsonObject table =
        JsonParser.parseString(
                Files.readString(Path.of("src/test/resources/train/statistics.json"), UTF_8))
            .getAsJsonObject()
            .getAsJsonObject("alike");
    JsonArray x = table.getAsJsonArray("x");
    StringBuilder rows = new StringBuilder("a,b,c,firm,y\n");
    for (int i = 0; i < x.size(); i++) {
      for (int j = 0; j < 3; j++) {
        rows.append(x.get(i).getAsJsonArray().get(j)).append(',');
      }
      String firm = i == 4 && firms.isEmpty() ? "" : firms + i % 17;
      rows.append(firm).append(',').append(table.getAsJsonArray("y").get(i)).append('\n');
    }
    Files.writeString(directory.resolve("firms.csv"), rows);
    return Run.of(
        Stream.concat(
                Stream.of(
                    "train",
                    "--data",
                    path("firms.csv"),
                    "--label",
                    "y",
                    "--model",
                    path("m"),
                    "--overwrite",
                    "--quiet",
                    "--set",
                    "data.cluster=firm",
                    "--set",
                    "train.covariance=cluster",
                    "--set",
                    "train.l2=0",
                    "--set",
                    "engine.precision=float64"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "firm ", "9007199254740992"}) // of more digits than a double has
  void rowsOfATableMayBeInClusters(String firms) throws IOException {
    Run run = trainOnClusters(firms);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    JsonObject json = inspect("--json", "--statistics").json();
    JsonArray expected =
        JsonParser.parseString(
                Files.readString(Path.of("src/test/resources/train/inference.json"), UTF_8))
            .getAsJsonObject()
            .getAsJsonObject("alike")
            .getAsJsonArray("cluster");
    assertThat(json.getAsJsonArray("features").toString()).isEqualTo("[\"a\",\"b\",\"c\"]");
    assertThat(json.get("covariance_kind").getAsString()).isEqualTo("cluster");
    assertThat(json.get("covariance_factor").getAsString()).isEqualTo("G/(G-1)");
    for (int i = 0; i < 4; i++) {
      double variance = expected.get(i).getAsJsonArray().get(i).getAsDouble();
      double error =
          number(json.getAsJsonArray("statistics").get(i).getAsJsonObject(), "standard_error");
      assertThat(error).isCloseTo(Math.sqrt(variance), within(1e-8 * error));
    }
  }

  @Test
  void predictingNeedsNoCluster() throws IOException {
    trainOnClusters("1");
    Files.writeString(directory.resolve("new.csv"), "a,b,c\n0.5,1,2\n");

    assertThat(
            Run.ofFaultless(
                    "predict", "--model", path("m"), "--data", path("new.csv"), "--out", "-")
                .out())
        .startsWith("a,b,c,probability,prediction\n");
  }

  @Test
  void aClusterIsNeverMissingNorAnotherRole() throws IOException {
    assertThat(trainOnClusters("").err())
        .contains("column \"firm\"", "must name a cluster, is missing");
    assertThat(trainOnClusters("1", "--features", "a,firm").err())
        .contains("column \"firm\" cannot be both the cluster and a feature");
    assertThat(trainOnClusters("1", "--set", "data.cluster=firms").err()).contains("firms");
    assertThat(trainOnClusters("1", "--set", "data.cluster=y").err())
        .contains("column \"y\" cannot be both the cluster and the label");
  }

  /** The estimator may change on resuming; the model then differs although the weights do not. */
  @Test
  void resumingAFinishedTrainingWithAnotherCovarianceNeedsOverwrite() {
    String[] finished = {
      "train",
      "--data",
      path("t.csv"),
      "--label",
      "cured",
      "--model",
      path("r"),
      "--set",
      "train.checkpoint=" + path("c"),
      "--set",
      "train.l2=0",
      "--quiet"
    };
    String[] resumed =
        Stream.concat(Stream.of(finished), Stream.of("--resume", "--set", "train.covariance=hc1"))
            .toArray(String[]::new);
    Run.ofFaultless(finished);

    assertThat(Run.of(resumed).err())
        .contains("exists already and is from another training; --overwrite replaces it");
    assertThat(
            Run.of(
                    Stream.concat(Stream.of(resumed), Stream.of("--overwrite"))
                        .toArray(String[]::new))
                .status())
        .isZero();
    assertThat(Run.ofFaultless("inspect", "--model", path("r"), "--statistics").out())
        .contains("Covariance        hc1, times n/(n-k)");
  }
}
