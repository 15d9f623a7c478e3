package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Combinations;
import dev.logistic.config.Missing;
import dev.logistic.config.MissingValues;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Storage;
import dev.logistic.config.Tests;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.Metric;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.TermEffect;
import dev.logistic.score.Scorer;
import dev.logistic.selection.CrossValidation;
import dev.logistic.selection.Folds;
import dev.logistic.selection.PenaltyGrid;
import dev.logistic.selection.RegularizationPath;
import dev.logistic.table.TableException;
import dev.logistic.table.TrainingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trainings with a formula, against R's {@code glm}, whose coefficients {@code
 * bench/terms_fits_figures.R} wrote.
 */
class FormulaTest {

  private static final Path FIGURES = Path.of("src/test/resources/train");

  private static final Settings PLAIN =
      Settings.defaults()
          .with(Settings.L2, 0)
          .with(Settings.EPOCHS, 500)
          .with(Settings.PRECISION, Precision.FLOAT64)
          .with(Settings.LABEL, "y");

  private static final Settings SETTINGS =
      PLAIN.with(Settings.SOURCE, FIGURES.resolve("terms.csv").toString());

  @TempDir Path folder;

  private static JsonObject figures() throws Exception {
    return JsonParser.parseString(Files.readString(FIGURES.resolve("terms.json"), UTF_8))
        .getAsJsonObject();
  }

  static List<String> formulas() throws Exception {
    return List.copyOf(figures().keySet());
  }

