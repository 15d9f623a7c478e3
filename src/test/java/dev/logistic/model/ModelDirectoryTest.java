package dev.logistic.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.logistic.engine.PyTorch;
import dev.logistic.schema.Distribution;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.TrainingProfile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelDirectoryTest {

  private static final TrainingProfile PROFILE =
      new TrainingProfile(
          List.of(
              new Distribution(
                  "age", List.of(1.5, 30.1), null, List.of(4L, 3L, 2L), 1, List.of(0.1, 40.0)),
              new Distribution("city", List.of(), List.of("Bern"), List.of(7L, 3L), 0, List.of())),
          new Distribution("score", List.of(), null, List.of(10L), 0, List.of(0.0, 0.0)));

  private static final ModelCard CARD =
      new ModelCard(
          FeatureSchema.ofNumbers(List.of("age", "income, yearly")),
          List.of("no", "yes"),
          Map.of("train.epochs", "3"),
          Long.MIN_VALUE,
          "0.35.1",
          "2.7.1",
          new ModelCard.TrainingData(10, "abc", PROFILE),
          Map.of("loss", 0.25));

  @TempDir Path parent;
  private Path directory;
  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());

  @BeforeEach
  void choose() {
    directory = parent.resolve("m");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private LogisticModel model(float... weights) {
    NDArray column = manager.create(weights, new Shape(weights.length, 1));
    try (Parameters parameters = Parameters.startingAt(column)) {
      parameters.packed().addi(0.125f);
      return new LogisticModel(parameters, CARD);
    }
  }

  private void save(float... weights) throws IOException {
    try (LogisticModel model = model(weights)) {
      ModelDirectory.save(model, directory);
    }
  }

  private float[] loadedWeights() throws Exception {
    try (LogisticModel loaded = ModelDirectory.load(directory)) {
      return loaded.weights().toFloatArray();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsSavedLoadsWithTheSameBitsAndCard() throws Exception {
    save(0.1f, -7.5f);

    try (LogisticModel loaded = ModelDirectory.load(directory)) {
      assertThat(loaded.weights().toFloatArray()).containsExactly(0.1f + 0.125f, -7.375f);
      assertThat(loaded.weights().getShape()).isEqualTo(new Shape(2, 1));
      assertThat(loaded.bias().toFloatArray()).containsExactly(0.125f);
      assertThat(loaded.bias().getShape()).isEqualTo(new Shape(1, 1));
      assertThat(loaded.weights().hasGradient()).isFalse();
      assertThat(loaded.card()).isEqualTo(CARD);
    }
    assertThat(names()).containsExactly("m");
  }

  @Test
  void float64KeepsItsDigits() throws Exception {
    NDArray weights = manager.create(new double[] {Math.PI, -Math.E}, new Shape(2, 1));
    try (Parameters parameters = Parameters.startingAt(weights);
        LogisticModel model = new LogisticModel(parameters, CARD)) {
      ModelDirectory.save(model, directory);
    }
    try (LogisticModel loaded = ModelDirectory.load(directory)) {
      assertThat(loaded.weights().toDoubleArray()).containsExactly(Math.PI, -Math.E);
    }
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    save(1, 2);
    byte[] first = Files.readAllBytes(directory.resolve("logistic-0000.params"));
    directory = parent.resolve("other");
    save(1, 2);

    assertThat(Files.readAllBytes(directory.resolve("logistic-0000.params"))).isEqualTo(first);
  }

  @Test
  void djlLoadsTheDirectoryFromItsPathAlone() throws Exception {
    save(2, -1);
    Criteria<NDList, NDList> criteria =
        Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(directory).build();

    try (ZooModel<NDList, NDList> loaded = criteria.loadModel();
        Predictor<NDList, NDList> predictor = loaded.newPredictor()) {
      NDList output = predictor.predict(new NDList(manager.create(new float[][] {{1, 1}, {0, 2}})));
      assertThat(output.singletonOrThrow().getShape()).isEqualTo(new Shape(2, 1));
      assertThat(output.singletonOrThrow().toFloatArray())
          .containsExactly(2.125f - 0.875f + 0.125f, -1.75f + 0.125f);
    }
  }

  @Test
  void aMissingDirectoryOrFileIsNamed() throws IOException {
    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(directory + ": no such model directory; name one that a training saved");
    Files.createDirectory(directory);
    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .hasMessage(
            directory.resolve("model.json") + ": not a model directory, it has no model.json");
    Files.delete(directory);
    save(1, 2);
    Files.delete(directory.resolve("logistic-0000.params"));
    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(directory.resolve("logistic-0000.params").toString());
  }

  private enum Damage {
    LAST_BYTE_CHANGED,
    CUT_SHORT,
    EMPTY
  }

  @ParameterizedTest
  @EnumSource
  void damagedParametersAreNoticedByTheirChecksum(Damage damage) throws IOException {
    save(1, 2);
    Path params = directory.resolve("logistic-0000.params");
    byte[] bytes = Files.readAllBytes(params);
    switch (damage) {
      case LAST_BYTE_CHANGED -> bytes[bytes.length - 1] ^= 1;
      case CUT_SHORT -> bytes = Arrays.copyOf(bytes, bytes.length / 2);
      case EMPTY -> bytes = new byte[0];
    }
    Files.write(params, bytes);

    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageMatching(
            "\\Q"
                + params
                + "\\E is damaged: its SHA-256 must be [0-9a-f]{64} as model.json says,"
                + " was [0-9a-f]{64}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"format_version\": 1|\"format_version\": 5|`: format_version must be from 1 to 4, was 5`",
        "\"format_version\": 1|\"format_version\": 2|` is damaged: it must start with format_version and content_sha256, as version 2 does`",
        "\"classes\"|\"klasses\"|` is damaged: the field classes is missing or null`",
        "\"params_sha256\"|\"x\"|` is damaged: the field params_sha256 is missing or null`",
        "\"no\",||` is damaged: classes must be two or more distinct names, was [yes]`",
        "\"edges\"|\"hedges\"|` is damaged: the field edges is missing or null`",
        "1.5,||` is damaged: the bins of \"age\" do not fit`",
        "\"Bern\"|null|` is damaged: the field levels is missing or null`",
        "\"scores\"|\"x\"|` is damaged: the field scores is missing or null`",
        "\"seed\"|\"threshold\": 1.5, \"seed\"|` is damaged: threshold must be from 0 to 1, was 1.5`"
      })
  void aDamagedModelJsonIsReportedWithTheFault(String from, String to, String message)
      throws IOException {
    save(1, 2);
    Path json = directory.resolve("model.json");
    String whole = SampleModels.inVersion1(Files.readString(json));
    Files.writeString(json, whole.replace(from, to == null ? "" : to));

    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(json + message);
  }

  /** An earlier program would predict from 0.5, so it must refuse the file. */
  @Test
  void aThresholdIsWrittenInAVersionOfItsOwn() throws Exception {
    ModelCard card = CARD.withThreshold(0.1);
    try (Parameters parameters = Parameters.startingAt(manager.zeros(new Shape(2, 1)));
        LogisticModel model = new LogisticModel(parameters, card)) {
      ModelDirectory.save(model, directory);
    }

    assertThat(ModelDirectory.card(directory)).isEqualTo(card);
    assertThat(Files.readString(directory.resolve("model.json")))
        .startsWith("{\n  \"format_version\": 4,")
        .contains("\n  \"threshold\": 0.1,\n");
    ModelDirectory.save(model(1, 2), parent.resolve("even"));
    assertThat(Files.readString(parent.resolve("even").resolve("model.json")))
        .startsWith("{\n  \"format_version\": 2,")
        .doesNotContain("threshold");
    assertThatThrownBy(() -> CARD.withThreshold(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must be from 0 to 1, was NaN");
    try (LogisticModel three = SampleModels.ofNumbers(1, 3, false, DataType.FLOAT32)) {
      assertThatThrownBy(() -> three.card().withThreshold(0.2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a threshold is for two classes, found 0.2 and 3 classes");
    }
  }

  @Test
  void aModelOfFormatVersion1StillLoads() throws Exception {
    save(1, 2);
    Path json = directory.resolve("model.json");
    Files.writeString(json, SampleModels.inVersion1(Files.readString(json)));

    assertThat(loadedWeights()).containsExactly(1.125f, 2.125f);
    assertThat(ModelDirectory.card(directory)).isEqualTo(CARD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"30.0,|31.0,", "\"format_version\": 2|\"format_version\": 1", "Bonn|Bonm"})
  void anEditIsNoticedByTheChecksumOfTheContent(String from, String to) throws IOException {
    saveTableModel(DataType.FLOAT32);
    Path json = directory.resolve("model.json");
    String whole = Files.readString(json);
    assertThat(whole).contains(from);
    Files.writeString(json, whole.replace(from, to));

    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageMatching(
            "\\Q"
                + json
                + "\\E is damaged: the SHA-256 of its content must be [0-9a-f]{64} as"
                + " content_sha256 says, was [0-9a-f]{64}");
  }

  @Test
  void anyFlippedCharacterOfModelJsonIsAnError() throws IOException {
    save(1, 2);
    Path json = directory.resolve("model.json");
    byte[] good = Files.readAllBytes(json);
    for (int i = 0; i < good.length; i++) {
      byte[] bytes = good.clone();
      bytes[i] ^= 1;
      Files.write(json, bytes);
      assertThatThrownBy(() -> ModelDirectory.card(directory))
          .as("byte %d", i)
          .isInstanceOf(MalformedModelException.class)
          .hasMessageStartingWith(json.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"``", "{", "[1]", "null", "{\"format_version\": \"x\"}"})
  void aModelJsonThatIsNotOneIsAnErrorThatNamesIt(String content) throws IOException {
    save(1, 2);
    Path json = Files.writeString(directory.resolve("model.json"), content);

    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(json + " is damaged: ");
  }

  @Test
  void aCardForOtherColumnsIsRefused() throws IOException {
    save(1, 2, 3);

    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .hasMessage(
            "%s: weight must have shape (2, 1) as model.json says, was (3, 1)",
            directory.resolve("logistic-0000.params"));
  }

  @Test
  void anExistingDirectoryIsKeptUnlessItMayBeReplaced() throws Exception {
    save(1, 2);
    assertThatThrownBy(() -> save(3, 4))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(directory + ": exists already; overwriting it was not requested");
    assertThat(loadedWeights()).containsExactly(1.125f, 2.125f);

    try (LogisticModel model = model(3, 4);
        PendingDirectory pending = PendingDirectory.at(directory, true)) {
      ModelDirectory.save(model, pending);
    }
    assertThat(loadedWeights()).containsExactly(3.125f, 4.125f);
    assertThat(names()).containsExactly("m");
  }

  @Test
  void aDirectoryThatIsNoModelIsNeverReplaced() throws IOException {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(() -> PendingDirectory.at(directory, false))
        .hasMessage(directory + ": is not a model directory and will not be replaced");
    assertThatThrownBy(() -> PendingDirectory.at(directory, true))
        .hasMessage(directory + ": is not a model directory and will not be replaced");
    assertThat(directory.resolve("thesis.txt")).exists();
  }

  @Test
  void anEmptyDirectoryIsAPlace() throws Exception {
    Files.createDirectory(directory);
    save(1, 2);

    assertThat(loadedWeights()).containsExactly(1.125f, 2.125f);
    assertThat(names()).containsExactly("m");
  }

  @Test
  void aPlaceThatIsNotUsedLeavesNothing() throws IOException {
    PendingDirectory.at(directory, false).close();

    assertThat(names()).isEmpty();
  }

  @Test
  void aPathThatCannotBeWrittenIsNoticedBeforeTraining() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "x");

    assertThatThrownBy(() -> PendingDirectory.at(file.resolve("m"), false))
        .isInstanceOf(FileSystemException.class);
  }

  /** As a crash leaves it between moving the old directory aside and the new one into place. */
  @Test
  void afterACrashTheDirectoryThatWasMovedAsideIsFoundAndLeftoversGo() throws Exception {
    save(1, 2);
    Files.move(directory, parent.resolve(".m.old"));
    Files.createDirectory(parent.resolve(".m.new-999999999-1-1"));
    Files.createDirectory(parent.resolve(".m2.new-999999999-1-1"));

    List<String> before = names();
    assertThat(loadedWeights()).containsExactly(1.125f, 2.125f);
    assertThat(ModelDirectory.card(directory)).isEqualTo(CARD);
    assertThat(names()).isEqualTo(before);
    PendingDirectory.at(directory, true).close();
    assertThat(names()).containsExactly(".m2.new-999999999-1-1", "m");
    assertThat(loadedWeights()).containsExactly(1.125f, 2.125f);
  }

  /** As a crash leaves it after the new directory is in place. */
  @Test
  void afterACrashTheOldDirectoryIsDeletedOnceTheNewOneExists() throws Exception {
    save(1, 2);
    Files.move(directory, parent.resolve(".m.old"));
    directory = parent.resolve("n");
    save(5, 6);
    Files.move(directory, parent.resolve("m"));
    directory = parent.resolve("m");

    assertThat(loadedWeights()).containsExactly(5.125f, 6.125f);
    PendingDirectory.at(directory, true).close();
    assertThat(names()).containsExactly("m");
  }

  @Test
  void whatCameToThePlaceDuringTheTrainingIsNotReplaced() throws Exception {
    try (LogisticModel model = model(3, 4);
        PendingDirectory pending = PendingDirectory.at(directory, false)) {
      save(1, 2);
      assertThatThrownBy(() -> ModelDirectory.save(model, pending))
          .hasMessage(directory + ": exists already; overwriting it was not requested");
    }
    assertThat(loadedWeights()).containsExactly(1.125f, 2.125f);
  }

  @Test
  void aModelOutlivesTheScopeInWhichItWasMade() throws Exception {
    LogisticModel model;
    try (NDScope scope = new NDScope()) {
      model = model(1, 2);
      save(1, 2);
    }
    try (model) {
      assertThat(model.probabilities(new double[][] {{0, 0}})).hasSize(1);
    }
    LogisticModel loaded;
    try (NDScope scope = new NDScope()) {
      loaded = ModelDirectory.load(directory);
    }
    try (loaded) {
      assertThat(loaded.probabilities(new double[][] {{0, 0}})).hasSize(1);
    }
  }

  @Test
  void aPlaceThatALivingProcessKeepsIsLeftAlone() throws IOException {
    try (PendingDirectory first = PendingDirectory.at(directory, false);
        PendingDirectory second = PendingDirectory.at(directory, false)) {
      assertThat(first.staging()).exists();
      assertThat(second.staging()).exists().isNotEqualTo(first.staging());
    }
  }

  @Test
  void predictionsAreTheSigmoidOfTheLinearForm() throws Exception {
    try (LogisticModel model = model(1, -2)) {
      double[] actual = model.probabilities(new double[][] {{0, 0}, {3, 1}});
      double[] logits = {0.125, 3 * 1.125 - 1.875 + 0.125};
      for (int i = 0; i < 2; i++) {
        assertThat(actual[i]).isCloseTo(1 / (1 + Math.exp(-logits[i])), within(1e-7));
      }
      NDArray doubles = manager.create(new double[] {0, 0, 3, 1}, new Shape(2, 2));
      NDArray probabilities = model.probabilities(doubles);
      assertThat(probabilities.getDataType()).isEqualTo(DataType.FLOAT32);
      for (int i = 0; i < 2; i++) {
        assertThat((double) probabilities.toFloatArray()[i]).isCloseTo(actual[i], within(1e-7));
      }
      assertThat(doubles.toDoubleArray()).hasSize(4);
      assertThat(model.probabilities(new float[][] {{0, 0}, {3, 1}})).isEqualTo(actual);
      assertThat(model.classProbabilities(new float[][] {{3, 1}})[0])
          .containsExactly(new double[] {1 - actual[1], actual[1]}, within(1e-15));
      assertThat(model.probabilities(new float[0][])).isEmpty();
    }
  }

  @Test
  @SuppressWarnings("NullAway") // as callers without it do
  void rowsThatDoNotFitTheModelAreRefused() {
    try (LogisticModel model = model(1, -2)) {
      assertThatThrownBy(() -> model.probabilities(new double[][] {{1, 2}, {3}}))
          .hasMessage("expected 2 features in row 1, found 1");
      assertThatThrownBy(() -> model.probabilities(manager.ones(new Shape(4, 3))))
          .hasMessage("features must have shape (rows, 2), was (4, 3)");
      assertThatThrownBy(() -> model.probabilities(new double[][] {{1, 2}, {3, Double.NaN}}))
          .hasMessage(
              "expected a finite number for feature \"income, yearly\" in row 1, found NaN");
      assertThatThrownBy(() -> model.classify(Double.POSITIVE_INFINITY, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected a finite number for feature \"age\" in row 0, found Infinity");
      assertThatThrownBy(() -> model.probabilities(new float[][] {{1, Float.NEGATIVE_INFINITY}}))
          .hasMessageContaining("\"income, yearly\" in row 0, found -Infinity");
      NDArray infinite = manager.create(new float[][] {{1, 2}, {Float.POSITIVE_INFINITY, 3}});
      assertThatThrownBy(() -> model.logits(infinite))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected a finite number for feature \"age\" in row 1, found Infinity");
      assertThatThrownBy(() -> model.probabilities(new double[][] {{1, 2}, null}))
          .hasMessage("expected 2 features in row 1, found null");
      assertThatThrownBy(() -> model.probabilities(new float[][] {null}))
          .hasMessage("expected 2 features in row 0, found null");
      assertThatThrownBy(() -> model.classProbabilities((double[][]) null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected rows, found null");
    }
  }

  private static final ModelCard TABLE_CARD =
      new ModelCard(
          new FeatureSchema(
              List.of(
                  new NumberTerm("age", 41.5),
                  new FlagTerm("member", null),
                  new LevelsTerm(
                      "town",
                      List.of("Bonn", "K\u00f6ln <&>", "Ulm, \"Donau\""),
                      List.of("Trier"),
                      2.0)),
              Optional.of(
                  new Standardization(
                      List.of(1.6e9, 0.1, 0.25, 1.0 / 3), List.of(30.0, 1.0, 0.5, 1e-3)))),
          List.of("no", "yes"),
          Map.of("data.source", "people.csv"),
          7,
          "0.35.1",
          "2.7.1",
          new ModelCard.TrainingData(10, "abc"),
          Map.of());

  private static final float[] TABLE_WEIGHTS = {2, -1, 0.5f, 0.25f};

  /** Two rows, on the scale of the columns. */
  private static final double[] ROWS = {1.6e9 + 15, 1, 0, 1, 1.6e9 - 60, 0, 1, 0};

  private void saveTableModel(DataType type) throws IOException {
    NDArray column = manager.create(TABLE_WEIGHTS, new Shape(4, 1)).toType(type, false);
    try (Parameters parameters = Parameters.startingAt(column);
        LogisticModel model = new LogisticModel(parameters, TABLE_CARD)) {
      ModelDirectory.save(model, directory);
    }
  }

  private static double[] logitsByHand() {
    Standardization known = TABLE_CARD.schema().standardization().orElseThrow();
    double[] logits = new double[2];
    for (int row = 0; row < 2; row++) {
      for (int i = 0; i < 4; i++) {
        double value = ROWS[4 * row + i];
        logits[row] += TABLE_WEIGHTS[i] * (value - known.means().get(i)) / known.scales().get(i);
      }
    }
    return logits;
  }

  @Test
  void levelsFillsAndStandardizationAreWrittenAndReadBack() throws Exception {
    saveTableModel(DataType.FLOAT32);

    assertThat(ModelDirectory.card(directory)).isEqualTo(TABLE_CARD);
    try (LogisticModel loaded = ModelDirectory.load(directory)) {
      assertThat(loaded.card()).isEqualTo(TABLE_CARD);
      assertThat(loaded.weights().toFloatArray()).containsExactly(TABLE_WEIGHTS);
      assertThat(loaded.rawCoefficients().orElseThrow().weights())
          .containsExactly(2 / 30.0, -1.0, 1.0, 0.25 / 1e-3);
    }
    assertThat(Files.readString(directory.resolve("model.json")))
        .contains("\"K\u00f6ln <&>\"", "\"fill\": 41.5", "\"fill\": 2.0", "1.6E9")
        .containsOnlyOnce("\"merged\"");
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT32", "FLOAT64"})
  void rowsOnTheScaleOfTheColumnsAreStandardizedByTheModel(DataType type) throws Exception {
    saveTableModel(type);
    double[] expected = logitsByHand();

    try (LogisticModel loaded = ModelDirectory.load(directory)) {
      NDArray rows = manager.create(ROWS, new Shape(2, 4));
      double error = type == DataType.FLOAT64 ? 1e-12 : 1e-4;
      assertThat(loaded.logits(rows).toType(DataType.FLOAT64, false).toDoubleArray())
          .containsExactly(expected, within(error));
      assertThat(loaded.logits(ROWS, 2)).containsExactly(expected, within(error));
      assertThat(rows.toDoubleArray()).containsExactly(ROWS);
    }
  }

  @Test
  void djlStandardizesByItself() throws Exception {
    saveTableModel(DataType.FLOAT64);
    Criteria<NDList, NDList> criteria =
        Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(directory).build();

    try (ZooModel<NDList, NDList> loaded = criteria.loadModel();
        Predictor<NDList, NDList> predictor = loaded.newPredictor()) {
      NDList output = predictor.predict(new NDList(manager.create(ROWS, new Shape(2, 4))));
      assertThat(output.singletonOrThrow().toDoubleArray())
          .containsExactly(logitsByHand(), within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"text\"|\"word\"|type must be number, boolean, text,"
            + " missing-number, missing-text or indexed, was \"word\"",
        "\"type\": \"boolean\"|\"kind\": \"boolean\"|the field type is missing or null",
        "\"Bonn\"|null|the field levels is missing or null",
        "\"Bonn\"|\"K\u00f6ln <&>\"|column \"town\" of type TEXT cannot have the levels"
            + " [K\u00f6ln <&>, K\u00f6ln <&>, Ulm, \"Donau\"]",
        "\"boolean\"|\"text\"|column \"member\" of type TEXT cannot have the levels []",
        "\"type\": \"text\"|\"type\": \"number\"|column \"town\" of type NUMBER cannot have the"
            + " levels [Bonn, K\u00f6ln <&>, Ulm, \"Donau\"]",
        "\"fill\": 2.0|\"fill\": 3.0|column \"town\" cannot be filled with 3.0",
        "\"fill\": 2.0|\"fill\": 0.5|column \"town\" cannot be filled with 0.5",
        "\"name\": \"age\"|\"name\": \"member\"|two features would be named \"member\"",
        "\"scales\"|\"scale\"|the field scales is missing or null",
        "30.0,|-30.0,|there must be a finite mean and a scale above 0 for each feature, were"
            + " [1.6E9, 0.1, 0.25, 0.3333333333333333] and [-30.0, 1.0, 0.5, 0.001]",
        "30.0,||there must be a finite mean and a scale above 0 for each feature, were"
            + " [1.6E9, 0.1, 0.25, 0.3333333333333333] and [1.0, 0.5, 0.001]",
        "\"Bonn\",||column \"town\" cannot be filled with 2.0",
        "\"Bonn\"|\"Bonn\", \"Celle\"|there must be a mean and a scale for each of 5 features, were 4"
      })
  void aDamagedSchemaIsReportedWithTheFault(String from, String to, String message)
      throws IOException {
    saveTableModel(DataType.FLOAT32);
    Path json = directory.resolve("model.json");
    String whole = SampleModels.inVersion1(Files.readString(json));
    assertThat(whole).contains(from);
    Files.writeString(json, whole.replace(from, to == null ? "" : to));

    assertThatThrownBy(() -> ModelDirectory.load(directory))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(json + " is damaged: " + message);
  }
}
