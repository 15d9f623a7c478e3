package dev.logistic.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.modality.Input;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import com.google.gson.GsonBuilder;
import dev.logistic.data.LabelledData;
import dev.logistic.data.RowMemory;
import dev.logistic.engine.PyTorch;
import dev.logistic.export.ExportFormat;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.Parameters;
import dev.logistic.schema.EncodedRow;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.UnseenTexts;
import dev.logistic.score.Scorer;
import dev.logistic.table.MissingCells;
import dev.logistic.table.TableException;
import dev.logistic.table.TableOptions;
import dev.logistic.table.TableRows;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One table goes through every door: the training reader, the validation table, the readers of
 * {@code predict} and {@code evaluate}, rows as maps and as JSON, and the plain scorer. Each yields
 * the same features, or refuses the same rows. Texts that look like missing values are left out:
 * tables refuse them if the training did not see them, since they are common markers of missing
 * cells. For rows of LibSVM files, see {@link EverySparseDoorTest}.
 */
class EveryDoorTest {

  private static final List<String> COLUMNS = List.of("n", "flag", "t", "u, \"v\"", "when", "note");

  private static final List<String> SEEN =
      List.of("a", "B b", "c,d", "e\"f", "g\nh", " i", "ü", "x=1", "\\", "'; --");

  private static final List<String> UNSEEN =
      List.of("A", "a ", "b,b", "\"", "\u4e2d", "${x}", "<b>", "true", "1e5", "t=a");

  private static final List<String> FACTORS =
      List.of(
          "n",
          "flag",
          "t",
          "`u, \"v\"`",
          "log1p(abs(n))",
          "I(n^2 + 1)",
          "exp(-n^2)",
          "poly(n, 2)",
          "ns(n, df = 3)",
          "bs(n, df = 4)",
          "scale(n)",
          "bin(n, 3)",
          "year(when)",
          "quarter(when)",
          "month(when)",
          "weekday(when)",
          "hour(when)");

  private static final List<String> TEXTS =
      List.of(
          "hash(t, 5)",
          "text(note, ngrams = 2)",
          "text(note, hash = 4, tfidf = TRUE)",
          "hash(flag, 2)",
          "text(note, min-rows = 2, tfidf = TRUE)",
          "hash(`u, \"v\"`, 7)");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theSameRowsHaveTheSameFeatures(long seed) throws Exception {
    assertTheSame(seed, "");
  }

