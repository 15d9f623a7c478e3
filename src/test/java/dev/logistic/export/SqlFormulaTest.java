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
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.PiecewisePolynomial;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Term;
import dev.logistic.score.Scorer;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models with formulas in databases, against {@link Scorer}. */
class SqlFormulaTest {

  private static final List<String> FORMULAS =
      List.of(
          "x * city + log(z) + sqrt(z):city + abs(x):z",
          "I(x^2 / (1 + z)) + I(x * z - 3) + exp(-x) + log1p(z) + I((1 + z)^-1.5)",
          "I(z^x) + I(x^3):plan + I(log1p(z) / z) + x:z",
          "ns(x, df = 4) + ns(z, df = 3):city + city:plan",
          "bs(x, df = 5) + bs(z, degree = 1, df = 3):x",
          "bin(z, 4):x + bin(x, breaks = c(-1, 0, 0.5)) + scale(z)",
          "poly(x, 3) + poly(z, 2, raw = TRUE):factor(code)",
          "ns(x, df = 3):poly(z, 2):city + plan + factor(code)",
          "poly(x, 5) + ns(sqrt(z), df = 3) + city:x");

  @TempDir Path directory;

  @AfterAll
  static void stopServers() throws Exception {
    SqlDatabase.stopServers();
  }

  private LogisticModel model(String formula, int classes, DataType type) throws Exception {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(List.of("x,z,code,city,plan,day,y"));
    for (int row = 0; row < 200; row++) {
      lines.add(
          "%s,%s,%d,%s,%s,2024-0%d-11,%d"
              .formatted(
                  row % 17 == 3 ? "" : Math.round(random.nextGaussian() * 64) / 64.0,
                  -Math.log(random.nextDouble()),
                  random.nextInt(3),
                  List.of("Basel", "it's", "Genève").get(random.nextInt(3)),
                  row % 23 == 5 ? "" : List.of("A", "B").get(random.nextInt(2)),
                  1 + random.nextInt(9),
                  random.nextInt(2)));
    }
    Settings settings =
        Settings.defaults()
            .with(Settings.SOURCE, Files.write(directory.resolve("rows.csv"), lines).toString())
            .with(Settings.LABEL, "y")
            .with(Settings.PRECISION, Precision.FLOAT64)
            .with(Settings.TERMS, formula)
            .with(
                Settings.MISSING,
                new MissingValues(
                    Missing.MEAN,
                    formula.contains("plan") ? Map.of("plan", Missing.INDICATOR) : Map.of()));
    try (TrainingTable table = Tables.read(settings)) {
      return SampleModels.of(table.schema(), classes, type);
    }
  }

  /** The knots and the limits of bins. */
  private static List<Double> breaks(FeatureSchema schema) {
    List<Double> breaks = new ArrayList<>();
    for (Term term : schema.terms()) {
      if (term instanceof ProductTerm product) {
        for (List<ProductTerm.Factor> factors : product.products()) {
          for (ProductTerm.Factor factor : factors) {
            PiecewisePolynomial pieces = factor.pieces();
            if (pieces != null) {
              breaks.addAll(pieces.breaks());
            }
          }
        }
      }
    }
    return breaks;
  }

  private static List<Map<String, @Nullable Object>> rows(FeatureSchema schema, String dialect) {
    double notANumber = dialect.equals("sqlite") ? Double.POSITIVE_INFINITY : Double.NaN;
    List<@Nullable Double> hostile =
        new ArrayList<>(
            Arrays.asList(
                null,
                0.0,
                -0.0,
                -1.0,
                -0.75,
                -3.5,
                7.0,
                40.0,
                -800.0,
                1e-9,
                1e-17,
                1e-200,
                1e-310,
                4.9e-324,
                -1e-200,
                1e10,
                -1e12,
                1e60,
                -1e110,
                1e155,
                1e300,
                1e301,
                -1.7e308,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                notANumber));
    for (double each : breaks(schema)) {
      hostile.addAll(List.of(each, Math.nextUp(each), Math.nextDown(each)));
    }
    List<@Nullable Integer> codes = Arrays.asList(0, 1, 2, 7, null);
    List<@Nullable String> cities = Arrays.asList("Basel", "it's", "Genève", "unseen", null);
    List<@Nullable String> plans = Arrays.asList("A", "B", null, "C");
    Random random = new Random(7);
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int row = 0; row < 4 * hostile.size(); row++) {
      Double value = hostile.get(row % hostile.size());
      boolean both = row >= 3 * hostile.size();
      Map<String, @Nullable Object> cells = new HashMap<>();
      cells.put("x", both || row % 2 == 0 ? value : Double.valueOf(random.nextGaussian()));
      cells.put(
          "z",
          both
              ? hostile.get(random.nextInt(hostile.size()))
              : row % 2 == 1 ? value : Double.valueOf(random.nextDouble() * 3));
      cells.put("code", codes.get(random.nextInt(codes.size())));
      cells.put("city", cities.get(random.nextInt(cities.size())));
      cells.put("plan", plans.get(random.nextInt(plans.size())));
      rows.add(cells);
    }
    return rows;
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
    for (int i = 0; i < FORMULAS.size(); i++) {
      Path folder = Files.createDirectory(directory.resolve("" + i));
      assertScoredAlike(dialect, folder, FORMULAS.get(i), i % 4 == 1 ? 3 : 2);
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
  void partsOfDatesAreRefusedByName() throws Exception {
    try (LogisticModel model = model("x + month(day)", 2, DataType.FLOAT64)) {
      assertThatThrownBy(() -> sql(model, "duckdb"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("month(day)", "part of a date", "predict", "data.query");
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
