package dev.logistic.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The errors in a DJL application for a directory or features that cannot be used. */
class LoadErrorsTest {

  @TempDir Path parent;
  private Path directory;

  @BeforeEach
  void save() throws Exception {
    directory = parent.toRealPath().resolve("m");
    try (LogisticModel model = SampleModels.ofNumbers(3, 2, true, DataType.FLOAT32)) {
      ModelDirectory.save(model, directory);
    }
  }

  private static ZooModel<NDList, NDList> load(Path directory) throws Exception {
    return Criteria.builder()
        .setTypes(NDList.class, NDList.class)
        .optModelPath(directory)
        .build()
        .loadModel();
  }

  private void assertRefused(Class<? extends Exception> type, String message) {
    int before = LiveArrays.count();
    assertThatThrownBy(() -> load(directory)).isInstanceOf(type).hasMessage(message);
    assertThat(LiveArrays.count()).isEqualTo(before);
  }

  private void edit(String what, String by) throws Exception {
    Path json = directory.resolve("model.json");
    String text = Files.readString(json);
    assertThat(text).contains(what);
    Files.writeString(json, text.replace(what, by));
  }

  @Test
  void alteredParameters() throws Exception {
    Path params = directory.resolve("logistic-0000.params");
    String expected = ModelDirectory.paramsSha256(directory);
    byte[] bytes = Files.readAllBytes(params);
    bytes[bytes.length - 1] ^= 1;
    Files.write(params, bytes);
    assertThatThrownBy(() -> load(directory))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(
            params + " is damaged: its SHA-256 must be " + expected + " as model.json says, was ");
  }

  @Test
  void anotherFormatVersion() throws Exception {
    edit("\"format_version\": 2", "\"format_version\": 9");
    assertRefused(
        MalformedModelException.class,
        directory.resolve("model.json") + ": format_version must be from 1 to 4, was 9");
  }

  @Test
  void anEditedModelJson() throws Exception {
    edit("\"one\"", "\"two\"");
    assertThatThrownBy(() -> load(directory))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageMatching(
            "\\Q"
                + directory.resolve("model.json")
                + "\\E is damaged: the SHA-256 of its content must be [0-9a-f]{64} as"
                + " content_sha256 says, was [0-9a-f]{64}");
  }

  @Test
  void aModelJsonOfFormatVersion1() throws Exception {
    Path json = directory.resolve("model.json");
    Files.writeString(json, SampleModels.inVersion1(Files.readString(json)));
    load(directory).close();
  }

  private void addProperty(String line) throws Exception {
    Files.writeString(
        directory.resolve("serving.properties"), line + "\n", StandardOpenOption.APPEND);
  }

  /** DJL would look for the parameters by that name, wherever it leads, and not compare them. */
  @Test
  void propertiesThatNameOtherParameters() throws Exception {
    addProperty("option.modelName=../elsewhere/logistic");
    assertRefused(
        MalformedModelException.class,
        "the model's name, option.modelName in serving.properties, must be logistic, was"
            + " ../elsewhere/logistic");
  }

  @Test
  void propertiesThatAskForAnotherEpoch() throws Exception {
    addProperty("option.epoch=1");
    Files.copy(
        directory.resolve("logistic-0000.params"), directory.resolve("logistic-0001.params"));
    assertRefused(
        MalformedModelException.class,
        directory.resolve("logistic-0001.params")
            + " holds parameters that model.json does not know; fine-tuned models are saved by"
            + " FineTuned and ModelDirectory");
  }

  @Test
  void propertiesThatKeepTheParametersOut() throws Exception {
    addProperty("option.hasParameter=false");
    Criteria<Input, Output> rows =
        Criteria.builder().setTypes(Input.class, Output.class).optModelPath(directory).build();
    assertThatThrownBy(rows::loadModel)
        .isInstanceOf(ModelNotFoundException.class)
        .hasRootCauseMessage("the model has no parameters");
  }

  @Test
  void missingParameters() throws Exception {
    Files.delete(directory.resolve("logistic-0000.params"));
    assertRefused(
        MalformedModelException.class,
        "not a whole model directory: "
            + directory.resolve("logistic-0000.params")
            + " is missing");
  }

  @Test
  void noModelJson() throws Exception {
    Files.delete(directory.resolve("model.json"));
    assertRefused(
        MalformedModelException.class,
        "not a whole model directory: " + directory.resolve("model.json") + " is missing");
  }

  /** None of our code is involved: DJL's own message. */
  @Test
  void aDirectoryThatIsNotOurs() throws Exception {
    Path other = Files.createDirectory(parent.toRealPath().resolve("other"));
    Files.writeString(other.resolve("readme.txt"), "x");
    assertThatThrownBy(() -> load(other))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("other.pt file not found in: " + other);
  }

  @Test
  void featuresThatAreNotNumbers() throws Exception {
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        ZooModel<NDList, NDList> model = load(directory);
        Predictor<NDList, NDList> predictor = model.newPredictor()) {
      for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        float[] rows = new float[2 * 3];
        rows[3] = wrong;
        NDList list = new NDList(manager.create(rows, new Shape(2, 3)));
        assertThatThrownBy(() -> predictor.predict(list))
            .hasMessageEndingWith(
                "features must be finite numbers that the model's type can hold, but row 1 has no"
                    + " logit");
      }
    }
  }

  @Test
  void featuresThatDoNotFit() throws Exception {
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        ZooModel<NDList, NDList> model = load(directory);
        Predictor<NDList, NDList> predictor = model.newPredictor()) {
      NDArray good = manager.ones(new Shape(2, 3));
      assertThat(predictor.predict(new NDList(good)).get(0).getShape()).isEqualTo(new Shape(2, 1));
      assertUnusable(
          predictor,
          "features must have shape (rows, 3), was (2, 4)",
          manager.ones(new Shape(2, 4)));
      assertUnusable(
          predictor, "features must have shape (rows, 3), was (3)", manager.ones(new Shape(3)));
      assertUnusable(
          predictor,
          "features must be float32 or float64, was int32",
          manager.ones(new Shape(2, 3), DataType.INT32));
    }
  }

  private static void assertUnusable(
      Predictor<NDList, NDList> predictor, String message, NDArray... arrays) {
    assertThatThrownBy(() -> predictor.predict(new NDList(arrays)))
        .isInstanceOf(TranslateException.class)
        .hasMessage("java.lang.IllegalArgumentException: " + message);
  }

  @Test
  void aPredictionLeavesNothingWithTheCallersManagerButItsResult() throws Exception {
    try (ZooModel<NDList, NDList> model = load(directory);
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        Predictor<NDList, NDList> predictor = model.newPredictor()) {
      for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
        NDArray features = manager.ones(new Shape(2, 3), type);
        int before = LiveArrays.count();
        for (int i = 0; i < 10; i++) {
          predictor.predict(new NDList(features)).close();
        }
        assertThat(LiveArrays.count()).isEqualTo(before);
      }
    }
  }

  @Test
  void aClosedModelLeavesNothingOpen() throws Exception {
    load(directory).close();
    int before = LiveArrays.count();
    try (ZooModel<NDList, NDList> model = load(directory);
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        Predictor<NDList, NDList> predictor = model.newPredictor()) {
      for (int i = 0; i < 10; i++) {
        predictor.predict(new NDList(manager.ones(new Shape(2, 3))));
      }
      assertThat(LiveArrays.count()).isGreaterThan(before);
    }
    assertThat(LiveArrays.count()).isEqualTo(before);
  }
}