  /** Formulas are drawn, with products of up to three columns and functions. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theSameRowsHaveTheSameFeaturesOfAFormula(long seed) throws Exception {
    Random random = new Random(-seed);
    List<String> terms = new ArrayList<>(List.of("t", "`u, \"v\"`"));
    for (int term = 0; term < 4; term++) {
      List<String> factors = new ArrayList<>();
      for (int factor = 0; factor <= random.nextInt(3); factor++) {
        factors.add(FACTORS.get(random.nextInt(FACTORS.size())));
      }
      terms.add(String.join(random.nextBoolean() ? ":" : "*", factors));
    }
    terms.addAll(TEXTS.subList((int) seed % 4, (int) seed % 4 + (int) seed % 3));
    Collections.shuffle(terms, random);
    assertTheSame(seed, String.join(" + ", terms));
  }

  private void assertTheSame(long seed, String terms) throws Exception {
    Random random = new Random(seed);
    MissingCells missing = rules(seed);
    boolean refuses = missing.usual() == MissingCells.Rule.REFUSE;
    List<Map<String, @Nullable Object>> known = rows(random, SEEN, refuses ? 0 : 0.2);
    List<String> texts = new ArrayList<>(SEEN);
    texts.addAll(UNSEEN);
    List<Map<String, @Nullable Object>> others = rows(random, texts, 0.1);
    TableSource training = source("training.csv", known);
    TableSource other = source("other.csv", others);
    TableOptions options = options(missing, TableOptions.Storage.AUTO, terms);

    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        TrainingTable table = read(training, null, options)) {
      FeatureSchema schema = table.schema();
      Scorer scorer = scorer(manager, schema, random);
      double[][] read = matrix(table.training().features());
      for (int row = 0; row < read.length; row++) {
        assertThat(ofMap(schema, known.get(row))).isEqualTo(read[row]);
      }
      assertKeptSparse(training, options(missing, TableOptions.Storage.SPARSE, terms), table);

      double[][] ofMaps = others.stream().map(row -> ofMap(schema, row)).toArray(double[][]::new);
      assertThat(ofTable(other, schema, false)).isEqualTo(ofMaps);
      assertThat(ofTable(other, schema, true)).isEqualTo(ofMaps);
      for (int row = 0; row < ofMaps.length; row++) {
        assertThat(ofJson(manager, schema, others.get(row))).isEqualTo(ofMaps[row]);
        assertThat(ofSparseMap(schema, others.get(row))).isEqualTo(ofMaps[row]);
        assertScored(scorer, others.get(row), ofMaps[row]);
      }
      if (Arrays.stream(ofMaps).anyMatch(row -> row == null)) {
        assertThatThrownBy(() -> read(training, other, options)).isInstanceOf(TableException.class);
      } else {
        try (TrainingTable validated = read(training, other, options)) {
          assertThat(matrix(validated.validation().orElseThrow().features())).isEqualTo(ofMaps);
        }
      }
      assertUnseenTextsAreCounted(schema, other, others);
    }
  }

  private static MissingCells rules(long seed) {
    List<MissingCells.Rule> usual =
        List.of(
            MissingCells.Rule.INDICATOR,
            MissingCells.Rule.REFUSE,
            MissingCells.Rule.MEAN,
            MissingCells.Rule.MEDIAN);
    Map<String, MissingCells.Rule> columns =
        seed % 8 == 6
            ? Map.of(
                COLUMNS.get(0),
                MissingCells.Rule.MEDIAN,
                COLUMNS.get(2),
                MissingCells.Rule.INDICATOR)
            : Map.of();
    return new MissingCells(usual.get((int) (seed % 4)), columns);
  }

  private static List<Map<String, @Nullable Object>> rows(
      Random random, List<String> texts, double gaps) {
    Random ofDates = new Random(texts.size());
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int row = 0; row < 60; row++) {
      Map<String, @Nullable Object> cells = new LinkedHashMap<>();
      cells.put(COLUMNS.get(0), Math.scalb(random.nextGaussian(), random.nextInt(40) - 20));
      cells.put(COLUMNS.get(1), random.nextBoolean());
      cells.put(COLUMNS.get(2), texts.get(random.nextInt(texts.size())));
      cells.put(COLUMNS.get(3), texts.get(row % texts.size()));
      cells.put(COLUMNS.get(4), date(ofDates, texts.equals(SEEN) ? 8 : 12));
      cells.put(COLUMNS.get(5), note(ofDates, texts));
      cells.replaceAll((name, cell) -> random.nextDouble() < gaps ? null : cell);
      rows.add(cells);
    }
    return rows;
  }

  private static String note(Random random, List<String> texts) {
    StringBuilder note = new StringBuilder("Note: ");
    for (int word = random.nextInt(6); word > 0; word--) {
      note.append(texts.get(random.nextInt(texts.size()))).append(random.nextBoolean() ? "é" : " ");
    }
    return note.toString();
  }

  /** A date or a timestamp in one of the ways to write them. */
  private static String date(Random random, int months) {
    String date =
        "%d-%02d-%02d"
            .formatted(
                1960 + random.nextInt(80), 1 + random.nextInt(months), 1 + random.nextInt(28));
    String time = "%02d:%02d".formatted(random.nextInt(24), random.nextInt(60));
    return switch (random.nextInt(6)) {
      case 0 -> date;
      case 1 -> date + " " + time;
      case 2 -> date + "T" + time + ":07.25";
      case 3 -> date + "T" + time + "Z";
      case 4 -> date + " " + time + ":00+05:30";
      default -> date + "T" + time + ":00-08:00";
    };
  }

  private TableSource source(String name, List<Map<String, @Nullable Object>> rows)
      throws IOException {
    StringBuilder csv = new StringBuilder();
    COLUMNS.forEach(column -> csv.append(quoted(column)).append(','));
    csv.append("y\n");
    for (int row = 0; row < rows.size(); row++) {
      for (Object cell : rows.get(row).values()) {
        csv.append(cell == null ? "" : quoted(cell)).append(',');
      }
      csv.append(row % 3 == 0 ? "yes\n" : "no\n");
    }
    return new TableSource(Files.writeString(folder.resolve(name), csv).toString(), "");
  }

  private static String quoted(Object cell) {
    return cell instanceof String text ? '"' + text.replace("\"", "\"\"") + '"' : cell.toString();
  }

  /** The same schema and the same features. */
  private static void assertKeptSparse(
      TableSource training, TableOptions sparse, TrainingTable dense) throws TableException {
    try (TrainingTable kept = read(training, null, sparse);
        NDManager manager = kept.training().newManager();
        LabelledData rows = kept.training().dense(manager)) {
      assertThat(kept.schema()).isEqualTo(dense.schema());
      assertThat(matrix(rows.features())).isEqualTo(matrix(dense.training().features()));
    }
  }

  private static TableOptions options(
      MissingCells missing, TableOptions.Storage storage, String terms) {
    return new TableOptions(
        "y",
        "",
        "",
        List.of(),
        terms.isEmpty() ? COLUMNS.subList(4, 6) : List.of(),
        List.of(),
        List.of(),
        missing,
        List.of(),
        List.of(),
        100,
        false,
        0,
        1,
        false,
        storage,
        OptionalInt.empty(),
        0,
        RowMemory.unlimited(),
        false,
        "",
        "",
        "",
        "",
        "",
        terms);
  }

  private static TrainingTable read(
      TableSource training, @Nullable TableSource validation, TableOptions options)
      throws TableException {
    return TrainingTable.read(
        training, validation, options, DataType.FLOAT64, Device.cpu(), rows -> {});
  }

