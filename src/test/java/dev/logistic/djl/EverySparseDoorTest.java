package dev.logistic.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.Storage;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.Parameters;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.EncodedRow;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.UnseenTexts;
import dev.logistic.score.Scorer;
import dev.logistic.table.LibSvmTable;
import dev.logistic.table.TableException;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows of a LibSVM file go through every door: the training reader however it keeps rows, in memory
 * or a file, the readers of validation rows, {@code evaluate} and {@code predict}, arrays in Java,
 * rows as maps, and the scorer and the model by arrays and by maps. Each yields the features that
 * were written, and the scores that plain Java computes from them.
 */
class EverySparseDoorTest {

  private static final List<String> CLASSES = List.of("0", "1");
  private static final Settings SETTINGS =
      Settings.defaults().with(Settings.PRECISION, Precision.FLOAT64);

  @TempDir Path folder;

  /** Rows as they were written: values by column, from 0. */
  private record Written(List<TreeMap<Integer, Double>> rows, int width, int base) {

    static Written drawn(Random random, int count, int width, int base) {
      List<TreeMap<Integer, Double>> rows = new ArrayList<>();
      for (int row = 0; row < count; row++) {
        TreeMap<Integer, Double> cells = new TreeMap<>();
        int values = random.nextInt(8); // an empty row is allowed
        for (int i = 0; i < values; i++) {
          int column = (int) (width * Math.pow(random.nextDouble(), 2));
          double value = Math.scalb(random.nextGaussian(), random.nextInt(40) - 20);
          cells.put(column, random.nextInt(3) == 0 ? 1 : value);
        }
        rows.add(cells);
      }
      rows.get(0).put(0, 1.0);
      rows.get(1).put(width - 1, 2.0);
      return new Written(rows, width, base);
    }

    String svm() {
      StringBuilder text = new StringBuilder();
      for (int row = 0; row < rows.size(); row++) {
        text.append(row % 2);
        rows.get(row).forEach((i, x) -> text.append(' ').append(i + base).append(':').append(x));
        text.append('\n');
      }
      return text.toString();
    }

    int[][] columns() {
      return rows.stream()
          .map(row -> row.keySet().stream().mapToInt(Integer::intValue).toArray())
          .toArray(int[][]::new);
    }

    double[][] values() {
      return rows.stream()
          .map(row -> row.values().stream().mapToDouble(Double::doubleValue).toArray())
          .toArray(double[][]::new);
    }

    int[] labels() {
      int[] labels = new int[rows.size()];
      Arrays.setAll(labels, row -> row % 2);
      return labels;
    }

    Map<String, @Nullable Object> map(int row) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      rows.get(row).descendingMap().forEach((i, x) -> map.put(Integer.toString(i + base), x));
      return map;
    }

