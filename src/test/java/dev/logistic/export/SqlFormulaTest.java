package dev.logistic.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.logistic.export.SqlDatabase.Scored;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.score.Scorer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models with formulas in databases, against {@link Scorer}. */
class SqlFormulaTest {

  @TempDir Path directory;

  @AfterAll
  static void stopServers() throws Exception {
    SqlDatabase.stopServers();
  }

  private LogisticModel model(String formula, int classes, DataType type) throws Exception {
    return FormulaSamples.model(directory, formula, classes, type);
  }

  private static List<Map<String, @Nullable Object>> rows(FeatureSchema schema, String dialect) {
    return FormulaSamples.rows(
        schema, dialect.equals("sqlite") ? Double.POSITIVE_INFINITY : Double.NaN);
  }

  private static String literal(String dialect, @Nullable Object value) {
    if (value instanceof String text) {
      return SqlDialect.of(dialect).text(text);
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return dialect.equals("sqlite")
          ? (number > 0 ? "9e999" : "-9e999")
          : "CAST('" + number + "' AS DOUBLE PRECISION)";
    }
    if (value instanceof Double number) { // exactly that one
      int exponent = Math.getExponent(number) - 52;
      return dialect.equals("sqlite")
          ? "ieee754(%d, %d)".formatted((long) Math.scalb(number, -exponent), exponent)
          : SqlDialect.of(dialect).number(number);
    }
    return String.valueOf(value).toUpperCase(Locale.ROOT);
  }

  private static void create(
      SqlDatabase database, String dialect, List<Map<String, @Nullable Object>> rows)
      throws Exception {
    List<String> inserted = new ArrayList<>();
    for (int id = 0; id < rows.size(); id++) {
      List<String> cells = new ArrayList<>(List.of(String.valueOf(id)));
      for (String name : List.of("x", "z", "code", "city", "plan")) {
        cells.add(literal(dialect, rows.get(id).get(name)));
      }
      inserted.add("(" + String.join(", ", cells) + ")");
    }
    database.execute(
        "CREATE TABLE r (id INTEGER, x %1$s, z %1$s, code INTEGER, city TEXT, plan TEXT);\nINSERT INTO r VALUES %2$s;"
            .formatted(database.doubleType(), String.join(",\n", inserted)));
  }

  /** Whether a value of a formula may be beyond what SQL holds, or its factor be. */
  private static boolean isExtreme(Map<String, @Nullable Object> row) {
    return List.of("x", "z").stream()
        .map(row::get)
        .anyMatch(
            cell ->
                cell instanceof Double number
                    && (Math.abs(number) >= 1e60 || (number != 0 && Math.abs(number) <= 1e-299)));
  }

  private static String sql(LogisticModel model, String dialect) {
    return ExportFormat.sql(model, dialect, "r", List.of(), List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "postgresql", "sqlite"})
  void hostileRowsAreScoredAsTheScorerScoresThem(String dialect) throws Exception {
    for (int i = 0; i < FormulaSamples.FORMULAS.size(); i++) {
      Path folder = Files.createDirectory(directory.resolve("" + i));
      assertScoredAlike(dialect, folder, FormulaSamples.FORMULAS.get(i), i % 4 == 1 ? 3 : 2);
    }
  }

  /** The first is too deep for the parser of SQLite, and the second takes PostgreSQL long. */
  @ParameterizedTest
  @CsvSource({
    "duckdb, 'ns(log1p(z), df = 3)', 2",
    "postgresql, 'ns(log1p(z), df = 3)', 2",
    "duckdb, 'ns(z, df = 3):city', 3",
  })
  void longerFormulasAreScoredAsTheScorerScoresThem(String dialect, String formula, int classes)
      throws Exception {
    assertScoredAlike(dialect, directory, formula, classes);
  }

  private void assertScoredAlike(String dialect, Path folder, String formula, int classes)
      throws Exception {
    try (SqlDatabase database = SqlDatabase.start(dialect, folder);
        LogisticModel model = model(formula, classes, DataType.FLOAT64)) {
      List<Map<String, @Nullable Object>> rows = rows(model.card().schema(), dialect);
      create(database, dialect, rows);
      Scorer scorer = model.scorer();
      List<String> names =
          classes == 2
              ? List.of("probability")
              : scorer.classes().stream().map(name -> "probability_" + name).toList();
      int scored = 0;
      for (Scored row : database.scored(sql(model, dialect), names)) {
        Map<String, @Nullable Object> cells = rows.get((int) row.id());
        Map<String, Double> expected;
        try {
          expected = scorer.classProbabilities(cells);
        } catch (IllegalArgumentException e) {
          assertThat(row.isNull()).as("%s of %s in %s", row, cells, formula).isTrue();
          continue;
        }
        if (row.isNull() && isExtreme(cells)) {
          continue;
        }
        scored++;
        for (int k = 0; k < names.size(); k++) {
          assertThat(row.probabilities().get(k))
              .as("row %s, class %d of %s", cells, k, formula)
              .isCloseTo(expected.get(scorer.classes().get(classes == 2 ? 1 : k)), within(1e-12));
        }
        assertThat(row.prediction()).isEqualTo(scorer.classify(cells));
      }
      assertThat(scored).as(formula).isGreaterThan(rows.size() / 3);
    }
  }

  @Test
  void featuresThatFloat32CannotHoldAreNotScored() throws Exception {
    try (SqlDatabase database = SqlDatabase.start("duckdb", directory);
        LogisticModel single = model("x:z + bs(x, df = 4)", 2, DataType.FLOAT32);
        LogisticModel full = model("x:z + bs(x, df = 4)", 2, DataType.FLOAT64)) {
      database.execute("CREATE TABLE r AS SELECT 0 AS id, 1e20 AS x, 1e20 AS z");

      assertThat(database.scored(sql(single, "duckdb"), List.of("probability")).get(0).isNull())
          .isTrue();
      assertThat(database.scored(sql(full, "duckdb"), List.of("probability")).get(0).isNull())
          .isFalse();
    }
  }

  /** Which would be of millions of terms. */
  @ParameterizedTest
  @ValueSource(strings = {"I(((((((1 + z)^0.5)^0.5)^0.5)^0.5)^0.5)^0.5)", "poly(z, 30)"})
  void functionsThatAreTooLongAreRefused(String formula) throws Exception {
    try (LogisticModel model = model(formula, 2, DataType.FLOAT64)) {
      assertThatThrownBy(() -> sql(model, "duckdb"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("4,000,000 bytes", "data.terms", "predict");
    }
  }

  @Test
  void standardSqlHasNoFunctionsOfADialect() throws Exception {
    try (LogisticModel model = model("I(x^2) + ns(z, df = 3):city", 2, DataType.FLOAT64)) {
      assertThat(sql(model, "ansi"))
          .contains("POWER(", "LN(ABS(", "GREATEST(")
          .doesNotContain("typeof", "::", "regexp", "COLLATE", "E'");
    }
  }
}
