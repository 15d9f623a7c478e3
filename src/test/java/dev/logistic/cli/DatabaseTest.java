package dev.logistic.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From training to predictions with rows of a database, whose password must never be shown. */
class DatabaseTest {

  private static final String PASSWORD = "Xy7hidden";
  private static final String ADDRESS =
      "jdbc:h2:mem:people;DATABASE_TO_LOWER=TRUE;USER=me;PASSWORD=" + PASSWORD;
  private static final String QUERY = "SELECT id, age, member, city, label FROM people ORDER BY id";

  @TempDir Path directory;

  private Connection database;

  @BeforeEach
  void fill() throws SQLException {
    database = DriverManager.getConnection(ADDRESS);
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "CREATE TABLE people (id VARCHAR(5), age DECIMAL(5, 2), member BOOLEAN, city VARCHAR(9),"
              + " label VARCHAR(3))");
      for (int i = 0; i < 40; i++) {
        statement.execute(
            "INSERT INTO people VALUES ('%03d', %d.50, %s, '%s', '%s')"
                .formatted(
                    i,
                    20 + i * 7 % 40,
                    i % 2 == 0,
                    i % 3 == 0 ? "Rome" : "Oslo",
                    i * 7 % 40 > 20 != (i % 5 == 0) ? "yes" : "no"));
      }
    }
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private Run train(String... more) {
    return Run.of(
        Stream.concat(
                Stream.of(
                    "train",
                    "--data",
                    ADDRESS,
                    "--query",
                    QUERY,
                    "--label",
                    "label",
                    "--exclude",
                    "id",
                    "--set",
                    "train.epochs=100",
                    "--model",
                    path("m")),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private void assertNoPassword(Run... runs) throws IOException {
    for (Run run : runs) {
      assertThat(run.out() + run.err()).doesNotContain(PASSWORD);
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
            .as(file.toString())
            .doesNotContain(PASSWORD);
      }
    }
  }

  @Test
  void rowsOfAQueryAreTrainedOnPredictedAndEvaluatedAndThePasswordStaysHidden() throws IOException {
    Run trained = train("--report", path("r.html"), "--json", path("f"));
    assertThat(trained.err()).isEmpty();
    assertThat(trained.status()).isZero();
    Run inspected = Run.ofFaultless("inspect", "--model", path("m"), "--json");
    assertThat(inspected.json().get("features").toString())
        .isEqualTo("[\"age\",\"member\",\"city=Rome\"]");
    assertThat(inspected.json().getAsJsonObject("settings").get("data.source").getAsString())
        .isEqualTo(ADDRESS.replace(PASSWORD, "***"));

    Run predicted =
        Run.ofFaultless("predict", "--model", path("m"), "--data", ADDRESS, "--query", QUERY);
    List<String> lines = predicted.out().lines().toList();
    assertThat(lines).hasSize(41);
    assertThat(lines.get(0)).isEqualTo("id,age,member,city,label,probability,prediction");
    assertThat(lines.get(1)).matches("000,20\\.50,(?i:true),Rome,yes,0\\.\\d+,(yes|no)");
    assertThat(lines.get(2)).matches("001,27\\.50,(?i:false),Oslo,no,0\\.\\d+,(yes|no)");

    Run evaluated =
        Run.of(
            "evaluate",
            "--model",
            path("m"),
            "--data",
            ADDRESS,
            "--query",
            QUERY,
            "--report",
            path("e.html"),
            "--json",
            "-");
    assertThat(evaluated.json().get("rows").getAsInt()).isEqualTo(40);
    assertThat(evaluated.json().get("accuracy"))
        .isEqualTo(
            JsonParser.parseString(Files.readString(directory.resolve("f")))
                .getAsJsonObject()
                .get("accuracy"));
    assertThat(Files.readString(directory.resolve("e.html"))).contains("jdbc:h2:mem:people");
    assertNoPassword(trained, inspected, predicted, evaluated);
  }

  @Test
  void predictionsOfADatabaseBecomeAParquetFile() throws IOException, SQLException {
    train();
    Run.ofFaultless(
        "predict",
        "--model",
        path("m"),
        "--data",
        ADDRESS,
        "--query",
        QUERY,
        "--out",
        path("p.parquet"));

    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        var row =
            statement.executeQuery(
                "SELECT id, age, member, typeof(member) FROM '%s' LIMIT 1"
                    .formatted(path("p.parquet")))) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("000");
      assertThat(row.getDouble(2)).isEqualTo(20.5);
      assertThat(row.getBoolean(3)).isTrue();
      assertThat(row.getString(4)).isEqualTo("BOOLEAN");
    }
  }

  @Test
  void faultsDoNotTellThePasswordEither() throws IOException {
    String wrong = ADDRESS + "2";
    String nobodys = "jdbc:nobody://me:" + PASSWORD + "@host/db";
    Run refused =
        Run.of(
            "train",
            "--data",
            wrong,
            "--query",
            QUERY,
            "--label",
            "label",
            "--model",
            path("m"),
            "--stacktrace");
    Run noDriver =
        Run.of("train", "--data", nobodys, "--query", QUERY, "--label", "label", "--stacktrace");
    Run badQuery =
        Run.of(
            "train",
            "--data",
            ADDRESS,
            "--query",
            "SELECT * FROM nowhere",
            "--label",
            "label",
            "--stacktrace");
    Run badOption = Run.of("train", "--data", ADDRESS, "--query", QUERY, ADDRESS);
    Run noQuery = Run.of("train", "--data", ADDRESS, "--label", "label");
    Run noAssignment = Run.of("train", "--set", ADDRESS);

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).startsWith("error: the database cannot be reached: Wrong user name");
    assertThat(noDriver.status()).isEqualTo(1);
    assertThat(noDriver.err())
        .startsWith("error: the database cannot be reached: No suitable driver found for ");
    assertThat(badQuery.status()).isEqualTo(1);
    assertThat(badQuery.err()).startsWith("error: the query cannot be run: Table \"nowhere\" not");
    assertThat(badOption.status()).isEqualTo(2);
    assertThat(noQuery.status()).isEqualTo(2);
    assertNoPassword(refused, noDriver, badQuery, badOption, noQuery, noAssignment);
    assertThat(directory).isEmptyDirectory();
  }
}