  private static double[][] matrix(NDArray features) {
    double[] values = features.toDoubleArray();
    int width = (int) features.getShape().get(1);
    double[][] rows = new double[values.length / width][];
    Arrays.setAll(rows, row -> Arrays.copyOfRange(values, row * width, (row + 1) * width));
    return rows;
  }

  /** The features; null if the row is refused. */
  private static double @Nullable [] ofMap(
      FeatureSchema schema, Map<String, @Nullable Object> row) {
    try {
      return new RowEncoder(schema).encode(row);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("is missing");
      return null;
    }
  }

  /** The features that may differ from 0, in their places; null if the row is refused. */
  private static double @Nullable [] ofSparseMap(
      FeatureSchema schema, Map<String, @Nullable Object> row) {
    try {
      EncodedRow encoded = new RowEncoder(schema).encodeSparse(row, new UnseenTexts());
      double[] features = new double[schema.width()];
      for (int i = 0; i < encoded.columns().length; i++) {
        features[encoded.columns()[i]] = encoded.values()[i];
      }
      return features;
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("is missing");
      return null;
    }
  }

  private static double[][] ofTable(TableSource source, FeatureSchema schema, boolean labelled)
      throws TableException {
    List<double[]> all = new ArrayList<>();
    try (TableRows rows =
        labelled
            ? TableRows.builder(source, schema).label("y", List.of("no", "yes")).open()
            : TableRows.builder(source, schema).allCells().open()) {
      rows.onIncomplete(TableRows.Incomplete.MARK);
      while (rows.next()) {
        for (int row = 0; row < rows.rows(); row++) {
          int from = row * schema.width();
          all.add(
              rows.isComplete(row)
                  ? Arrays.copyOfRange(rows.features(), from, from + schema.width())
                  : null);
        }
      }
    }
    return all.toArray(double[][]::new);
  }

  private static double @Nullable [] ofJson(
      NDManager manager, FeatureSchema schema, Map<String, @Nullable Object> row) {
    Input input = new Input();
    input.add("data", new GsonBuilder().serializeNulls().create().toJson(row));
    ServingTranslator translator = new ServingTranslator(card(schema));
    try (NDManager own = manager.newSubManager()) {
      NDArray features = translator.processInput(context(own), input).singletonOrThrow();
      return matrix(features)[0];
    } catch (TranslateException e) {
      assertThat(e).hasMessageContaining("is missing");
      return null;
    }
  }

  private static TranslatorContext context(NDManager manager) {
    return (TranslatorContext)
        Proxy.newProxyInstance(
            EveryDoorTest.class.getClassLoader(),
            new Class<?>[] {TranslatorContext.class},
            (proxy, method, arguments) -> method.getName().equals("getNDManager") ? manager : null);
  }

  private static ModelCard card(FeatureSchema schema) {
    return new ModelCard(
        schema,
        List.of("no", "yes"),
        Map.of(),
        1,
        "0",
        "0",
        new ModelCard.TrainingData(60, "none"),
        Map.of());
  }

  private Scorer scorer(NDManager manager, FeatureSchema schema, Random random) throws Exception {
    Path directory = folder.resolve("m");
    Path weights = folder.resolve("m.safetensors");
    try (Parameters parameters = Parameters.zeros(manager, schema.width(), 1, DataType.FLOAT64)) {
      parameters.set(random.doubles(schema.width() + 1L, -1, 1).toArray());
      try (LogisticModel model = new LogisticModel(parameters, card(schema))) {
        ModelDirectory.save(model, directory);
      }
    }
    ExportFormat.SAFETENSORS.write(directory, weights);
    return Scorer.load(directory, weights);
  }

  private static void assertScored(
      Scorer scorer, Map<String, @Nullable Object> row, double @Nullable [] features) {
    if (features == null) {
      assertThatThrownBy(() -> scorer.classProbabilities(row))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is missing");
    } else {
      assertThat(scorer.classProbabilities(row).get("yes")).isEqualTo(scorer.probability(features));
    }
  }

  /** The warnings of tables have the number that rows count. */
  private static void assertUnseenTextsAreCounted(
      FeatureSchema schema, TableSource source, List<Map<String, @Nullable Object>> rows)
      throws TableException {
    UnseenTexts unseen = new UnseenTexts();
    List<Map<String, @Nullable Object>> complete =
        rows.stream().filter(row -> ofMap(schema, row) != null).collect(Collectors.toList());
    complete.forEach(row -> new RowEncoder(schema).encode(row, unseen));
    try (TableRows table = TableRows.builder(source, schema).allCells().open()) {
      table.onIncomplete(TableRows.Incomplete.MARK);
      while (table.next()) {}
      unseen
          .byColumn()
          .forEach(
              (column, count) ->
                  assertThat(table.warnings())
                      .anyMatch(
                          warning ->
                              warning.startsWith(
                                  "column \"%s\": %d text".formatted(column, count))));
    }
    assertThat(unseen.total()).isPositive();
  }
}
