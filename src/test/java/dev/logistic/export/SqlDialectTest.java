package dev.logistic.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.logistic.export.SqlDatabase.Scored;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.SampleModels;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.IndexedTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import dev.logistic.score.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In DuckDB always, and in PostgreSQL and SQLite where they are installed. */
class SqlDialectTest {

  private static final String TABLE = "it's a \"table\"";

  @TempDir Path directory;

  @AfterAll
  static void stopServers() throws Exception {
    SqlDatabase.stopServers();
  }

  /** A column of a table, and values that its cells have. */
  private record Cells(String type, List<@Nullable Object> values) {
    static Cells of(String type, @Nullable Object... values) {
      return new Cells(type, Arrays.asList(values));
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static final Map<String, Cells> HOSTILE = new LinkedHashMap<>();

  static {
    HOSTILE.put("age", Cells.of("INTEGER", 41, 7, -9, 0, null, 2_000_000_000));
    Object[] numbers = {
      0.0, -0.0, 1.5, -1e4, 1e4, 1e12, -1e300, 1e300, 1e-310, 4.9e-324, 123456.789, null
    };
    HOSTILE.put("select", Cells.of("DOUBLE", numbers));
    HOSTILE.put("a \"quoted\" name; --", Cells.of("DOUBLE", 0.1, 2.5, -3.0, 1e-200, null));
    HOSTILE.put("big", Cells.of("BIGINT", 9_007_199_254_740_993L, -1L, 3L));
    HOSTILE.put("exact", Cells.of("DECIMAL(12, 3)", 1.125, -7.5, 100.0));
    HOSTILE.put(
        "Straße",
        Cells.of(
            "VARCHAR",
            "Basel",
            "it's",
            "\"q\"",
            "new\nline",
            "Genève",
            "日本",
            "back\\slash",
            "%_",
            "t.x",
            "",
            " ",
            "BASEL",
            "Basel ",
            null,
            "'; DROP TABLE x; --"));
    HOSTILE.put("plan", Cells.of("VARCHAR", "A", "B", "R", "(other)", "unseen", "a", "", null));
    HOSTILE.put("merged", Cells.of("VARCHAR", "x", "y", "z", "w"));
    HOSTILE.put("zip", Cells.of("INTEGER", 1, 2, 10, 3));
    HOSTILE.put("grade", Cells.of("DOUBLE", 1.0, 1.5, 2.0, -0.0, 0.25));
    HOSTILE.put("member", Cells.of("BOOLEAN", true, false, null));
    HOSTILE.put("flag", Cells.of("INTEGER", 0, 1, 1, 0, 0, 1, 1, 0, 2));
    Object[] hundred = IntStream.range(0, 105).mapToObj(i -> "L" + i).toArray();
    HOSTILE.put("of 100", Cells.of("VARCHAR", hundred));
  }

  private static List<Term> hostileTerms() {
    List<String> streets =
        List.of("Basel", "it's", "\"q\"", "new\nline", "Genève", "日本", "back\\slash", "%_", "t.x");
    return List.of(
        new NumberTerm("age", 40.5),
        new MissingTerm("age", false),
        new NumberTerm("select", -2.0),
        new NumberTerm("a \"quoted\" name; --"),
        new NumberTerm("big"),
        new NumberTerm("exact"),
        new LevelsTerm("Straße", streets, 1.0),
        new MissingTerm("Straße", true),
        new LevelsTerm("plan", List.of("A", "B", "(other)"), List.of(), List.of("R"), null),
        new LevelsTerm("merged", List.of("x", "y"), List.of("z"), null),
        new LevelsTerm("zip", List.of("1", "2", "10"), null),
        new LevelsTerm("grade", List.of("0", "1", "1.5", "2"), null),
        new FlagTerm("member", 0.25),
        new FlagTerm("flag", null),
        new LevelsTerm("of 100", IntStream.range(0, 100).mapToObj(i -> "L" + i).toList(), null));
  }

  private static FeatureSchema standardized(List<Term> terms) {
    int width = new FeatureSchema(terms, Optional.empty()).width();
    Random random = new Random(width);
    return new FeatureSchema(
        terms,
        Optional.of(
            new Standardization(
                DoubleStream.generate(random::nextGaussian).limit(width).boxed().toList(),
                DoubleStream.generate(() -> 0.5 + random.nextDouble())
                    .limit(width)
                    .boxed()
                    .toList())));
  }

  private static List<Map<String, @Nullable Object>> hostileRows(int count) {
    Random random = new Random(3);
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int row = i;
      Map<String, @Nullable Object> cells = new HashMap<>();
      HOSTILE.forEach(
          (name, column) -> {
            List<@Nullable Object> values = column.values();
            // most cells are usual ones, so that most rows can be scored
            int at = random.nextInt(3) > 0 ? random.nextInt(Math.min(3, values.size())) : row;
            cells.put(name, values.get(at % values.size()));
          });
      rows.add(cells);
    }
    return rows;
  }