  private static Map<String, Double> coefficients(LogisticModel model) {
    Coefficients raw = model.rawCoefficients().orElseGet(model::coefficients);
    Map<String, Double> named = new HashMap<>();
    named.put("(Intercept)", raw.bias());
    for (int i = 0; i < raw.weights().size(); i++) {
      named.put(model.card().features().get(i), raw.weights().get(i));
    }
    return named;
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void coefficientsAreThoseOfR(String formula) throws Exception {
    assertThatCoefficientsAreThoseOfR(formula, Storage.AUTO);
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void sparseRowsHaveTheSameOptimum(String formula) throws Exception {
    assertThatCoefficientsAreThoseOfR(formula, Storage.SPARSE);
  }

  private static void assertThatCoefficientsAreThoseOfR(String formula, Storage storage)
      throws Exception {
    Map<String, Double> expected = new HashMap<>();
    for (Map.Entry<String, JsonElement> each : figures().getAsJsonObject(formula).entrySet()) {
      expected.put(each.getKey(), each.getValue().getAsDouble());
    }

    Settings settings = SETTINGS.with(Settings.TERMS, formula).with(Settings.STORAGE, storage);
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      Map<String, Double> found = coefficients(result.model());
      assertThat(found.keySet()).isEqualTo(expected.keySet());
      expected.forEach(
          (name, value) ->
              assertThat(found.get(name))
                  .as(name)
                  .isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value)))));
    }
  }

  /** The model that is read scores the rows with the same bits, with and without native code. */
  @ParameterizedTest
  @MethodSource("formulas")
  void aSavedModelKeepsItsTerms(String formula) throws Exception {
    Settings settings = SETTINGS.with(Settings.TERMS, formula);
    Map<String, Object> row =
        Map.of("age", 41.5, "income", 12.25, "city", "Chur", "sex", "m", "code", 3);
    double probability;
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      ModelDirectory.save(result.model(), folder.resolve("m"));
      probability = Objects.requireNonNull(result.model().classProbabilities(row).get("1"));
      try (LogisticModel read = ModelDirectory.load(folder.resolve("m"))) {
        assertThat(read.card().schema()).isEqualTo(result.model().card().schema());
        assertThat(read.classProbabilities(row).get("1")).isEqualTo(probability);
      }
    }
    assertThat(Scorer.load(folder.resolve("m")).classProbabilities(row).get("1"))
        .isCloseTo(probability, within(1e-14));
  }

  @Test
  void aPartOfADateIsNotTakenFromANumber() {
    Settings settings = SETTINGS.with(Settings.TERMS, "year(age) + city");

    assertThatThrownBy(() -> Tables.read(settings))
        .isInstanceOf(TableException.class)
        .hasMessageContainingAll("data.terms", "\"year(age)\"", "dates", "data.query");
  }

  @Test
  void aTermIsTestedAsAWhole() throws Exception {
    Settings settings =
        SETTINGS.with(Settings.TERMS, "age*city+sex").with(Settings.TESTS, Tests.WALD);
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      FitStatistics known = result.statistics().known().orElseThrow();
      assertThat(known.tests().tests())
          .extracting(TermEffect::term)
          .containsExactly("age", "city", "sex", "age:city");
      assertThat(known.tests().tests()).extracting(TermEffect::df).containsExactly(1, 2, 1, 2);
    }
  }

  /** The fit has a parameter for each cell, so that its probabilities are the shares. */
  @Test
  void theProductOfTwoTextsReproducesTheSharesOfTheirCells() throws Exception {
    Settings settings = SETTINGS.with(Settings.TERMS, "city*sex");
    Map<List<String>, List<Integer>> labels = new HashMap<>();
    for (String line : Files.readAllLines(FIGURES.resolve("terms.csv"))) {
      String[] cells = line.replace("\"", "").split(",", -1);
      if (!cells[0].equals("age")) {
        labels
            .computeIfAbsent(List.of(cells[2], cells[3]), any -> new ArrayList<>())
            .add(Integer.valueOf(cells[5]));
      }
    }
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      assertThat(labels).hasSize(6);
      labels.forEach(
          (cell, of) ->
              assertThat(
                      result
                          .model()
                          .classProbabilities(Map.of("city", cell.get(0), "sex", cell.get(1)))
                          .get("1"))
                  .isCloseTo(
                      of.stream().mapToInt(Integer::intValue).average().orElseThrow(),
                      within(1e-10)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log(n) + t|a.csv, row 2: the term \"log(n)\" has no finite value where column \"n\" is"
            + " -1.0",
        "n + log(t)|data.terms: \"log(t)\" needs a number, and column \"t\" is a text",
        "n + y|data.terms: column \"y\" cannot be both the label and a feature",
        "n + factor(n)|column \"n\" cannot be used both as levels",
        "n + c|data.terms: column \"c\" has one level in the training rows",
        "n + +|data.terms: ",
      })
  void whatAFormulaCannotUseIsRefused(String formula, String message) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.csv"), "n,t,c,y\n1,a,x,0\n-1,b,x,1\n2,a,x,1\n3,b,x,0\n");
    Settings settings = PLAIN.with(Settings.SOURCE, file.toString()).with(Settings.TERMS, formula);

    assertThatThrownBy(() -> Tables.read(settings).close())
        .isInstanceOf(TableException.class)
        .hasMessageContaining(message);
  }

  /** Rows that were left out count. */
  @Test
  void theRowOfAnUndefinedTermIsThatOfTheTable() throws Exception {
    Path file =
        Files.writeString(folder.resolve("a.csv"), "n,y\n1,0\n,1\n2,1\n,0\n0,1\n3,1\n5,0\n");
    Settings settings =
        PLAIN
            .with(Settings.SOURCE, file.toString())
            .with(Settings.MISSING, Missing.DROP)
            .with(Settings.TERMS, "log(n)");

    assertThatThrownBy(() -> Tables.read(settings).close())
        .hasMessageContaining("row 5")
        .hasMessageContaining("column \"n\" is 0.0");
  }

  @Test
  void settingsThatAFormulaReplacesAreRefused() {
    Settings formula = SETTINGS.with(Settings.TERMS, "age");

    assertThatThrownBy(() -> Combinations.check(formula.with(Settings.FEATURES, List.of("age"))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("data.features=age cannot be used with data.terms=age");
  }

  /** Rows whose last levels are rare, so that folds differ in their levels. */
  private static List<Map<String, Object>> rows() {
    Random random = new Random(5);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < 120; row++) {
      Map<String, Object> cells = new LinkedHashMap<>();
      double age = 20 + 50 * random.nextDouble();
      cells.put("age", row % 11 == 0 ? null : age);
      cells.put("income", 1 + random.nextInt(40));
      cells.put("city", row == 17 ? "Thun" : List.of("Basel", "Bern", "Chur").get(row * 7 % 3));
      cells.put("weight", 1 + row % 3);
      cells.put("day", row / 2);
      cells.put(
          "note",
          List.of("Old, OLD", "", "very old", "very young")
                  .get((age > 45 ? 0 : 2) + row * 5 % 3 / 2)
              + " day "
              + row / 3 * 7 % 11);
      cells.put("at", LocalDate.of(2020, 1, 1).plusDays(row * 9L % 700));
      cells.put("y", random.nextDouble() < 1 / (1 + Math.exp((45 - age) / 10)) ? "yes" : "no");
      rows.add(cells);
    }
    return rows;
  }

  private static List<Map<String, Object>> some(List<Map<String, Object>> rows, long[] places) {
    return Arrays.stream(places).mapToObj(row -> rows.get((int) row)).toList();
  }

  /** The log-loss of rows as a model encodes and scores them. */
  private static double logLoss(
      LogisticModel model, List<Map<String, Object>> rows, boolean weighted) {
    double sum = 0;
    double weights = 0;
    for (Map<String, Object> row : rows) {
      double weight =
          weighted ? ((Number) Objects.requireNonNull(row.get("weight"))).doubleValue() : 1;
      double probability = model.probability(row);
      sum -= weight * Math.log("yes".equals(row.get("y")) ? probability : 1 - probability);
      weights += weight;
    }
    return sum / weights;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ns(age, df = 3) + scale(income) | false |",
        "poly(age, 2) * city + bin(income, 4) | false |",
        "bs(age, df = 4) + city:log(income) | true |",
        "age * city + I(income^2) | false |",
        "ns(age, df = 2) + city | true | day",
        "age * month(at) + year(at) | false |",
        "age + text(note, min-rows = 4, ngrams = 2, tfidf = TRUE) | false |",
        "text(note, hash = 6, tfidf = TRUE) + hash(city, 3) | true | day",
      })
  void everyFoldLearnsTheFormulaAsATrainingOnItsRowsDoes(
      String formula, boolean weighted, String time) throws Exception {
    assertFoldsLearn(formula, weighted, time, Storage.AUTO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ns(age, df = 3) * city + scale(income) | false |",
        "age + text(note, min-rows = 4, ngrams = 2, tfidf = TRUE) | true |",
        "text(note, hash = 6) + hash(city, 12) + month(at) | false | day",
      })
  void everyFoldLearnsTheFormulaOfSparseRowsToo(String formula, boolean weighted, String time)
      throws Exception {
    assertFoldsLearn(formula, weighted, time, Storage.SPARSE);
  }

  private static void assertFoldsLearn(
      String formula, boolean weighted, @Nullable String time, Storage storage) throws Exception {
    Settings settings =
        PLAIN
            .with(Settings.L2, 0.01)
            .with(Settings.TOLERANCE, OptionalDouble.of(1e-12))
            .with(Settings.TERMS, formula)
            .with(Settings.STORAGE, storage)
            .with(
                Settings.MISSING,
                formula.contains("age")
                    ? new MissingValues(Missing.ERROR, Map.of("age", Missing.MEDIAN))
                    : MissingValues.of(Missing.ERROR))
            .with(Settings.TIME, time == null ? "" : time)
            .with(Settings.WEIGHT, weighted ? "weight" : "")
            .with(Settings.EXCLUDE, weighted ? List.of() : List.of("weight"));
    List<Map<String, Object>> rows = rows();
    try (TrainingTable table = Tables.of(rows, settings)) {
      List<Figures> figures = CrossValidation.evaluate(settings, table, 4);
      CrossValidation.OutOfFold scores =
          CrossValidation.outOfFold(settings.forArrays(), table.training(), 4, () -> {});
      RegularizationPath path =
          CrossValidation.of(
                  settings.forArrays(), 4, PenaltyGrid.parse(PenaltyGrid.Kind.L2, "0.01"))
              .path(table.training());

      Folds folds = Folds.stratified(table.training(), 4, settings.get(Settings.SEED));
      double sum = 0;
      for (int fold = 0; fold < 4; fold++) {
        try (TrainingTable training = Tables.of(some(rows, folds.training(fold)), settings);
            TrainingResult alone = LogisticRegression.with(settings).train(training)) {
          List<Map<String, Object>> heldOut = some(rows, folds.heldOut(fold));
          double expected = logLoss(alone.model(), heldOut, weighted);
          sum += expected;
          assertThat(figures.get(fold).of(Metric.LOG_LOSS)).isCloseTo(expected, within(1e-12));
          for (long row : folds.heldOut(fold)) {
            double probability = alone.model().probability(rows.get((int) row));
            assertThat(1 / (1 + Math.exp(-scores.logits()[(int) row])))
                .isCloseTo(probability, within(1e-12));
          }
        }
      }
      assertThat(path.points().get(0).logLoss()).isCloseTo(sum / 4, within(1e-9));
    }
  }

  /** Rows of trials are two rows each, and those held out for validation are in no fold. */
  @Test
  void foldsOfTrialsAreAmongTheRowsThatAreNotHeldOut() throws Exception {
    Settings settings =
        PLAIN
            .with(Settings.L2, 0.01)
            .with(Settings.TOLERANCE, OptionalDouble.of(1e-12))
            .with(Settings.TERMS, "ns(income, df = 3) + city")
            .with(Settings.LABEL, "events")
            .with(Settings.TRIALS, "trials");
    List<Map<String, Object>> rows = rows();
    for (int row = 0; row < rows.size(); row++) {
      rows.get(row).put("trials", 4 + row % 3);
      rows.get(row).put("events", 1 + row * 7 % 3);
    }
    Settings validated = settings.with(Settings.VALIDATION, 0.25);
    try (TrainingTable table = Tables.of(rows, validated)) {
      long[] kept =
          IntStream.range(0, rows.size())
              .filter(row -> !table.heldOutRows().get(2 * row))
              .asLongStream()
              .toArray();
      CrossValidation.OutOfFold scores =
          CrossValidation.outOfFold(settings.forArrays(), table.training(), 3, () -> {});

      assertThat(kept).hasSizeLessThan(rows.size());
      for (int fold = 0; fold < 3; fold++) {
        int wanted = fold;
        long[] others =
            IntStream.range(0, kept.length)
                .filter(place -> scores.folds().of(2 * place) != wanted)
                .mapToLong(place -> kept[place])
                .toArray();
        try (TrainingTable training = Tables.of(some(rows, others), settings);
            TrainingResult alone = LogisticRegression.with(settings).train(training)) {
          for (int place = 0; place < kept.length; place++) {
            if (scores.folds().of(2 * place) == wanted) {
              double expected = alone.model().probability(rows.get((int) kept[place]));
              for (int row = 2 * place; row < 2 * place + 2; row++) {
                assertThat(1 / (1 + Math.exp(-scores.logits()[row])))
                    .isCloseTo(expected, within(1e-12));
              }
            }
          }
        }
      }
    }
  }

  @Test
  void aFoldThatCannotLearnTheFormulaIsNamed() throws Exception {
    Settings settings = PLAIN.with(Settings.TERMS, "bin(x, 3) + city");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < 40; row++) {
      rows.add(
          Map.of("x", row % 9, "city", row == 3 ? "Thun" : "Bern", "y", row % 2 == 0 ? "a" : "b"));
    }
    try (TrainingTable table = Tables.of(rows, settings)) {
      assertThatThrownBy(() -> CrossValidation.evaluate(settings, table, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("fold [12] of 2: data.terms: column \"city\" has one level .*");
    }
  }

  @Test
  void rowsWithoutTheirTableCannotLearnTheFormulaAnew() throws Exception {
    Settings settings = SETTINGS.with(Settings.TERMS, "ns(age, df = 3) + sex");
    try (TrainingTable table = Tables.read(settings);
        NDManager manager = table.training().newManager()) {
      LabelledData some = table.training().rows(new long[] {0, 1, 2, 3, 4, 5, 6, 7}, manager);

      assertThatThrownBy(() -> CrossValidation.evaluate(settings.forArrays(), some, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the term \"ns(age, df = 3)\" of data.terms has a basis");
    }
  }

  @Test
  void rowsWithoutTheirTableCannotLearnAVocabularyAnew() throws Exception {
    Settings settings = PLAIN.with(Settings.TERMS, "text(note)");
    try (TrainingTable table = Tables.of(rows(), settings);
        NDManager manager = table.training().newManager()) {
      LabelledData some = table.training().rows(new long[] {0, 1, 2, 3, 4, 5, 6, 7}, manager);

      assertThatThrownBy(() -> CrossValidation.evaluate(settings.forArrays(), some, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the term \"text(note)\" of data.terms has tokens from all rows");
    }
  }
}
