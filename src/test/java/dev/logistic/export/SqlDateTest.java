package dev.logistic.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Missing;
import dev.logistic.config.MissingValues;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.export.SqlDatabase.Scored;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.SampleModels;
import dev.logistic.score.Scorer;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of dates in databases, against {@link Scorer}. */
class SqlDateTest {

  private static final String ALL = "year(d) + quarter(d) + month(d) + weekday(d) + hour(d)";
  private static final List<@Nullable String> TEXTS =
      Arrays.asList(
          null,
          "",
          "2024-02-29",
          "2023-02-29",
          "1900-02-29",
          "2000-02-29",
          "2024-02-30",
          "2024-04-31",
          "2024-13-01",
          "2024-00-10",
          "2024-01-00",
          "0001-01-01",
          "0000-01-01",
          "9999-12-31",
          "9999-12-31 23:59:59.999999999",
          "1969-12-31 23:59:59",
          "1884-07-04T05:06",
          "2026-03-31 23:30:00-05:00",
          "2026-03-31T23:30:00Z",
          "2026-03-31t23:30z",
          "2026-01-01 00:30:00+05:30",
          "2026-01-01 00:30:00+0530",
          "2026-01-01 00:30+01",
          "2026-01-01 00:30:15.25-18:00",
          "2026-01-01 00:30:15.25+18",
          "2026-01-01 00:30:15+1800",
          "2026-01-01 00:30:15+18:01",
          "2026-01-01 00:30:15+19",
          "2026-01-01 00:30:15+05:60",
          "2024-02-29 23:59:59.9999999",
          "2024-12-31 23:59:59.999999999",
          "2024-12-31 23:59:59.9999999999",
          "2024-12-31 23:59:60",
          "2024-12-31 24:00:00",
          "2024-12-31 29:00:00",
          "2024-12-31 23:60:00",
          "2024-12-31 23:5",
          "2024-12-31 1:00",
          "2024-12-31 23:59:59.",
          "2024-12-31T 23:59:59",
          "2024-12-3123:59",
          "2024-12-31  23:59",
          "2024-12-31 T23:59",
          "2024-12-31 23:59 +01:00",
          "2024-12-31Z",
          "2024-12-31+01:00",
          "2024-12-31T",
          "  2024-06-15 12:00\t",
          "2024-6-15",
          "24-06-15",
          "2024/06/15",
          "15.06.2024",
          "20240615",
          "2024-06-15 noon",
          "2460000.5",
          "now",
          "NA",
          "?",
          "infinity",
          "0044-03-15 BC",
          "2024-06-15\n2024-06-16",
          "' OR 1=1 --");

  @TempDir Path directory;

  @AfterAll
  static void stopServers() throws Exception {
    SqlDatabase.stopServers();
  }

