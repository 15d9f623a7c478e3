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

/** {@code marginal-effects}; {@code bench/effects_figures.R} wrote R's figures. */
class MarginalEffectsCommandTest {

  private static final String TABLE = "src/test/resources/effects/mixed.csv";

  @TempDir Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private static String[] with(Stream<String> first, String... more) {
    return Stream.concat(first, Stream.of(more)).toArray(String[]::new);
  }

  private void train(String data, String... more) {
    Run.ofFaultless(
        with(Stream.of("train", "--data", data, "--model", path("m"), "--quiet"), more));
  }

  private void trainMixed(String... more) {
    train(
        TABLE,
        with(
            Stream.of("--label", "y", "--set", "train.l2=0", "--set", "engine.precision=float64"),
            more));
  }

  private String[] effects(String data, String... more) {
    return with(Stream.of("marginal-effects", "--model", path("m"), "--data", data), more);
  }

  private static void assertNear(JsonObject row, String field, JsonArray expected, int i) {
    double figure = expected.get(i).getAsDouble();
    assertThat(row.get(field).getAsDouble()).isCloseTo(figure, within(1e-8 * Math.abs(figure)));
  }

  private static JsonObject figures(String name) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/effects/figures.json"), UTF_8);
    return JsonParser.parseString(text).getAsJsonObject().getAsJsonObject(name);
  }

  private static void assertAreThoseOf(String name, List<JsonObject> rows) throws IOException {
    JsonObject figures = figures(name);
    assertThat(rows).hasSize(6);
    for (int i = 0; i < 6; i++) {
      assertNear(rows.get(i), "estimate", figures.getAsJsonArray("estimate"), i);
      assertNear(rows.get(i), "standard_error", figures.getAsJsonArray("standard_error"), i);
    }
  }

  private static List<JsonObject> objects(JsonObject json, String name, int from, int count) {
    return json.getAsJsonArray(name).asList().subList(from, from + count).stream()
        .map(row -> row.getAsJsonObject())
        .toList();
  }

  @Test
  void jsonHasRsEffects() throws IOException {
    trainMixed("--exclude", "w");

    JsonObject json = Run.ofFaultless(effects(TABLE, "--json", "-")).json();

    assertAreThoseOf(
        "effects",
        Stream.concat(
                objects(json, "effects", 0, 5).stream(),
                objects(json, "predictions", 0, 1).stream())
            .toList());
    assertThat(json.get("rows").getAsInt()).isEqualTo(240);
    assertThat(json.get("positive_class").getAsString()).isEqualTo("1");
    assertThat(json.get("level").getAsDouble()).isEqualTo(0.95);
    assertThat(json.get("covariance_kind").getAsString()).isEqualTo("model");
    JsonObject chur = objects(json, "effects", 4, 1).get(0);
    assertThat(chur.get("name").getAsString()).isEqualTo("city=Chur");
    assertThat(chur.get("column").getAsString()).isEqualTo("city");
    assertThat(chur.get("change").getAsString()).isEqualTo("Basel to Chur");
    assertThat(chur.has("at")).isFalse();
    double reach = 1.959963984540054 * chur.get("standard_error").getAsDouble();
    assertThat(chur.get("ci_low").getAsDouble())
        .isCloseTo(chur.get("estimate").getAsDouble() - reach, within(1e-15));
  }

  @Test
  void columnsAreSetToValues() throws IOException {
    trainMixed("--exclude", "w");

    String[] set = {"--at", "age=40,50", "--at", "city=Bern"};
    String table = Run.ofFaultless(effects(TABLE, set)).out();
    Run both = Run.ofFaultless(effects(TABLE, with(Stream.of(set), "--json", path("e.json"))));

    assertThat(both.out()).isEqualTo(table);
    JsonObject json =
        JsonParser.parseString(Files.readString(directory.resolve("e.json"))).getAsJsonObject();

    for (int i = 0; i < 2; i++) {
      assertAreThoseOf(
          i == 0 ? "effects_at_40_bern" : "effects_at_50_bern",
          Stream.concat(
                  objects(json, "effects", 5 * i, 5).stream(),
                  objects(json, "predictions", i, 1).stream())
              .toList());
    }
    assertThat(objects(json, "predictions", 1, 1).get(0).get("at").toString())
        .isEqualTo("{\"age\":50.0,\"city\":\"Bern\"}");
  }

  @Test
  void theTextNamesChangesAndValues() {
    trainMixed("--exclude", "w");

    String out = Run.ofFaultless(effects(TABLE, "--at", "age=40", "--level", "0.9")).out();

    assertThat(out)
        .startsWith("Average effects on the probability of 1 over 240 rows\n")
        .containsPattern("\n +effect +standard error +z +p +90 % from +to\n")
        .containsPattern("\nage at age=40 +0\\.00")
        .containsPattern("\nsmoker \\(0 to 1\\) at age=40 +0\\.[0-9]+ ")
        .containsPattern("\ncity=Bern \\(Basel to Bern\\) at age=40 +0\\.0")
        .containsPattern(
            "\n\\(prediction\\) at age=40 +0\\.[0-9]+ +0\\.0[0-9]+ +0\\.[0-9]+ +0\\.[0-9]+\n");
  }

  @Test
  void commaSeparatedValuesHaveAllDigits() throws IOException {
    trainMixed("--exclude", "w");

    List<String> lines =
        Run.ofFaultless(effects(TABLE, "--format", "csv", "--at", "smoker=1"))
            .out()
            .lines()
            .toList();

    assertThat(lines.get(0)).isEqualTo("name,change,at,estimate,standard_error,z,p,ci_low,ci_high");
    assertThat(lines.get(1)).startsWith("age,derivative,smoker=1,0.0090093146");
    assertThat(lines.get(6)).startsWith("(prediction),,smoker=1,0.50289867").contains(",,,");
    assertThat(lines).hasSize(7);
  }

  @Test
  void robustErrorsAreNamed() {
    trainMixed("--exclude", "w", "--set", "train.covariance=hc1");

    assertThat(Run.ofFaultless(effects(TABLE)).out())
        .contains("\nCovariance: hc1, times n/(n-k)\n");
    JsonObject json = Run.ofFaultless(effects(TABLE, "--json", "-")).json();
    assertThat(json.get("covariance_kind").getAsString()).isEqualTo("hc1");
    assertThat(json.get("covariance_factor").getAsString()).isEqualTo("n/(n-k)");
  }

  @Test
  void weightsOfTheTrainingCountWhereTheRowsHaveThem() throws IOException {
    trainMixed("--set", "data.weight=w", "--set", "data.weight-kind=frequency");
    Path without =
        Files.writeString(
            directory.resolve("without.csv"),
            "age,year,smoker,city\n40,2000,0,Bern\n50,2001,1,Chur\n");

    JsonObject json = Run.ofFaultless(effects(TABLE, "--json", "-")).json();
    Run unweighted = Run.of(effects(without.toString()));

    assertAreThoseOf(
        "effects_weighted",
        Stream.concat(
                objects(json, "effects", 0, 5).stream(),
                objects(json, "predictions", 0, 1).stream())
            .toList());
    assertThat(unweighted.status()).isZero();
    assertThat(unweighted.err())
        .contains("has no column \"w\", the weights of the training (data.weight)");
  }

  /** A row of events among trials is so many rows. */
  @Test
  void trialsCount() throws IOException {
    StringBuilder grouped = new StringBuilder("dose,cured,treated\n");
    StringBuilder single = new StringBuilder("dose,y\n");
    for (int row = 0; row < 30; row++) {
      double dose = (row * 13 % 30 - 11) / 4.0;
      int trials = row * 7 % 9;
      int events = trials == 0 ? 0 : (row * 5 + row / 3) % (trials + 1);
      grouped.append("%s,%d,%d%n".formatted(dose, events, trials));
      for (int trial = 0; trial < trials; trial++) {
        single.append("%s,%d%n".formatted(dose, trial < events ? 1 : 0));
      }
    }
    Path ofGroups = Files.writeString(directory.resolve("grouped.csv"), grouped);
    Path ofTrials = Files.writeString(directory.resolve("single.csv"), single);
    String[] exactly = {"--set", "train.l2=0", "--set", "engine.precision=float64", "--overwrite"};
    train(ofTrials.toString(), with(Stream.of("--label", "y"), exactly));
    JsonObject expected = Run.ofFaultless(effects(ofTrials.toString(), "--json", "-")).json();
    train(
        ofGroups.toString(),
        with(Stream.of("--label", "cured", "--set", "data.trials=treated"), exactly));

    JsonObject actual = Run.ofFaultless(effects(ofGroups.toString(), "--json", "-")).json();

    assertThat(Run.of(effects(ofTrials.toString())).err())
        .contains("has no column \"treated\", the weights of the training (data.trials)");
    for (String list : new String[] {"effects", "predictions"}) {
      JsonObject one = objects(actual, list, 0, 1).get(0);
      JsonObject other = objects(expected, list, 0, 1).get(0);
      for (String field : new String[] {"estimate", "standard_error"}) {
        double figure = other.get(field).getAsDouble();
        assertThat(one.get(field).getAsDouble()).isCloseTo(figure, within(1e-8 * Math.abs(figure)));
      }
    }
  }

  /** A level may have a comma, and a column an equals sign. */
  @Test
  void valuesAreThoseOfTheColumn() throws IOException {
    StringBuilder table = new StringBuilder("a=b,town,y\n");
    for (int i = 0; i < 60; i++) {
      table
          .append(i * 7 % 11)
          .append(i % 3 == 0 ? ",\"Rye, East\"," : ",Ulm,")
          .append(i * 5 % 7 < 3 ? 1 : 0)
          .append('\n');
    }
    Path csv = Files.writeString(directory.resolve("t.csv"), table);
    train(csv.toString(), "--label", "y", "--set", "train.l2=0");

    JsonObject json =
        Run.ofFaultless(
                effects(csv.toString(), "--at", "town=Rye, East", "--at", "a=b=1,2", "--json", "-"))
            .json();

    assertThat(objects(json, "predictions", 0, 2))
        .extracting(row -> row.get("at").toString())
        .containsExactly(
            "{\"town\":\"Rye, East\",\"a=b\":1.0}", "{\"town\":\"Rye, East\",\"a=b\":2.0}");
  }

  /** A sparse file is the table of its columns. */
  @Test
  void ofALibSvmFileTheyAreThoseOfTheTable() throws IOException {
    StringBuilder table = new StringBuilder("y,f1,f2\n");
    StringBuilder sparse = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      double first = (i * 7 % 11) / 4.0;
      int second = i % 3 == 0 ? 1 : 0;
      int y = i * 5 % 7 < 3 ? 1 : 0;
      table.append("%d,%s,%d%n".formatted(y, first, second));
      sparse.append(y);
      sparse.append(first == 0 ? "" : " 1:" + first);
      sparse.append(second == 0 ? "" : " 2:" + second).append('\n');
    }
    Path csv = Files.writeString(directory.resolve("t.csv"), table);
    Path svm = Files.writeString(directory.resolve("t.svm"), sparse);
    String[] exactly = {"--set", "train.l2=0", "--set", "engine.precision=float64", "--overwrite"};
    train(csv.toString(), with(Stream.of("--label", "y"), exactly));
    JsonObject expected =
        Run.ofFaultless(effects(csv.toString(), "--at", "f1=1", "--json", "-")).json();
    train(svm.toString(), exactly);

    JsonObject actual =
        Run.ofFaultless(effects(svm.toString(), "--at", "1=1", "--json", "-")).json();

    for (int i = 0; i < 2; i++) {
      JsonObject one = objects(actual, "effects", i, 1).get(0);
      JsonObject other = objects(expected, "effects", i, 1).get(0);
      assertThat("f" + one.get("name").getAsString()).isEqualTo(other.get("name").getAsString());
      assertThat(one.get("change")).isEqualTo(other.get("change"));
      for (String field : new String[] {"estimate", "standard_error"}) {
        double figure = other.get(field).getAsDouble();
        assertThat(one.get(field).getAsDouble()).isCloseTo(figure, within(1e-8 * Math.abs(figure)));
      }
    }
  }

  @Test
  void aPenalisedModelIsRefusedWithTheRemedy() {
    train(TABLE, "--label", "y");

    Run run = Run.of(effects(TABLE));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "error: marginal effects need the covariance of the coefficients, which this model does"
                + " not have: the fit is penalised")
        .contains("train with train.l2=0");
  }

  @Test
  void moreThanTwoClassesAreRefused() throws IOException {
    Path csv = Files.writeString(directory.resolve("t.csv"), "x,y\n1,a\n2,b\n3,c\n4,a\n5,b\n6,c\n");
    train(csv.toString(), "--label", "y");

    assertThat(Run.of(effects(csv.toString())).err())
        .contains("marginal effects are computed for models of two classes; this one has 3");
  }

  /** One that is the same in every row moves the bias alone. */
  @Test
  void anOffsetIsAddedToTheLogits() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(TABLE));
    StringBuilder table = new StringBuilder(lines.get(0) + ",o\n");
    lines.subList(1, lines.size()).forEach(line -> table.append(line).append(",2.5\n"));
    Path csv = Files.writeString(directory.resolve("t.csv"), table);
    train(
        csv.toString(),
        "--label",
        "y",
        "--exclude",
        "w",
        "--set",
        "data.offset=o",
        "--set",
        "train.l2=0",
        "--set",
        "engine.precision=float64");

    JsonObject json = Run.ofFaultless(effects(csv.toString(), "--json", "-")).json();

    assertThat(json.getAsJsonArray("effects")).hasSize(5); // none of the offset itself
    assertAreThoseOf(
        "effects",
        Stream.concat(
                objects(json, "effects", 0, 5).stream(),
                objects(json, "predictions", 0, 1).stream())
            .toList());
  }

  /** A change of the column would have to change its indicator too. */
  @Test
  void indicatorsOfMissingValuesAreRefused() throws IOException {
    StringBuilder table = new StringBuilder("a,y\n");
    for (int i = 0; i < 60; i++) {
      table.append(i % 6 == 0 ? "" : i * 7 % 11).append(i * 5 % 7 < 3 ? ",1\n" : ",0\n");
    }
    Path csv = Files.writeString(directory.resolve("t.csv"), table);
    train(csv.toString(), "--label", "y", "--set", "train.l2=0", "--set", "data.missing=indicator");

    Run run = Run.of(effects(csv.toString()));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("indicators of missing values, as \"a=missing\" is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--at|age|2|--at must be a column and its values, as age=40,50, was \"age\"",
        "--at|=40|2|--at must be a column and its values, as age=40,50, was \"=40\"",
        "--at|age=|2|--at must be a column and its values, as age=40,50, was \"age=\"",
        "--at|age=40,|1|column \"age\" must be a finite number, was \"\"",
        "--at|aged=40|1|the model has no column \"aged\"; did you mean \"age\"?",
        "--level|95|2|--level must be from 0.5 to below 1, was 95.0",
        "--format|html|2|--format must be one of text, markdown, csv, latex, was \"html\""
      })
  void mistakesAreNamed(String option, String value, int status, String message) {
    trainMixed("--exclude", "w");

    Run run = Run.of(effects(TABLE, option, value));

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }
}
