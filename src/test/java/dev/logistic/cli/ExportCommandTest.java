package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportCommandTest {

  @TempDir Path parent;
  private String model = "";
  private Path out = Path.of("");

  @BeforeEach
  void save() throws IOException {
    model = parent.resolve("m").toString();
    out = parent.resolve("exported");
    try (LogisticModel customers = SampleModels.ofCustomers(2)) {
      ModelDirectory.save(customers, Path.of(model));
    }
  }

  private Run export(String format) {
    return Run.of("export", "--model", model, "--format", format, "--out", out.toString());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"safetensors, {", "npz, PK", "onnx, djl-logistic", "serving, PK"})
  void aFileThatIsThereIsReplacedInSilence(String format, String part) throws IOException {
    Files.writeString(out, "old");

    Run run = export(format);

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1))
        .contains(part)
        .isNotEqualTo("old");
    assertThat(names()).containsExactly("exported", "m");
  }

  @Test
  void anUnknownFormatIsRefused() {
    Run run = export("pmml");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "error: --format must be one of safetensors, npz, onnx, serving, sql, was \"pmml\"");
  }

  @Test
  void whatCannotBeWrittenOrReadLeavesAnOldFileAlone() throws IOException {
    Files.writeString(out, "old");
    Files.delete(Path.of(model, "model.json"));

    Run run = export("onnx");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "error: %s/model.json: not a model directory, it has no model.json%n".formatted(model));
    assertThat(out).hasContent("old");
    assertThat(names()).containsExactly("exported", "m");
  }

  @Test
  void aDamagedModelIsRefused() throws IOException {
    Path json = Path.of(model, "model.json");
    Files.writeString(json, Files.readString(json).replace("\"format_version\": 2", ""));

    Run run = export("npz");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: " + json + " is damaged: ");
    assertThat(out).doesNotExist();
  }

  @Test
  void aDirectoryIsNotReplaced() throws IOException {
    Files.createDirectory(out);

    Run run = export("onnx");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToNormalizingNewlines("error: %s: is a directory, not a file%n".formatted(out));
  }

  private byte[] onnx(String directory, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("export", "--model", directory));
    arguments.addAll(List.of("--format", "onnx", "--out", out.toString()));
    arguments.addAll(List.of(options));
    assertThat(Run.of(arguments.toArray(String[]::new))).isEqualTo(new Run(0, "", ""));
    return Files.readAllBytes(out);
  }

  @Test
  void onnxHasColumnsForInputsByRequestOrWhereThereIsAFormula() throws Exception {
    byte[] features = onnx(model);
    assertThat(onnx(model, "--inputs", "features")).isEqualTo(features);
    byte[] columns = onnx(model, "--inputs", "columns");
    assertThat(new String(features, StandardCharsets.UTF_8)).doesNotContain("ai.onnx.ml");
    assertThat(new String(columns, StandardCharsets.UTF_8)).contains("ai.onnx.ml", "Genève");

    Path table = parent.resolve("rows.csv");
    Files.writeString(table, "x,y\n1,0\n2,1\n3,0\n4,1\n5,1\n");
    String formula = parent.resolve("formula").toString();
    Run training =
        Run.of(
            "train",
            "--data",
            table.toString(),
            "--label",
            "y",
            "--terms",
            "x + log(x)",
            "--model",
            formula,
            "--quiet");
    assertThat(training.status()).as(training.err()).isZero();
    byte[] usual = onnx(formula);
    assertThat(onnx(formula, "--inputs", "columns")).isEqualTo(usual);
    assertThat(onnx(formula, "--inputs", "features")).isNotEqualTo(usual);
  }

  /** A model of data.na and its own threshold, in the types that DuckDB finds in the file. */
  @Test
  void sqlScoresTheRowsOfAFileAsPredictScoresThem() throws Exception {
    StringBuilder csv = new StringBuilder("age,city,income,member,bought\n");
    Random random = new Random(5);
    for (int i = 0; i < 400; i++) {
      csv.append(
          "%s,%s,%s,%s,%s\n"
              .formatted(
                  i % 9 == 0 ? "-1" : 20 + i % 60,
                  i % 11 == 0 ? "" : List.of("Bern", "it's", "rare" + i, "Basel").get(i % 4),
                  String.format(Locale.ROOT, "%.3f", 1e4 * random.nextGaussian()),
                  i % 2 == 0,
                  random.nextInt(100) < 30 + i % 60 ? "yes" : "no"));
    }
    Path table = parent.resolve("rows.csv");
    Files.writeString(table, csv);
    Path trained = parent.resolve("trained");
    Run training =
        Run.of(
            "train",
            "--data",
            table.toString(),
            "--label",
            "bought",
            "--model",
            trained.toString(),
            "--set",
            "data.na=-1",
            "--set",
            "data.missing=indicator",
            "--set",
            "data.min-level-rows=5",
            "--set",
            "train.threshold=0.3",
            "--quiet");
    assertThat(training.status()).as(training.err()).isZero();
    Path predictions = parent.resolve("p.csv");
    assertThat(
            Run.of(
                    "predict",
                    "--model",
                    trained.toString(),
                    "--data",
                    table.toString(),
                    "--out",
                    predictions.toString())
                .status())
        .isZero();

    Run run =
        Run.of(
            "export",
            "--model",
            trained.toString(),
            "--format",
            "sql",
            "--dialect",
            "duckdb",
            "--table",
            "my rows",
            "--out",
            out.toString());

    assertThat(run).isEqualTo(new Run(0, "", ""));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE \"my rows\" AS FROM read_csv('%s')".formatted(table));
      try (ResultSet compared =
          statement.executeQuery(
              "SELECT count(*), max(abs(a.probability - b.probability)), count(*) FILTER"
                  + " (a.prediction = b.prediction) FROM (SELECT *, row_number()"
                  + " OVER () AS n FROM (%s)) AS a JOIN (SELECT *, row_number() OVER"
                      .formatted(Files.readString(out))
                  + " () AS n FROM read_csv('%s')) AS b USING (n)".formatted(predictions))) {
        compared.next();
        assertThat(compared.getLong(1)).isEqualTo(400);
        assertThat(compared.getDouble(2)).isBetween(0.0, 1e-6);
        assertThat(compared.getLong(3)).isEqualTo(400);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sql|--format sql needs --dialect, one of duckdb, postgresql, sqlite, ansi, and none was given",
        "sql --dialect oracle|--format sql needs --dialect, one of duckdb, postgresql, sqlite, ansi, was \"oracle\"",
        "npz --dialect duckdb|--dialect belongs to --format sql, was --format npz",
        "onnx --table t|--table belongs to --format sql, was --format onnx",
        "npz --inputs columns|--inputs belongs to --format onnx, was --format npz",
        "sql --dialect duckdb --inputs columns|--inputs belongs to --format onnx, was --format sql",
        "onnx --inputs rows|--inputs must be one of features, columns, was \"rows\""
      })
  void optionsOfAFormatBelongToItAlone(String options, String message) {
    List<String> arguments =
        new ArrayList<>(List.of("export", "--model", model, "--out", out.toString(), "--format"));
    arguments.addAll(List.of(options.split(" ")));

    Run run = Run.of(arguments.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: " + message);
  }

  /** The cells of a table, typed as JSON has them, through both paths. */
  @Test
  void rowsOfATableScoreWithoutNativeCodeAsPredictScoresThem() throws Exception {
    Path table = parent.resolve("customers.csv");
    StringBuilder csv = new StringBuilder("plan,age,city,\"income, yearly\",member\n");
    String[] cities = {"Basel", "Bern", "Genève", "Chur", ""};
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put("plan", i % 3 == 0 ? "A" : "B");
      row.put("age", i % 7 == 0 ? null : 20 + i % 60);
      row.put("city", cities[i % 5].isEmpty() ? null : cities[i % 5]);
      row.put("income, yearly", i * 3.25 - 40);
      row.put("member", i % 2 == 0);
      rows.add(row);
      csv.append(
          "%s,%s,%s,%s,%s\n"
              .formatted(
                  row.get("plan"),
                  row.get("age") == null ? "" : row.get("age"),
                  row.get("city") == null ? "" : row.get("city"),
                  row.get("income, yearly"),
                  row.get("member")));
    }
    Files.writeString(table, csv);
    Path predictions = parent.resolve("p.jsonl");
    Run run =
        Run.of(
            "predict",
            "--model",
            model,
            "--data",
            table.toString(),
            "--out",
            predictions.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(export("safetensors").status()).isZero();
    Scorer scorer = Scorer.load(Path.of(model), out);

    List<String> lines = Files.readAllLines(predictions);
    assertThat(lines).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      JsonObject predicted = JsonParser.parseString(lines.get(i)).getAsJsonObject();
      assertThat(scorer.classProbabilities(rows.get(i)).get("one"))
          .isCloseTo(predicted.get("probability").getAsDouble(), within(1e-6));
    }
  }
}