  private LogisticModel model(String formula, Missing missing, int classes) throws Exception {
    List<String> lines = new ArrayList<>(List.of("d,y"));
    for (int i = 0; i < 400; i++) {
      LocalDateTime moment = LocalDateTime.of(1998, 1, 1, 0, 0).plusHours(i * 811L);
      lines.add((i % 29 == 3 ? "" : moment.toString()) + "," + i * 7 % 3 % 2);
    }
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, Files.write(directory.resolve("rows.csv"), lines).toString())
            .with(Settings.LABEL, "y")
            .with(Settings.PRECISION, Precision.FLOAT64)
            .with(Settings.TERMS, formula)
            .with(Settings.MISSING, new MissingValues(missing, Map.of()));
    try (TrainingTable table = Tables.read(settings)) {
      return SampleModels.of(table.schema(), classes, DataType.FLOAT64);
    }
  }

  private static String sql(LogisticModel model, String dialect, String... na) {
    return ExportFormat.sql(model, dialect, "r", List.of(na), List.of());
  }

  /** The row as {@code predict} reads it: an empty text is missing. */
  private static Map<String, @Nullable Object> cells(@Nullable String text) {
    Map<String, @Nullable Object> cells = new HashMap<>();
    cells.put("d", text == null || text.isEmpty() ? null : text);
    return cells;
  }

  private static int assertScoredAlike(
      SqlDatabase database, LogisticModel model, String query, List<@Nullable String> texts)
      throws Exception {
    Scorer scorer = model.scorer();
    List<String> names =
        scorer.classes().size() == 2
            ? List.of("probability")
            : scorer.classes().stream().map(name -> "probability_" + name).toList();
    int scored = 0;
    for (Scored row : database.scored(query, names)) {
      Map<String, @Nullable Object> cells = cells(texts.get((int) row.id()));
      Map<String, Double> expected;
      try {
        expected = scorer.classProbabilities(cells);
        if (String.valueOf(cells.get("d")).startsWith("0000-")) {
          throw new IllegalArgumentException("databases have no such year");
        }
      } catch (IllegalArgumentException e) {
        assertThat(row.isNull()).as("%s", cells).isTrue();
        continue;
      }
      assertThat(row.isNull()).as("is NULL: %s", cells).isFalse();
      for (int k = 0; k < names.size(); k++) {
        String name = scorer.classes().get(names.size() == 1 ? 1 : k);
        assertThat(row.probabilities().get(k))
            .as("%s", cells)
            .isCloseTo(expected.get(name), within(1e-12));
      }
      assertThat(row.prediction()).isEqualTo(scorer.classify(cells));
      scored++;
    }
    return scored;
  }

  private static void create(
      SqlDatabase database, String dialect, String type, List<@Nullable String> texts)
      throws Exception {
    List<String> rows = new ArrayList<>();
    for (String text : texts) {
      String cell = text == null ? "NULL" : SqlDialect.of(dialect).text(text);
      rows.add("(%d, %s)".formatted(rows.size(), cell));
    }
    database.execute(
        "CREATE TABLE r (id INTEGER, d %s);\nINSERT INTO r VALUES %s;"
            .formatted(type, String.join(",\n", rows)));
  }

  @ParameterizedTest
  @CsvSource({
    "duckdb, MEAN, 2",
    "duckdb, INDICATOR, 2",
    "postgresql, MEAN, 2",
    "postgresql, INDICATOR, 2",
    "sqlite, MEAN, 2",
    "sqlite, INDICATOR, 3"
  })
  void hostileTextsAreScoredAsTheScorerScoresThem(String dialect, Missing missing, int classes)
      throws Exception {
    try (SqlDatabase database = SqlDatabase.start(dialect, directory);
        LogisticModel model = model(ALL, missing, classes)) {
      create(database, dialect, "TEXT", TEXTS);

      assertThat(assertScoredAlike(database, model, sql(model, dialect), TEXTS)).isEqualTo(24);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "duckdb, DATE, UTC",
    "duckdb, TIMESTAMP, UTC",
    "duckdb, TIMESTAMPTZ, America/New_York",
    "postgresql, DATE, UTC",
    "postgresql, TIMESTAMP, UTC",
    "postgresql, TIMESTAMPTZ, Asia/Kolkata"
  })
  void columnsOfDatesAreScoredInUtcWhateverTheSession(String dialect, String type, String zone)
      throws Exception {
    List<@Nullable String> texts = new ArrayList<>();
    texts.add(null);
    for (String day :
        List.of("0001-01-03", "1969-12-31", "2000-02-29", "2026-03-31", "9999-12-30")) {
      texts.add(
          day
              + switch (type) {
                case "DATE" -> "";
                case "TIMESTAMP" -> " 23:59:59.999999";
                default -> " 23:59:59.5-05:00";
              });
    }
    if (type.equals("TIMESTAMPTZ")) {
      texts.removeIf(text -> text != null && text.compareTo("1960") < 0); // offsets with seconds
    }
    try (SqlDatabase database = SqlDatabase.start(dialect, directory);
        LogisticModel model = model(ALL, Missing.INDICATOR, 2)) {
      create(database, dialect, type, texts);
      String session =
          dialect.equals("duckdb")
              ? "SET TimeZone = '%s'".formatted(zone)
              : "ALTER ROLE test SET TimeZone = '%s'; ALTER ROLE test SET DateStyle = 'German'"
                  .formatted(zone);
      database.execute(session);

      assertThat(assertScoredAlike(database, model, sql(model, dialect), texts))
          .isEqualTo(texts.size());
      if (dialect.equals("postgresql")) {
        database.execute("ALTER ROLE test RESET ALL");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "postgresql", "sqlite"})
  void productsWithPartsOfDatesAreScored(String dialect) throws Exception {
    try (SqlDatabase database = SqlDatabase.start(dialect, directory);
        LogisticModel model = model("year(d):weekday(d) + month(d)", Missing.MEAN, 2)) {
      create(database, dialect, "TEXT", TEXTS);

      assertThat(assertScoredAlike(database, model, sql(model, dialect), TEXTS)).isEqualTo(24);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "duckdb, DATE",
    "duckdb, TEXT",
    "postgresql, DATE",
    "postgresql, TEXT",
    "sqlite, TEXT"
  })
  void aDateThatMeansMissingIsFilled(String dialect, String type) throws Exception {
    try (SqlDatabase database = SqlDatabase.start(dialect, directory);
        LogisticModel model = model(ALL, Missing.INDICATOR, 2)) {
      create(database, dialect, type, Arrays.asList("9999-12-31", "2024-05-06"));

      String query = sql(model, dialect, "9999-12-31");

      assertThat(assertScoredAlike(database, model, query, Arrays.asList(null, "2024-05-06")))
          .isEqualTo(2);
    }
  }

  /** In SQLite a number is a day or a second, by the way it is written. */
  @Test
  void numbersAreNoDates() throws Exception {
    try (SqlDatabase database = SqlDatabase.start("sqlite", directory);
        LogisticModel model = model(ALL, Missing.MEAN, 2)) {
      database.execute("CREATE TABLE r (id, d);\nINSERT INTO r VALUES (0, 2024), (1, 2460000.5);");

      assertThat(database.scored(sql(model, "sqlite"), List.of("probability")))
          .allMatch(Scored::isNull);
    }
  }

  @Test
  void standardSqlExtractsFields() throws Exception {
    try (LogisticModel model = model("year(d) + month(d) + hour(d)", Missing.INDICATOR, 2)) {
      assertThat(sql(model, "ansi"))
          .contains("EXTRACT(YEAR FROM t.\"d\")", "EXTRACT(MONTH FROM", "EXTRACT(HOUR FROM")
          .doesNotContain("regexp", "''", "ISODOW");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"quarter", "weekday"})
  void fieldsThatStandardSqlDoesNotHaveAreRefused(String part) throws Exception {
    try (LogisticModel model = model(part + "(d)", Missing.MEAN, 2)) {
      assertThatThrownBy(() -> sql(model, "ansi"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("standard SQL has no " + part, "duckdb", "predict");
    }
  }

  @Test
  void standardSqlRefusesDatesThatMeanMissing() throws Exception {
    try (LogisticModel model = model("month(d)", Missing.INDICATOR, 2)) {
      assertThatThrownBy(() -> sql(model, "ansi", "9999-12-31"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("9999-12-31", "data.na", "duckdb");
    }
  }
}
