package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions for tables, as a user asks for them. */
class PredictTableTest {

  private static final Path BREAST_CANCER = Path.of("examples/data/breast_cancer.csv");

  @TempDir static Path models;
  @TempDir Path directory;

  private static String cancer;
  private static String people;

  @BeforeAll
  static void train() throws IOException {
    cancer = models.resolve("cancer").toString();
    people = models.resolve("people").toString();
    Run.ofFaultless(
        "train",
        "--data",
        BREAST_CANCER.toString(),
        "--label",
        "diagnosis",
        "--model",
        cancer,
        "--quiet");
    Path table =
        Files.writeString(
            models.resolve("people.csv"),
            """
            age,city,label
            20,Rome,no
            31,Oslo,yes
            45,Rome,yes
            52,Oslo,no
            38,Bern,yes
            29,Bern,no
            """);
    Run.ofFaultless(
        "train", "--data", table.toString(), "--label", "label", "--model", people, "--quiet");
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static Run predict(String model, String data, String... more) {
    List<String> all = new ArrayList<>(List.of("predict", "--model", model, "--data", data));
    all.addAll(Arrays.asList(more));
    return Run.of(all.toArray(String[]::new));
  }

  private static double[] column(JsonArray rows) {
    return rows.asList().stream()
        .mapToDouble(row -> row.getAsJsonArray().get(0).getAsDouble())
        .toArray();
  }

  /** Oracle: the formula in Java doubles on the numbers in the file. */
  private static List<Double> expectedProbabilities() throws IOException {
    JsonObject model = Run.ofFaultless("inspect", "--model", cancer, "--json").json();
    double[] weights = column(model.getAsJsonArray("raw_weights"));
    double bias = model.getAsJsonArray("raw_bias").get(0).getAsDouble();
    return Files.readAllLines(BREAST_CANCER).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(
            cells -> {
              double logit = bias;
              for (int i = 0; i < weights.length; i++) {
                logit += weights[i] * Double.parseDouble(cells[i]);
              }
              return 1 / (1 + Math.exp(-logit));
            })
        .toList();
  }

  private static void assertPredictions(List<List<String>> last) throws IOException {
    List<Double> expected = expectedProbabilities();
    assertThat(last).hasSize(569);
    for (int row = 0; row < 569; row++) {
      double probability = Double.parseDouble(last.get(row).get(0));
      assertThat(probability).isCloseTo(expected.get(row), within(1e-5));
      assertThat(last.get(row).get(1)).isEqualTo(probability >= 0.5 ? "malignant" : "benign");
    }
  }

  @Test
  void csvHasEveryInputCellAsItStoodThenTheModelsProbabilityAndClass() throws IOException {
    assertThat(predict(cancer, BREAST_CANCER.toString(), "--out", path("p.csv")))
        .isEqualTo(new Run(0, "", ""));

    List<String> input = Files.readAllLines(BREAST_CANCER);
    List<String> output = Files.readAllLines(directory.resolve("p.csv"));
    assertThat(output.get(0)).isEqualTo(input.get(0) + ",probability,prediction");
    List<List<String>> last = new ArrayList<>();
    for (int row = 1; row < output.size(); row++) {
      assertThat(output.get(row)).startsWith(input.get(row) + ",");
      String[] cells = output.get(row).split(",", -1);
      last.add(List.of(cells[31], cells[32]));
    }
    assertPredictions(last);
    assertThat(files()).containsExactly("p.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p.parquet", "p.jsonl"})
  void parquetAndJsonLinesHoldTheSameWithTypes(String name) throws IOException, SQLException {
    assertThat(predict(cancer, BREAST_CANCER.toString(), "--out", path(name)))
        .isEqualTo(new Run(0, "", ""));

    List<String> header = List.of(Files.readAllLines(BREAST_CANCER).get(0).split(",", -1));
    List<List<String>> last = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      try (ResultSet columns =
          statement.executeQuery("DESCRIBE SELECT * FROM '" + path(name) + "'")) {
        List<String> found = new ArrayList<>();
        while (columns.next()) {
          found.add(columns.getString("column_name") + " " + columns.getString("column_type"));
        }
        List<String> expected =
            header.stream()
                .map(each -> each + (each.equals("diagnosis") ? " VARCHAR" : " DOUBLE"))
                .collect(Collectors.toList());
        expected.addAll(List.of("probability DOUBLE", "prediction VARCHAR"));
        assertThat(found).isEqualTo(expected);
      }
      try (ResultSet different =
          statement.executeQuery(
              "SELECT count(*) FROM (SELECT * EXCLUDE (probability, prediction) FROM '"
                  + path(name)
                  + "' EXCEPT ALL SELECT * FROM '"
                  + BREAST_CANCER
                  + "')")) {
        different.next();
        assertThat(different.getLong(1)).isZero();
      }
      try (ResultSet rows = statement.executeQuery("SELECT * FROM '" + path(name) + "'")) {
        while (rows.next()) {
          last.add(List.of(rows.getString("probability"), rows.getString("prediction")));
        }
      }
    }
    assertPredictions(last);
    assertThat(files()).containsExactly(name);
  }

