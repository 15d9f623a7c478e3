package dev.logistic.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.google.gson.Gson;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.SampleModels;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX files, run by ONNX Runtime, against the native path. */
class OnnxTest {

  private static final int ROWS = 10_000;
  private static final float TOLERANCE = 1e-6f;

  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private record Answer(List<float[]> probabilities, List<String> labels) {}

  private static OrtSession session(LogisticModel model) throws OrtException {
    return ENVIRONMENT.createSession(Onnx.encode(model));
  }

  private static Answer run(LogisticModel model, float[] rows) throws OrtException {
    long width = model.card().schema().width();
    try (OrtSession session = session(model);
        OnnxTensor features =
            OnnxTensor.createTensor(
                ENVIRONMENT, FloatBuffer.wrap(rows), new long[] {rows.length / width, width});
        OrtSession.Result result = session.run(Map.of("features", features))) {
      return new Answer(
          List.of((float[][]) result.get("probabilities").orElseThrow().getValue()),
          List.of((String[]) result.get("label").orElseThrow().getValue()));
    }
  }

  private static void assertAgrees(LogisticModel model, float[] rows) throws OrtException {
    Answer answer = run(model, rows);
    List<String> classes = model.card().classes();
    int outputs = model.card().outputs();
    float[] expected = SampleModels.nativeProbabilities(model, rows);

    for (int row = 0; row < answer.labels().size(); row++) {
      float[] own = answer.probabilities().get(row);
      float[] wanted =
          outputs == 1
              ? new float[] {1 - expected[row], expected[row]}
              : Arrays.copyOfRange(expected, row * outputs, (row + 1) * outputs);
      assertThat(own).containsExactly(wanted, within(TOLERANCE));
      int label = classes.indexOf(answer.labels().get(row));
      for (float probability : own) {
        assertThat(own[label]).isGreaterThanOrEqualTo(probability);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "28, 2, true, FLOAT32",
    "28, 2, false, FLOAT32",
    "13, 3, true, FLOAT32",
    "13, 3, false, FLOAT32",
    "200, 4, true, FLOAT64"
  })
  void itsProbabilitiesAreThoseOfTheNativePath(
      int columns, int classes, boolean standardized, DataType type) throws Exception {
    try (LogisticModel model = SampleModels.ofNumbers(columns, classes, standardized, type)) {
      assertAgrees(model, SampleModels.rows(model, ROWS));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void textColumnsGoInAsTheirIndicators(int classes) throws Exception {
    try (LogisticModel model = SampleModels.ofCustomers(classes)) {
      float[] rows = SampleModels.rows(model, ROWS);
      for (int i = 0; i < rows.length; i += 6) {
        rows[i + 1] = i % 3 == 1 ? 1 : 0;
        rows[i + 2] = i % 3 == 2 ? 1 : 0;
        rows[i + 4] = i & 1;
        rows[i + 5] = i % 5 == 0 ? 1 : 0;
      }
      assertAgrees(model, rows);
    }
  }

  @Test
  void ofTwoClassesThatAreEquallyLikelyThePositiveOneIsTheLabel() throws Exception {
    try (LogisticModel model = SampleModels.ofNumbers(1, 2, false, DataType.FLOAT64)) {
      double middle = -model.coefficients().bias() / model.coefficients().weights().get(0);
      Answer answer = run(model, new float[] {(float) middle, -100, 100});

      assertThat(answer.probabilities().get(0)).containsExactly(0.5f, 0.5f);
      assertThat(answer.labels().get(0)).isEqualTo("one");
      assertThat(answer.labels().subList(1, 3))
          .containsExactlyInAnyOrderElementsOf(model.card().classes());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.731, 1e-9, 0, 1})
  void theLabelIsPositiveFromTheThresholdOn(double threshold) throws Exception {
    LogisticModel even = SampleModels.ofNumbers(3, 2, true, DataType.FLOAT64);
    try (LogisticModel model = SampleModels.withThreshold(even, threshold)) {
      float[] rows = SampleModels.rows(model, 1_000);
      Answer answer = run(model, rows);
      for (int row = 0; row < 1_000; row++) {
        double[] features = {rows[3 * row], rows[3 * row + 1], rows[3 * row + 2]};
        assertThat(answer.labels().get(row)).isEqualTo(model.classify(features));
      }
      try (OrtSession session = session(model)) {
        assertThat(session.getMetadata().getCustomMetadata())
            .containsEntry("threshold", new Gson().toJson(threshold));
      }
    }
  }

  @Test
  void itDescribesItsShapesClassesAndFeatures() throws Exception {
    try (LogisticModel model = SampleModels.ofCustomers(3);
        OrtSession session = session(model)) {
      assertThat(shape(session.getInputInfo(), "features")).containsExactly(-1, 6);
      assertThat(shape(session.getOutputInfo(), "probabilities")).containsExactly(-1, 3);
      assertThat(shape(session.getOutputInfo(), "label")).containsExactly(-1);
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();
      assertThat(list(metadata, "classes")).isEqualTo(model.card().classes());
      assertThat(list(metadata, "features")).isEqualTo(model.card().features());
      assertThat(session.getMetadata().getProducerName()).isEqualTo("djl-logistic");
    }
  }

  private static long[] shape(Map<String, NodeInfo> nodes, String name) {
    return ((TensorInfo) Objects.requireNonNull(nodes.get(name)).getInfo()).getShape();
  }

  private static List<String> list(Map<String, String> metadata, String key) {
    return List.of(new Gson().fromJson(metadata.get(key), String[].class));
  }
}
