package dev.logistic.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.djl.LogisticTranslatorFactory;
import dev.logistic.export.ExportFormat;
import dev.logistic.files.CorruptFileException;
import dev.logistic.files.Sha256;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.IndexedTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.UnseenTexts;
import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of thousands of features: their long lists are in a side file, and rows are sparse. */
class WideModelsTest {

  private static final String SIDE = "features.bin";
  private static final int LEVELS = 5_000;

  @TempDir Path parent;
  private Path directory;

  @BeforeEach
  void choose() {
    directory = parent.resolve("m");
  }

  private static List<String> texts(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  /** A number and a text of many levels, some of which are rare, standardized. */
  private static FeatureSchema schema(int levels, int rare) {
    List<String> kept =
        Stream.concat(texts("Zürich ", levels - 1).stream(), Stream.of(LevelsTerm.OTHER)).toList();
    List<Double> means = Stream.concat(Stream.of(40.5), zeros(levels - 1)).toList();
    return new FeatureSchema(
        List.of(
            new NumberTerm("age", 40.5),
            new LevelsTerm("shop", kept, List.of("merged"), texts("rare ", rare), 3.0)),
        Optional.of(new Standardization(means, Collections.nCopies(levels, 2.0))));
  }

  private static Stream<Double> zeros(int count) {
    return Collections.nCopies(count, 0.0).stream();
  }

  private void save(FeatureSchema schema, int classes) throws IOException {
    try (LogisticModel model = SampleModels.of(schema, classes, DataType.FLOAT64)) {
      ModelDirectory.save(model, directory);
    }
  }

  private JsonObject json() throws IOException {
    return JsonParser.parseString(Files.readString(directory.resolve("model.json")))
        .getAsJsonObject();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  @SuppressWarnings("rawtypes")
  void theBlockComputesRowsByTheirValuesAlone(int classes) throws Exception {
    save(schema(LEVELS, 0), classes);
    List<Map> rows =
        List.of(
            Map.of("age", 41.5, "shop", "Zürich 0"),
            Map.of("age", -3, "shop", "Zürich 4711"),
            Map.of("age", 1e6, "shop", "never seen"));

    try (LogisticModel expected = ModelDirectory.load(directory);
        ZooModel<Map, Classifications> model =
            Criteria.builder()
                .setTypes(Map.class, Classifications.class)
                .optModelPath(directory)
                .optTranslatorFactory(new LogisticTranslatorFactory())
                .build()
                .loadModel();
        Predictor<Map, Classifications> predictor = model.newPredictor()) {
      List<Classifications> found = predictor.batchPredict(rows);
      for (int row = 0; row < rows.size(); row++) {
        @SuppressWarnings("unchecked")
        Map<String, Object> cells = rows.get(row);
        for (Map.Entry<String, Double> each : expected.classProbabilities(cells).entrySet()) {
          assertThat(found.get(row).get(each.getKey()).getProbability())
              .isCloseTo(each.getValue(), within(1e-12));
        }
      }
    }
  }

  @Test
  void aModelOfFewFeaturesHasNoSideFile() throws Exception {
    save(schema(900, 90), 2);

    assertThat(directory.resolve(SIDE)).doesNotExist();
    assertThat(json().get("format_version").getAsInt()).isEqualTo(2);
    assertThat(json().has("side_files")).isFalse();
    assertThat(ModelDirectory.files(directory))
        .containsExactly("model.json", "logistic-0000.params", "serving.properties");
  }

  @Test
  void longListsAreInASideFileWhoseChecksumTheModelStates() throws Exception {
    save(schema(LEVELS, 0), 2);

    JsonObject json = json();
    assertThat(json.get("format_version").getAsInt()).isEqualTo(3);
    assertThat(json.getAsJsonArray("side_files").toString())
        .isEqualTo(
            "[{\"name\":\"features.bin\",\"sha256\":\"%s\"}]"
                .formatted(Sha256.of(directory.resolve(SIDE))));
    assertThat(Files.size(directory.resolve("model.json"))).isLessThan(2_000);
    assertThat(ModelDirectory.files(directory)).endsWith(SIDE);
  }

  @Test
  void rareLevelsAreInTheSideFileToo() throws Exception {
    save(schema(20, 2_000), 2);

    assertThat(json().getAsJsonArray("features").get(1).getAsJsonObject().get("side_file"))
        .isNotNull();
    assertThat(json().getAsJsonObject("standardization").has("means")).isTrue();
  }

  @Test
  void theModelIsReadAsItWasSaved() throws Exception {
    FeatureSchema schema = schema(LEVELS, 2_000);
    save(schema, 3);

    try (LogisticModel model = ModelDirectory.load(directory)) {
      assertThat(model.card().schema()).isEqualTo(schema);
    }
    assertThat(Scorer.load(directory).features()).isEqualTo(schema.featureNames());
  }

  /** As an earlier version of the program wrote it. */
  @Test
  void longListsInTheModelFileItselfCanBeRead() throws Exception {
    FeatureSchema schema = schema(LEVELS, 0);
    save(schema, 2);
    Path file = directory.resolve("model.json");
    JsonObject json = json();
    json.addProperty("format_version", 1);
    json.remove("content_sha256");
    json.remove("side_files");
    JsonObject shop = json.getAsJsonArray("features").get(1).getAsJsonObject();
    shop.remove("side_file");
    LevelsTerm term = (LevelsTerm) schema.terms().get(1);
    shop.add("levels", new Gson().toJsonTree(term.levels()));
    shop.add("merged", new Gson().toJsonTree(term.merged()));
    json.add("standardization", new Gson().toJsonTree(standardization(schema)));
    Files.writeString(file, json.toString());
    Files.delete(directory.resolve(SIDE));

    assertThat(ModelDirectory.card(directory).schema()).isEqualTo(schema);
    assertThat(Scorer.load(directory).features()).isEqualTo(schema.featureNames());
  }

  private static Map<String, List<Double>> standardization(FeatureSchema schema) {
    Standardization known = schema.standardization().orElseThrow();
    return Map.of("means", known.means(), "scales", known.scales());
  }

  @Test
  void aMissingSideFileIsNamed() throws Exception {
    save(schema(LEVELS, 0), 2);
    Path side = directory.resolve(SIDE);
    Files.delete(side);

    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(side + ": missing, model.json names it");
    assertThatThrownBy(() -> Scorer.load(directory))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(side.toString());
  }

  @Test
  void aSideFileOfAnotherModelIsNamed() throws Exception {
    save(schema(LEVELS, 0), 2);
    Path side = directory.resolve(SIDE);
    Path other = parent.resolve("other.bin");
    Files.copy(side, other);
    directory = parent.resolve("n");
    save(schema(LEVELS + 1, 0), 2);
    Path swapped = directory.resolve(SIDE);
    Files.move(other, swapped, StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(swapped + " is damaged: its SHA-256 must be");
    assertThatThrownBy(() -> Scorer.load(directory))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageStartingWith(swapped + " is damaged: its SHA-256 must be");
  }

  @Test
  void aSideFileElsewhereIsNotRead() throws Exception {
    save(schema(LEVELS, 0), 2);
    Path file = directory.resolve("model.json");
    String json = SampleModels.inVersion1(Files.readString(file));
    Files.writeString(file, json.replace("\"name\": \"features.bin\"", "\"name\": \"../f.bin\""));

    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .hasMessage(file + " is damaged: a side file cannot have the name \"../f.bin\"");
  }

  @Test
  void aRowOfCellsHasTheProbabilityOfItsFeatures() throws Exception {
    save(schema(LEVELS, 10), 2);
    Scorer scorer = Scorer.load(directory);
    double[] features = new double[LEVELS];
    features[0] = 41;
    features[7] = 1;
    Map<String, Object> row = Map.of("age", 41, "shop", "Zürich 7");

    try (LogisticModel model = ModelDirectory.load(directory)) {
      double expected = model.probability(features);
      assertThat(model.probability(row)).isCloseTo(expected, within(1e-12));
      assertThat(scorer.probability(row)).isCloseTo(expected, within(1e-12));
      assertThat(model.classify(row)).isEqualTo(scorer.classify(row));
      UnseenTexts unseen = new UnseenTexts();
      assertThat(model.classProbabilities(Map.of("age", 41, "shop", "new"), unseen))
          .isEqualTo(model.classProbabilities(Map.of("age", 41, "shop", "rare 3")));
      assertThat(unseen.total()).isEqualTo(1);
    }
  }

  @Test
  void aRowOfMoreClassesIsScoredAlike() throws Exception {
    save(schema(LEVELS, 10), 3);
    Map<String, Object> row = Map.of("age", 41, "shop", "Zürich 7");
    Map<String, Double> found = Scorer.load(directory).classProbabilities(row);

    try (LogisticModel model = ModelDirectory.load(directory)) {
      model
          .classProbabilities(row)
          .forEach((name, value) -> assertThat(found.get(name)).isCloseTo(value, within(1e-12)));
    }
  }

  @Test
  void rowsOfAMillionColumnsAreMapsFromIndexToNumber() throws Exception {
    FeatureSchema schema =
        new FeatureSchema(List.of(new IndexedTerm("", 1, 1_000_000)), Optional.empty());
    save(schema, 2);
    assertThat(directory.resolve(SIDE)).doesNotExist();
    Map<String, Object> row = Map.of("3", 0.5, "1000000", 2);
    Scorer scorer = Scorer.load(directory);

    try (LogisticModel model = ModelDirectory.load(directory)) {
      double expected = model.probability(new int[] {2, 999_999}, new double[] {0.5, 2});
      assertThat(model.probability(row)).isEqualTo(expected);
      assertThat(scorer.probability(row)).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void exportsAreReadWithTheSideFile() throws Exception {
    save(schema(LEVELS, 0), 2);
    Path weights = parent.resolve("m.safetensors");
    ExportFormat.SAFETENSORS.write(directory, weights);
    Map<String, Object> row = Map.of("age", 41, "shop", "Zürich 7");

    assertThat(Scorer.load(directory, weights).probability(row))
        .isEqualTo(Scorer.load(directory).probability(row));
    Path archive = parent.resolve("m.zip");
    ExportFormat.SERVING.write(directory, archive);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName)).contains("model.json", SIDE);
    }
  }

  @Test
  void formatsOfDenseRowsAreRefusedForMoreFeaturesThanRowsShouldHave() throws Exception {
    save(new FeatureSchema(List.of(new IndexedTerm("", 1, 100_001)), Optional.empty()), 2);
    Path file = parent.resolve("m.out");

    for (ExportFormat format : List.of(ExportFormat.ONNX, ExportFormat.SERVING)) {
      assertThatThrownBy(() -> format.write(directory, file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the model has 100001 features")
          .hasMessageContaining("export safetensors or npz");
      assertThat(file).doesNotExist();
    }
    ExportFormat.NPZ.write(directory, file);
    assertThat(Files.size(file)).isGreaterThan(800_000);
  }
}