  @Test
  void eachJsonLineIsAnObject() throws IOException {
    String data = write("in.csv", "city,age\nRome,30\n");
    predict(people, data, "--out", path("p.jsonl"));

    JsonObject line =
        JsonParser.parseString(Files.readString(directory.resolve("p.jsonl"))).getAsJsonObject();
    assertThat(line.keySet()).containsExactly("city", "age", "probability", "prediction");
    assertThat(line.get("age").getAsInt()).isEqualTo(30);
  }

  @Test
  void textsOfJsonComeOutAsTheyWentIn() throws IOException {
    String cells =
        "\"day\":\"01-11-2025\",\"at\":\"7:10\",\"utc\":\"2025-11-01T10:00:00Z\","
            + "\"uuid\":\"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11\","
            + "\"on\":{\"d\":\"01-11-2025\",\"l\":[\"7:10\"]},\"n\":18446744073709551615";
    String data = write("in.jsonl", "{\"city\":\"Rome\",\"age\":30," + cells + "}\n");

    assertThat(predict(people, data, "--out", path("p.jsonl"))).isEqualTo(new Run(0, "", ""));
    assertThat(Files.readString(directory.resolve("p.jsonl")))
        .startsWith("{\"city\":\"Rome\",\"age\":30," + cells + ",\"probability\":");
    assertThat(predict(people, data).out())
        .contains("Rome,30,01-11-2025,7:10,2025-11-01T10:00:00Z,A0EEBC99-");
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775808, UBIGINT",
    "10000000000000000000, UBIGINT",
    "-10000000000000000000, 'DECIMAL(38,0)'",
    "12345678901234567890123, 'DECIMAL(38,0)'",
    "100000000000000000000000000000000000000, VARCHAR"
  })
  void largeWholeNumbersKeepAllDigitsInParquet(String number, String type)
      throws IOException, SQLException {
    String data = write("in.csv", "city,age,n\nRome,30,%s\nRome,31,1\n".formatted(number));

    assertThat(predict(people, data, "--out", path("p.parquet"))).isEqualTo(new Run(0, "", ""));
    assertThat(predict(people, data, "--out", path("q.parquet"), "--query", "SELECT * FROM data"))
        .isEqualTo(new Run(0, "", ""));
    for (String file : List.of("p.parquet", "q.parquet")) {
      try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = duckDb.createStatement();
          ResultSet row =
              statement.executeQuery("SELECT n, typeof(n) FROM '" + path(file) + "' LIMIT 1")) {
        row.next();
        assertThat(row.getString(1)).as(file).isEqualTo(number);
        assertThat(row.getString(2)).as(file).isEqualTo(type);
      }
    }
  }

  @Test
  void columnsStandInAnyOrderAndOthersAreCarriedAlong() throws IOException {
    String plain = write("plain.csv", "age,city\n30,Rome\n40,Oslo\n");
    String header = "id,city,\"a, \"\"remark\"\"\",age";
    String shuffled = write("other.csv", header + "\n007,Rome,\"one, two\",30\n008,Oslo,,40\n");

    List<String> expected = predict(people, plain).out().lines().toList();
    Run run = predict(people, shuffled);
    assertThat(run.err()).isEmpty();
    List<String> lines = run.out().lines().toList();
    assertThat(lines)
        .containsExactly(
            header + ",probability,prediction",
            "007,Rome,\"one, two\"," + expected.get(1).replace(",Rome", ""),
            "008,Oslo,," + expected.get(2).replace(",Oslo", ""));
  }

  @Test
  void outDashAndNoOutAreTheSameOnStdout() {
    Run toStdout = predict(cancer, BREAST_CANCER.toString(), "--out", "-");

    assertThat(toStdout).isEqualTo(predict(cancer, BREAST_CANCER.toString()));
    assertThat(toStdout.err()).isEmpty();
    assertThat(toStdout.out().lines()).hasSize(570);
  }

  @Test
  void theRowsAreNotReplacedByTheirPredictions() throws IOException {
    String text = "age,city\n30,Rome\n";
    String data = write("in.csv", text);
    Run run = Run.of("predict", "--model", people, "--data", data, "--out", data);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(data).contains("--data").contains("choose another --out");
    assertThat(Path.of(data)).hasContent(text);
  }

  @Test
  void theThresholdItselfIsPositive() throws IOException {
    String data = write("in.csv", "age,city\n30,Rome\n");
    String probability = predict(people, data).out().lines().toList().get(1).split(",", -1)[2];
    double above = Math.nextUp(Double.parseDouble(probability));

    assertThat(predict(people, data, "--threshold", probability).out()).endsWith(",yes\n");
    assertThat(predict(people, data, "--threshold", Double.toString(above)).out())
        .endsWith(",no\n");
    assertThat(predict(people, data, "--threshold", "0").out()).endsWith(",yes\n");
    assertThat(predict(people, data, "--threshold", "1").out()).endsWith(",no\n");
  }

  @Test
  void aTextThatTheTrainingDidNotSeeIsTheReferenceAndAWarning() throws IOException {
    String data = write("in.csv", "age,city\n30,Lima\n30,Bern\n31,Lima\n");
    Run run = predict(people, data);

    assertThat(run.err())
        .isEqualTo(
            "warning: column \"city\": 2 texts that the training did not see (\"Lima\"), taken as"
                + " \"Bern\"\n");
    assertThat(run.status()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(1).replace("Lima", "Bern")).isEqualTo(lines.get(2));
  }

  @Test
  void columnsThatTheModelNeedsMustBeThere() throws IOException {
    String data = write("in.csv", "id,years\n1,2\n");

    assertThat(predict(people, data, "--out", path("p.csv")))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: %s lacks columns that the model needs: age, city; it has id, years\n"
                    .formatted(data)));
    assertThat(files()).containsExactly("in.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"probability", "prediction", "Probability", "PREDICTION"})
  void aNameThatIsTakenIsAnError(String name) throws IOException {
    String data = write("in.csv", "age,city," + name + "\n1,Rome,x\n");

    assertThat(predict(people, data))
        .isEqualTo(
            new Run(
                1,
                "",
                "error: the rows have a column \"%s\" already; rename it in SQL with --query\n"
                    .formatted(name)));
    String renamed = "SELECT * RENAME (" + name + " AS old) FROM data";
    assertThat(predict(people, data, "--query", renamed).out())
        .startsWith("age,city,old,probability,prediction\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "old|must be a number, was \"old\"",
        "NaN|must be a finite number, was NaN",
        "1e39|is too large for float32, was 1.0E39; a model of engine.precision=float64 can hold it",
        "inf|must be a finite number, was",
        "''|is missing; the model was not trained with data.missing=mean and has no value to fill in",
      })
  void aBadRowIsNamedAndNothingAppears(String cell, String reason) throws IOException {
    StringBuilder rows = new StringBuilder("age,city\n");
    for (int row = 1; row <= 9_000; row++) { // more than are read at once
      rows.append(row == 8_999 ? cell : "30").append(",Rome\n");
    }
    String data = write("in.csv", rows.toString());
    write("old.csv", "as it was");
    write("old.parquet", "as it was");

    for (String out : List.of("p.csv", "p.parquet", "p.jsonl", "old.csv", "old.parquet")) {
      Run run = predict(people, data, "--out", path(out));
      assertThat(run.status()).as(out).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .startsWith("error: " + data + ", row 8999, column \"age\": " + reason)
          .hasLineCount(1);
    }
    assertThat(files()).containsExactly("in.csv", "old.csv", "old.parquet");
    assertThat(directory.resolve("old.csv")).hasContent("as it was");
    assertThat(directory.resolve("old.parquet")).hasContent("as it was");
  }

  @Test
  void aFileIsReplacedAndAPlaceThatIsNotThereIsNamedFirst() throws IOException {
    String data = write("in.csv", "age,city\n30,Rome\n");
    write("p.csv", "old");

    assertThat(predict(people, data, "--out", path("p.csv")).status()).isZero();
    assertThat(Files.readAllLines(directory.resolve("p.csv"))).hasSize(2);
    assertThat(predict("no-such-model", data, "--out", path("no/p.csv")).err())
        .isEqualTo(
            "error: %s: cannot be written: %s is not a directory\n"
                .formatted(path("no/p.csv"), path("no")));
    assertThat(files()).containsExactly("in.csv", "p.csv");
  }

  @Test
  void aTableWithoutRowsGivesAHeader() throws IOException {
    String data = write("in.csv", "age,city\n");

    assertThat(predict(people, data))
        .isEqualTo(new Run(0, "age,city,probability,prediction\n", ""));
  }

  @Test
  void manyFilesAreReadInTheOrderOfTheirPaths() throws IOException {
    write("b.csv", "age,city\n2,Rome\n");
    write("a.csv", "age,city\n1,Oslo\n");

    assertThat(predict(people, path("*.csv")).out().lines().map(line -> line.substring(0, 1)))
        .containsExactly("a", "1", "2");
  }

  @Test
  void aTextAmongDecimalCommasIsReportedInItsOwnRow() throws IOException {
    String table = write("t.csv", "a;y\n1,5;no\n2,25;yes\n0,75;yes\n3,5;no\n");
    Run.ofFaultless("train", "--data", table, "--label", "y", "--model", path("m"), "--quiet");
    String data = write("in.csv", "a\n1,25\n2,5\nn/a\n3,5\n");

    assertThat(predict(path("m"), data).err())
        .isEqualTo(
            "error: %s, row 3, column \"a\": must be a number, was \"n/a\"\n".formatted(data));
  }

  @Test
  void aSimilarNameIsSuggestedForAColumnThatIsAbsent() throws IOException {
    String data = write("in.csv", "agee,city\n30,Rome\n");

    assertThat(predict(people, data).err())
        .isEqualTo(
            ("error: %s lacks columns that the model needs: age; rename \"agee\" to \"age\" if it is"
                    + " that column; it has agee, city\n")
                .formatted(data));
  }
}