  private static String literal(String dialect, @Nullable Object value) {
    if (value instanceof String text) {
      return SqlDialect.of(dialect).text(text);
    }
    return String.valueOf(value).toUpperCase(Locale.ROOT);
  }

  private static void create(
      SqlDatabase database, String dialect, List<Map<String, @Nullable Object>> rows)
      throws Exception {
    String columns =
        HOSTILE.entrySet().stream()
            .map(
                each ->
                    quoted(each.getKey())
                        + " "
                        + each.getValue().type().replace("DOUBLE", database.doubleType()))
            .collect(Collectors.joining(", "));
    List<String> inserted = new ArrayList<>();
    for (int id = 0; id < rows.size(); id++) {
      Map<String, @Nullable Object> row = rows.get(id);
      String cells =
          HOSTILE.keySet().stream()
              .map(name -> literal(dialect, row.get(name)))
              .collect(Collectors.joining(", "));
      inserted.add("(%d, %s)".formatted(id, cells));
    }
    database.execute(
        "CREATE TABLE %s (id INTEGER, %s);\nINSERT INTO %1$s VALUES %s;"
            .formatted(quoted(TABLE), columns, String.join(",\n", inserted)));
  }

  private static List<String> outputs(LogisticModel model) {
    List<String> classes = model.card().classes();
    return classes.size() == 2
        ? List.of("probability")
        : classes.stream().map(name -> "probability_" + name).toList();
  }

  private static String sql(LogisticModel model, String dialect, String table) {
    return ExportFormat.sql(model, dialect, table, List.of(), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "duckdb, 2",
    "duckdb, 3",
    "duckdb, 4",
    "postgresql, 2",
    "postgresql, 4",
    "sqlite, 2",
    "sqlite, 4"
  })
  void hostileRowsAreScoredAsTheScorerScoresThem(String dialect, int classes) throws Exception {
    List<Map<String, @Nullable Object>> rows = hostileRows(300);
    int scored = 0;
    try (SqlDatabase database = SqlDatabase.start(dialect, directory);
        LogisticModel model =
            SampleModels.of(standardized(hostileTerms()), classes, DataType.FLOAT64)) {
      create(database, dialect, rows);
      Scorer scorer = model.scorer();
      List<Scored> found = database.scored(sql(model, dialect, quoted(TABLE)), outputs(model));
      assertThat(found).hasSize(rows.size());
      for (int id = 0; id < rows.size(); id++) {
        Scored row = found.get(id);
        Map<String, Double> expected;
        try {
          expected = scorer.classProbabilities(rows.get(id));
        } catch (IllegalArgumentException e) {
          assertThat(row.isNull()).as("%s of %s", row, rows.get(id)).isTrue();
          continue;
        }
        scored++;
        for (int k = 0; k < row.probabilities().size(); k++) {
          String name = scorer.classes().get(classes == 2 ? 1 : k);
          assertThat(row.probabilities().get(k))
              .as("row %s, class %s", rows.get(id), name)
              .isCloseTo(expected.get(name), within(1e-12));
        }
        assertThat(row.prediction()).isEqualTo(scorer.classify(rows.get(id)));
      }
    }
    assertThat(scored).isBetween(100, 290);
  }

