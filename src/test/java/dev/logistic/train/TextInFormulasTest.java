package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import dev.logistic.config.Missing;
import dev.logistic.config.MissingValues;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.Storage;
import dev.logistic.data.LabelledData;
import dev.logistic.drift.Drift;
import dev.logistic.export.ExportFormat;
import dev.logistic.files.CorruptFileException;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.TextTerm;
import dev.logistic.score.Scorer;
import dev.logistic.table.TableException;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens of texts as features, against scikit-learn, whose figures {@code bench/text_figures.py}
 * wrote.
 */
class TextInFormulasTest {

  private static final Settings PLAIN =
      Settings.defaults()
          .with(Settings.L2, 0.01)
          .with(Settings.PRECISION, Precision.FLOAT64)
          .with(Settings.LABEL, "y");

  @TempDir Path folder;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Vectors(List<String> features, double[][] rows) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Fit(double bias, double[] weights) {}

  record Figures(List<String> texts, List<Integer> labels, Map<String, Vectors> vectors, Fit fit) {}

  private static Figures figures() throws Exception {
    return new Gson()
        .fromJson(Files.readString(Path.of("src/test/resources/train/text.json")), Figures.class);
  }

  static List<String> formulas() throws Exception {
    return List.copyOf(figures().vectors().keySet());
  }