    double[][] dense() {
      double[][] dense = new double[rows.size()][width];
      for (int row = 0; row < dense.length; row++) {
        double[] own = dense[row];
        rows.get(row).forEach((column, value) -> own[column] = value);
      }
      return dense;
    }
  }

  /** Those of more than 4,096 columns are encoded and scored without a dense row. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theSameRowsHaveTheSameFeaturesAndScores(long seed) throws Exception {
    Random random = new Random(seed);
    int width = seed % 2 == 0 ? 5_000 : 2 + random.nextInt(40);
    Written written = Written.drawn(random, 40, width, seed % 3 == 0 ? 0 : 1);
    String file = Files.writeString(folder.resolve("rows.svm"), written.svm()).toString();
    double[][] expected = written.dense();

    for (Storage storage : Storage.values()) {
      assertThat(read(file, SETTINGS.with(Settings.STORAGE, storage))).isEqualTo(expected);
    }
    assertThat(read(file, SETTINGS.with(Settings.MEMORY, OptionalLong.of(1)))).isEqualTo(expected);
    FeatureSchema schema;
    try (TrainingTable table = Tables.read(new TableSource(file, ""), SETTINGS)) {
      schema = table.schema();
    }
    assertThat(schema.width()).isEqualTo(width);
    List<String> warnings = new ArrayList<>();
    try (LabelledData all =
        LibSvmTable.labelled(file, schema, CLASSES, warnings, rows -> {})) { // for evaluate
      assertThat(matrix(all)).isEqualTo(expected);
    }
    try (SparseRows rows = SparseRows.of(written.columns(), written.values(), width);
        LabelledData data = LabelledData.of(rows, written.labels())) {
      assertThat(matrix(data)).isEqualTo(expected);
    }
    assertMaps(written, schema, expected);
    assertScores(written, schema, file, random);
  }

  private static double[][] read(String file, Settings settings) throws TableException {
    try (TrainingTable table = Tables.read(new TableSource(file, ""), settings)) {
      return matrix(table.training());
    }
  }

  private static double[][] matrix(LabelledData data) {
    try (NDManager manager = data.newManager()) {
      NDArray features =
          data.sparse().isPresent() ? data.dense(manager).features() : data.features();
      double[] values = features.toDoubleArray();
      int width = (int) data.columns();
      double[][] rows = new double[values.length / width][];
      Arrays.setAll(rows, row -> Arrays.copyOfRange(values, row * width, (row + 1) * width));
      return rows;
    }
  }

  private static void assertMaps(Written written, FeatureSchema schema, double[][] expected) {
    RowEncoder encoder = new RowEncoder(schema);
    for (int row = 0; row < expected.length; row++) {
      assertThat(encoder.encode(written.map(row))).isEqualTo(expected[row]);
      EncodedRow encoded = encoder.encodeSparse(written.map(row), new UnseenTexts());
      assertThat(encoded.columns()).isEqualTo(written.columns()[row]);
      assertThat(encoded.values()).isEqualTo(written.values()[row]);
    }
  }

  /** The reader of predict, the scorer and the model. */
  private void assertScores(Written written, FeatureSchema schema, String file, Random random)
      throws Exception {
    double[] parameters = random.doubles(schema.width() + 1L, -1e-3, 1e-3).toArray();
    double[] expected =
        Arrays.stream(written.dense()).mapToDouble(row -> probability(row, parameters)).toArray();
    Path directory = folder.resolve("m");
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters packed = Parameters.zeros(manager, schema.width(), 1, DataType.FLOAT64)) {
      packed.set(parameters);
      try (LogisticModel model = new LogisticModel(packed, card(schema))) {
        ModelDirectory.save(model, directory);
      }
    }
    Scorer scorer = Scorer.load(directory);
    assertPredicted(directory, written, expected);
    try (LogisticModel model = ModelDirectory.load(directory);
        LibSvmTable table = LibSvmTable.open(file, schema)) {
      try (LibSvmTable.Block block = table.nextBlock()) {
        double[] logits = model.logits(Objects.requireNonNull(block).rows());
        assertThat(Arrays.stream(logits).map(ClassProbabilities::sigmoid).toArray())
            .containsExactly(expected, within(1e-12));
      }
      for (int row = 0; row < expected.length; row++) {
        double at = expected[row];
        int[] columns = written.columns()[row];
        double[] values = written.values()[row];
        double[] found = {
          scorer.probability(columns, values),
          scorer.probability(written.map(row)),
          scorer.probability(written.dense()[row]),
          model.probability(columns, values),
          model.probability(written.map(row)),
          model.probability(written.dense()[row])
        };
        assertThat(found)
            .containsExactly(
                DoubleStream.generate(() -> at).limit(found.length).toArray(), within(1e-12));
      }
    }
  }

  /** DJL's predictor of rows by column name, one by one and together. */
  @SuppressWarnings("rawtypes")
  private static void assertPredicted(Path directory, Written written, double[] expected)
      throws Exception {
    try (ZooModel<Map, Classifications> model =
            Criteria.builder()
                .setTypes(Map.class, Classifications.class)
                .optModelPath(directory)
                .optTranslatorFactory(new LogisticTranslatorFactory())
                .build()
                .loadModel();
        Predictor<Map, Classifications> predictor = model.newPredictor()) {
      List<Map> rows = new ArrayList<>();
      for (int row = 0; row < expected.length; row++) {
        rows.add(written.map(row));
      }
      List<Classifications> all = predictor.batchPredict(rows);
      for (int row = 0; row < expected.length; row++) {
        assertThat(all.get(row).get("1").getProbability()).isCloseTo(expected[row], within(1e-12));
        assertThat(predictor.predict(rows.get(row)).get("1").getProbability())
            .isCloseTo(expected[row], within(1e-12));
      }
    }
  }

  /** By its definition. */
  private static double probability(double[] row, double[] parameters) {
    double logit = parameters[row.length];
    for (int i = 0; i < row.length; i++) {
      logit += row[i] * parameters[i];
    }
    return 1 / (1 + Math.exp(-logit));
  }

  private static ModelCard card(FeatureSchema schema) {
    return new ModelCard(
        schema, CLASSES, Map.of(), 1, "0", "0", new ModelCard.TrainingData(40, "none"), Map.of());
  }
}