  private static LogisticModel model(Term... terms) {
    return SampleModels.of(
        new FeatureSchema(List.of(terms), Optional.empty()), 2, DataType.FLOAT64);
  }

  /** As predict reads a text column, in which NA and -9 mean a missing value by the settings. */
  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "postgresql", "sqlite"})
  void textsThatHoldNumbersAndMarkersAreReadAsPredictReadsThem(String dialect) throws Exception {
    try (SqlDatabase database = SqlDatabase.start(dialect, directory);
        LogisticModel model =
            model(
                new NumberTerm("x", 7.0),
                new MissingTerm("x", false),
                new FlagTerm("f", 0.5),
                new LevelsTerm("t", List.of("a", "1", "1.50", "."), 1.0))) {
      database.execute(
          ("CREATE TABLE r (id INTEGER, x TEXT, f TEXT, t TEXT);"
                  + "INSERT INTO r VALUES (0, ' +1.5e1 ', 'TRUE', 'a'), (1, '', ' 0 ', '1'),"
                  + "(2, 'na', '', 'na'), (3, '-9', '1.0', '1.0'), (4, '-9.0', '1', '1.50'),"
                  + "(5, ' na ', 'false', '-9'), (6, '.5', '1', 'unseen'), (7, '5.', '1', '.'),"
                  + "(8, 'abc', '1', 'a'), (9, '1_000', '1', 'a'), (10, '0x1F', '1', 'a'),"
                  + "(11, '1e999', '1', 'a'), (12, '12abc', '1', 'a'), (13, '1', 'yes', 'a'),"
                  + "(14, '1', '2', 'a'), (15, '1', '1', 'NULL'), (16, '1', '1', '-'),"
                  + "(17, '1', '1', '?'), (18, 'inf', '1', 'a'), (19, 'nan', '1', 'a');")
              // which PostgreSQL itself refuses as a double
              .replace("'1e999'", dialect.equals("postgresql") ? "'x'" : "'1e999'"));
      Object[][] expected = {
        {15.0, true, "a"}, {null, false, "1"}, {null, null, null}, {null, true, "1.0"},
        {null, true, "1.50"}, {null, false, null}, {0.5, true, "unseen"}, {5.0, true, "."}
      };
      List<Scored> rows =
          database.scored(
              ExportFormat.sql(model, dialect, "r", List.of("na", "-9"), List.of("?")),
              List.of("probability"));
      for (Scored row : rows) {
        int id = (int) row.id();
        if (id >= expected.length && id != 17) {
          assertThat(row.isNull()).as("row %d", id).isTrue();
          continue;
        }
        Map<String, @Nullable Object> cells = new HashMap<>();
        Object[] values = id == 17 ? new Object[] {1.0, true, "?"} : expected[id];
        for (int i = 0; i < 3; i++) {
          cells.put(List.of("x", "f", "t").get(i), values[i]);
        }
        assertThat(row.probabilities().get(0))
            .as("row %d", id)
            .isCloseTo(model.scorer().probability(cells), within(1e-12));
      }
    }
  }

  /** Levels that are numbers, in columns of numbers of any type; numbers that mean missing. */
  @ParameterizedTest
  @CsvSource({
    "duckdb, FLOAT",
    "duckdb, 'DECIMAL(9, 3)'",
    "postgresql, real",
    "postgresql, 'numeric(9, 3)'",
    "sqlite, REAL"
  })
  void numbersAreLevelsByTheirPlainText(String dialect, String type) throws Exception {
    try (SqlDatabase database = SqlDatabase.start(dialect, directory);
        LogisticModel model =
            model(
                new LevelsTerm("t", List.of("0", "1", "1.5", "20"), 1.0),
                new NumberTerm("x", 3.0))) {
      database.execute(
          ("CREATE TABLE r (id INTEGER, t %s, x INTEGER); INSERT INTO r VALUES"
                  + " (0, 1, 1), (1, 1.5, 1), (2, -0.0, 1), (3, 20, 1), (4, 2, 1), (5, -999, 1),"
                  + " (6, 1, -999)")
              .formatted(type));
      Object[] levels = {1, 1.5, 0, 20, 2, null, 1};
      database.execute(
          "CREATE VIEW scored AS "
              + ExportFormat.sql(model, dialect, "r", List.of("-999.0"), List.of()));
      for (Scored row : database.scored("SELECT * FROM scored", List.of("probability"))) {
        Map<String, @Nullable Object> cells = new HashMap<>();
        cells.put("t", levels[(int) row.id()]);
        cells.put("x", row.id() == 6 ? null : 1);
        assertThat(row.probabilities().get(0))
            .as("row %d", row.id())
            .isCloseTo(model.scorer().probability(cells), within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "duckdb, probability",
    "duckdb, PREDICTION",
    "postgresql, prediction",
    "sqlite, Probability"
  })
  void aTableThatHasSuchAColumnAlreadyIsRefusedByTheDatabase(String dialect, String name)
      throws Exception {
    try (SqlDatabase database = SqlDatabase.start(dialect, directory);
        LogisticModel model = model(new NumberTerm("x"))) {
      database.execute(
          "CREATE TABLE r (id INTEGER, x INTEGER, %s INTEGER)".formatted(quoted(name)));

      assertThatThrownBy(() -> database.scored(sql(model, dialect, "r"), List.of("probability")))
          .hasMessageContaining("mbiguous");
    }
  }

  /** Databases limit the depth of expressions: SQLite to 1,000. */
  @ParameterizedTest
  @CsvSource({"duckdb, 200", "postgresql, 300", "sqlite, 1000"})
  void manyColumnsAreScored(String dialect, int columns) throws Exception {
    List<String> names = IntStream.range(0, columns).mapToObj(i -> "x" + i).toList();
    Term[] terms = names.stream().map(name -> new NumberTerm(name, 0.25)).toArray(Term[]::new);
    try (SqlDatabase database = SqlDatabase.start(dialect, directory);
        LogisticModel model = model(terms)) {
      database.execute(
          "CREATE TABLE r (id INTEGER, %s);"
                  .formatted(
                      names.stream()
                          .map(name -> name + " " + database.doubleType())
                          .collect(Collectors.joining(", ")))
              + "INSERT INTO r (id, x7) VALUES (0, 1.5);");
      double[] row = new double[columns];
      Arrays.fill(row, 0.25);
      row[7] = 1.5;

      assertThat(database.scored(sql(model, dialect, "r"), List.of("probability")))
          .singleElement()
          .satisfies(
              scored ->
                  assertThat(scored.probabilities().get(0))
                      .isCloseTo(model.scorer().probability(row), within(1e-12)));
    }
  }

  @Test
  void numbersThatFloat32CannotHoldAreNotScored() throws Exception {
    FeatureSchema schema = FeatureSchema.ofNumbers(List.of("x"));
    try (SqlDatabase database = SqlDatabase.start("duckdb", directory);
        LogisticModel single = SampleModels.of(schema, 2, DataType.FLOAT32);
        LogisticModel full = SampleModels.of(schema, 2, DataType.FLOAT64)) {
      database.execute("CREATE TABLE r AS SELECT 0 AS id, 1e39 AS x");

      assertThat(
              database.scored(sql(single, "duckdb", "r"), List.of("probability")).get(0).isNull())
          .isTrue();
      assertThat(database.scored(sql(full, "duckdb", "r"), List.of("probability")).get(0).isNull())
          .isFalse();
    }
  }

  /** A comparison that ignores case would find a level that predict does not. */
  @Test
  void levelsAreComparedExactlyWhateverTheCollation() throws Exception {
    try (SqlDatabase database = SqlDatabase.start("duckdb", directory);
        LogisticModel model = model(new LevelsTerm("t", List.of("a", "b"), null))) {
      database.execute(
          "CREATE TABLE r (id INTEGER, t VARCHAR COLLATE NOCASE); INSERT INTO r VALUES (0, 'B'), (1, 'b')");

      List<Scored> rows = database.scored(sql(model, "duckdb", "r"), List.of("probability"));

      assertThat(rows.get(0).probabilities().get(0))
          .isCloseTo(model.scorer().probability(Map.of("t", "B")), within(1e-12))
          .isNotCloseTo(rows.get(1).probabilities().get(0), within(1e-3));
    }
  }

  @ParameterizedTest
  @CsvSource({"probability, duckdb", "Prediction, sqlite", "prediction, ansi", "Probability, ansi"})
  void aColumnOfTheModelWithTheNameOfAPredictionIsRefused(String column, String dialect) {
    try (LogisticModel model = model(new NumberTerm(column))) {
      assertThatThrownBy(() -> sql(model, dialect, "rows"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"" + column + "\" already");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.", ".a", "a..b", "\"a", "a\"b\"", "\"\""})
  void aNameOfATableThatCannotBeReadIsRefused(String table) {
    try (LogisticModel model = model(new NumberTerm("x"))) {
      assertThatThrownBy(() -> sql(model, "duckdb", table))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a table as NAME or SCHEMA.NAME");
    }
  }

  @Test
  void standardSqlHasNoFunctionsOfADialect() {
    try (LogisticModel model = SampleModels.ofCustomers(3)) {
      assertThat(ExportFormat.sql(model, "ansi", "s.\"t.u\"", List.of("NA"), List.of()))
          .contains("FROM \"s\".\"t.u\" AS t", "EXP(LEAST(7E2, GREATEST((-7E2), ")
          .doesNotContain("typeof", "::", "regexp", "COLLATE", "E'");
    }
  }

  @Test
  void whatTextsInSqlCannotHoldIsRefused() {
    try (LogisticModel nul = model(new LevelsTerm("t", List.of("a", "\0"), null));
        LogisticModel half = model(new LevelsTerm("t", List.of("a", "\ud800"), null))) {
      assertThatThrownBy(() -> sql(nul, "duckdb", "r")).hasMessageContaining("U+0000");
      assertThatThrownBy(() -> sql(half, "duckdb", "r")).hasMessageContaining("surrogate");
    }
  }

  @Test
  void aModelThatIsTooLargeForAStatementIsRefused() {
    List<String> levels = IntStream.range(0, 100_000).mapToObj(i -> "a long level " + i).toList();
    try (LogisticModel model = model(new LevelsTerm("t", levels, null))) {
      assertThatThrownBy(() -> sql(model, "duckdb", "r"))
          .hasMessageContainingAll("may have 4,000,000 bytes", "99,999 features", "predict");
    }
  }

  @Test
  void anUnknownDialectIsRefused() {
    try (LogisticModel model = model(new NumberTerm("x"))) {
      assertThatThrownBy(() -> sql(model, "mysql", "r"))
          .hasMessage(
              "expected a dialect of SQL, one of duckdb, postgresql, sqlite, ansi, was \"mysql\"");
    }
  }

  @Test
  void aTermThatSqlCannotHoldIsNamed() {
    FeatureSchema schema = new FeatureSchema(List.of(new IndexedTerm("x", 0, 3)), Optional.empty());
    try (LogisticModel model = SampleModels.of(schema, 2, DataType.FLOAT32)) {
      assertThatThrownBy(() -> sql(model, "ansi", "rows"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("x0..x2", "indexed", "predict");
    }
  }
}