  private static List<Map<String, Object>> rows(Figures figures) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < figures.texts().size(); row++) {
      rows.add(Map.of("t", figures.texts().get(row), "y", figures.labels().get(row)));
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void featuresAreThoseOfScikitLearn(String formula) throws Exception {
    Figures figures = figures();
    Vectors expected = Objects.requireNonNull(figures.vectors().get(formula));
    for (Storage storage : List.of(Storage.AUTO, Storage.SPARSE)) {
      Settings settings = PLAIN.with(Settings.TERMS, formula).with(Settings.STORAGE, storage);
      try (TrainingTable table = Tables.of(rows(figures), settings);
          NDManager manager = table.training().newManager()) {
        LabelledData rows = table.training();
        LabelledData dense = rows.sparse().isPresent() ? rows.dense(manager) : rows;
        int width = expected.features().size();
        assertThat(table.schema().featureNames())
            .isEqualTo(expected.features().stream().map(each -> formula + "=" + each).toList());
        double[] found = dense.features().toDoubleArray();
        for (int row = 0; row < expected.rows().length; row++) {
          double[] alone =
              new RowEncoder(table.schema()).encode(Map.of("t", figures.texts().get(row)));
          for (int i = 0; i < width; i++) {
            assertThat(found[row * width + i])
                .as("row %d, %s", row, expected.features().get(i))
                .isCloseTo(expected.rows()[row][i], within(1e-12))
                .isEqualTo(alone[i]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Storage.class)
  void theOptimumIsThatOfScikitLearn(Storage storage) throws Exception {
    Figures figures = figures();
    Settings settings =
        PLAIN
            .with(Settings.TERMS, "text(t, min-rows = 2, tfidf = TRUE)")
            .with(Settings.TOLERANCE, OptionalDouble.of(1e-13))
            .with(Settings.STORAGE, storage);
    try (TrainingTable table = Tables.of(rows(figures), settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      Coefficients found = result.model().coefficients();
      assertThat(found.bias()).isCloseTo(figures.fit().bias(), within(1e-9));
      for (int i = 0; i < figures.fit().weights().length; i++) {
        assertThat(found.weights().get(i)).isCloseTo(figures.fit().weights()[i], within(1e-9));
      }
    }
  }

  private static List<Map<String, Object>> mixed() {
    Random random = new Random(3);
    List<String> words = List.of("good", "bad", "film", "Plot", "très", "a", "not", "x");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < 200; row++) {
      Map<String, Object> cells = new LinkedHashMap<>();
      StringBuilder text = new StringBuilder();
      for (int word = random.nextInt(8); word > 0; word--) {
        text.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      cells.put("age", 20 + random.nextInt(50));
      cells.put("city", row % 17 == 3 ? null : List.of("Bern", "Chur", "Basel").get(row * 7 % 3));
      cells.put("review", row % 23 == 3 ? null : text.toString());
      double logit = text.indexOf("good") - text.indexOf("bad") + random.nextGaussian();
      cells.put("y", logit > 0 ? "yes" : "no");
      rows.add(cells);
    }
    return rows;
  }

  private static Settings mixed(String formula, Missing missing) {
    return PLAIN
        .with(Settings.TERMS, formula)
        .with(Settings.TOLERANCE, OptionalDouble.of(1e-13))
        .with(Settings.MISSING, MissingValues.of(missing));
  }

  private static Map<String, Double> weights(LogisticModel model) {
    Map<String, Double> weights = new HashMap<>();
    Coefficients found = model.coefficients();
    for (int i = 0; i < found.weights().size(); i++) {
      weights.put(model.card().features().get(i), found.weights().get(i));
    }
    weights.put("(bias)", found.bias());
    return weights;
  }

  /** Also with numbers, levels and their interactions, and indicators of missing texts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "age * city + text(review, min-rows = 3, ngrams = 2) + hash(city, 4) | INDICATOR",
        "hash(city, 5) + text(review, hash = 7, tfidf = TRUE) + ns(age, df = 3) | MEAN",
        "text(review) + age:city | DROP",
      })
  void sparseAndDenseRowsHaveTheSameOptimum(String formula, Missing missing) throws Exception {
    Settings settings = mixed(formula, missing);
    Settings sparse = settings.with(Settings.STORAGE, Storage.SPARSE);
    try (TrainingTable table = Tables.of(mixed(), settings);
        TrainingTable other = Tables.of(mixed(), sparse);
        TrainingResult dense = LogisticRegression.with(settings).train(table);
        TrainingResult kept = LogisticRegression.with(sparse).train(other)) {
      assertThat(other.training().sparse()).isPresent();
      assertThat(other.schema()).isEqualTo(table.schema());
      Map<String, Double> expected = weights(dense.model());
      weights(kept.model())
          .forEach(
              (name, weight) ->
                  assertThat(weight).as(name).isCloseTo(expected.get(name), within(1e-9)));
    }
  }

  @Test
  void wideTermsAreKeptSparseUnlessDenseRowsAreWanted() throws Exception {
    Settings settings = mixed("hash(city, 11) + age", Missing.MEAN);
    try (TrainingTable sparse = Tables.of(mixed(), settings);
        TrainingTable dense = Tables.of(mixed(), settings.with(Settings.STORAGE, Storage.DENSE));
        TrainingTable narrow = Tables.of(mixed(), settings.with(Settings.MAX_LEVELS, 3_000))) {
      assertThat(sparse.training().sparse()).isPresent();
      assertThat(dense.training().sparse()).isEmpty();
      assertThat(narrow.training().sparse()).isEmpty();
      assertThat(narrow.schema()).isEqualTo(sparse.schema());
    }
  }

  @Test
  void aHashHasOneIndicatorPerBucketAndItsMostFrequentLevel() throws Exception {
    Settings settings = mixed("hash(city, 10)", Missing.MEAN);
    int bern = 1384108509 & 1023;
    try (TrainingTable table = Tables.of(mixed(), settings)) {
      RowEncoder encoder = new RowEncoder(table.schema());
      TextTerm term = (TextTerm) table.schema().terms().get(0);

      assertThat(table.schema().width()).isEqualTo(1_024);
      assertThat(table.schema().featureNames().get(bern)).isEqualTo("hash(city, 10)=" + bern);
      assertThat(term.buckets()).hasSize(3).isSorted();
      assertThat(term.texts().get(term.buckets().indexOf((double) bern))).isEqualTo("Bern");
      double[] features = encoder.encode(Map.of("city", "Bern"));
      assertThat(features[bern]).isEqualTo(1);
      assertThat(java.util.Arrays.stream(features).sum()).isEqualTo(1);
      assertThat(encoder.encode(Map.of("city", "never seen"))).contains(1.0);
    }
  }

  @Test
  void modelsKeepTheVocabularyInASideFile() throws Exception {
    Settings settings =
        mixed("age + text(review, tfidf = TRUE) + hash(city, 6)", Missing.INDICATOR);
    Path directory = folder.resolve("m");
    try (TrainingTable table = Tables.of(mixed(), settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      ModelDirectory.save(result.model(), directory);
      Scorer scorer = Scorer.load(directory);
      try (LogisticModel loaded = ModelDirectory.load(directory)) {
        assertThat(loaded.card().schema()).isEqualTo(result.model().card().schema());
        for (Map<String, Object> row : mixed().subList(0, 40)) {
          assertThat(loaded.probability(row)).isEqualTo(result.model().probability(row));
          assertThat(scorer.probability(row)).isCloseTo(loaded.probability(row), within(1e-15));
        }
      }
    }
    byte[] bytes = Files.readAllBytes(directory.resolve("features.bin"));
    bytes[bytes.length - 1] ^= 1;
    Files.write(directory.resolve("features.bin"), bytes);

    assertThatThrownBy(() -> Scorer.load(directory))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("features.bin");
  }

  @Test
  void formatsThatCannotHoldTokensAreRefusedByName() throws Exception {
    Settings settings = mixed("age + text(review)", Missing.MEAN);
    Path directory = folder.resolve("m");
    try (TrainingTable table = Tables.of(mixed(), settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      ModelDirectory.save(result.model(), directory);

      assertThatThrownBy(() -> ExportFormat.ONNX.write(directory, folder.resolve("m.onnx")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the term text(review) of type tokens, and ONNX can hold");
      assertThatThrownBy(
              () -> ExportFormat.sql(result.model(), "duckdb", "t", List.of(), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the term text(review) of type tokens, and SQL can hold");
    }
  }

  @Test
  void missingTextsHaveNoWordsAndMissingLevelsAreRefused() throws Exception {
    try (TrainingTable table = Tables.of(mixed(), mixed("text(review)", Missing.ERROR))) {
      RowEncoder encoder = new RowEncoder(table.schema());
      Map<String, Object> missing = new HashMap<>();
      missing.put("review", null);

      assertThat(encoder.encode(missing)).containsOnly(0);
      assertThat(encoder.encode(Map.of("review", ""))).containsOnly(0);
      assertThat(encoder.encode(Map.of("review", " .,! x "))).containsOnly(0);
      assertThatThrownBy(() -> encoder.encode(Map.of("review", 3)))
          .hasMessageContaining("column \"review\" must be a text, was 3");
      assertThatThrownBy(() -> encoder.encode(Map.of("reviews", "good")))
          .hasMessageContaining("lacks columns that the model needs: \"review\"");
    }
    assertThatThrownBy(() -> Tables.of(mixed(), mixed("hash(city)", Missing.ERROR)).close())
        .isInstanceOf(TableException.class)
        .hasMessageContaining("column \"hash(city)\" has 12 missing values")
        .hasMessageContaining("data.missing=mean");
  }

  @Test
  void unusableTextsAreRefused() {
    assertThatThrownBy(() -> Tables.of(mixed(), mixed("text(age)", Missing.MEAN)).close())
        .isInstanceOf(TableException.class)
        .hasMessageContaining("\"text(age)\" needs texts, and column \"age\" is of type");
    assertThatThrownBy(
            () -> Tables.of(mixed(), mixed("text(review, min-rows = 500)", Missing.MEAN)).close())
        .isInstanceOf(TableException.class)
        .hasMessageContaining("no token is in 500 of the training rows");
    assertThatThrownBy(
            () ->
                Tables.of(
                        mixed(),
                        mixed("hash(city, 24)", Missing.MEAN)
                            .with(Settings.STORAGE, Storage.DENSE)
                            .with(Settings.MEMORY, Settings.MEMORY.parse("1g")))
                    .close())
        .isInstanceOf(TableException.class)
        .hasMessageContaining("16777216 features of 200 rows need 26.8 GB")
        .hasMessageContaining("data.storage=sparse");
    List<Map<String, Object>> rows = mixed();
    rows.get(5).put("review", "N/A");
    assertThatThrownBy(() -> Tables.of(rows, mixed("text(review)", Missing.MEAN)).close())
        .isInstanceOf(TableException.class)
        .hasMessageContaining("column \"review\"")
        .hasMessageContaining("N/A");
  }

  /** In a CSV file everything is a text. */
  @Test
  void wordsOfNumbersAreRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("n.csv"), "y,x\n1,12\n0,30.5\n1,\n0,12\n");
    Settings settings = PLAIN.with(Settings.SOURCE, file.toString());
    assertThatThrownBy(() -> Tables.read(settings.with(Settings.TERMS, "text(x)")).close())
        .isInstanceOf(TableException.class)
        .hasMessageContaining("n.csv: every text of column \"x\" is a number")
        .hasMessageContaining("\"text(x)\" needs words")
        .hasMessageContaining("hash(x)");
  }

  @Test
  void driftOfTextsIsThatOfTheirMissingCells() throws Exception {
    Path training = folder.resolve("rows.csv");
    List<String> lines = new ArrayList<>(List.of("t,x,y"));
    for (int row = 0; row < 60; row++) {
      lines.add("%s word%d,%d,%d".formatted(row % 2 == 0 ? "old" : "new", row, row % 7, row % 2));
    }
    Files.write(training, lines);
    Settings settings =
        PLAIN
            .with(Settings.SOURCE, training.toString())
            .with(Settings.TERMS, "x + text(t, min-rows = 2)");
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      Drift drift = Drift.of(result.model(), new TableSource(training.toString(), ""));
      assertThat(drift.columns()).allSatisfy(each -> assertThat(each.psi()).isZero());
    }
  }
}
