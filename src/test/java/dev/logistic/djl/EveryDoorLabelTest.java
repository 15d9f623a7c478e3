package dev.logistic.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.export.ExportFormat;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.score.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every way of predicting gives a row the same label: the positive class where the probability of
 * the model is at least its threshold. For commands see {@code cli.ThresholdCommandTest}, for ONNX
 * {@code export.OnnxTest}, and for Spark its own tests.
 */
class EveryDoorLabelTest {

  private static final int ROWS = 300;

  @TempDir Path folder;

  record Point(double x0, double x1) {}

  private static LogisticModel sample(double threshold) {
    FeatureSchema schema = FeatureSchema.ofNumbers(List.of("x0", "x1"));
    LogisticModel even = SampleModels.of(schema, 2, DataType.FLOAT64);
    return SampleModels.withThreshold(even, threshold);
  }

  private static List<Point> points() {
    Random random = new Random(3);
    List<Point> points = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) { // exact in float32
      points.add(new Point((float) (2 * random.nextGaussian()), (float) random.nextGaussian()));
    }
    return points;
  }

  private static Map<String, Object> map(Point point) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("x0", point.x0());
    row.put("x1", point.x1());
    return row;
  }

  private static float[] floats(Point point) {
    return new float[] {(float) point.x0(), (float) point.x1()};
  }

  private static <I, O> List<O> predicted(Path directory, Class<I> in, Class<O> out, List<I> rows)
      throws Exception {
    try (ZooModel<I, O> model =
            Criteria.builder()
                .setTypes(in, out)
                .optModelPath(directory)
                .optTranslatorFactory(new LogisticTranslatorFactory())
                .build()
                .loadModel();
        Predictor<I, O> predictor = model.newPredictor()) {
      return predictor.batchPredict(rows);
    }
  }

  private static List<String> best(List<Classifications> all) {
    return all.stream().map(each -> each.best().getClassName()).toList();
  }

  private static Input body(List<Point> points) {
    Input input = new Input();
    input.add("data", new Gson().toJson(points.stream().map(EveryDoorLabelTest::map).toList()));
    return input;
  }

  private static List<String> predictions(Output output) {
    JsonArray answers = JsonParser.parseString(output.getData().getAsString()).getAsJsonArray();
    return StreamSupport.stream(answers.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(answer -> answer.get("prediction").getAsString())
        .toList();
  }

  /** As DJL Serving does with the archive, which names a translator in place of a factory. */
  private static List<String> ofArchive(Path directory, List<Point> points) throws Exception {
    Translator<Input, Output> translator = new LogisticServingTranslator();
    try (ZooModel<Input, Output> model =
            Criteria.builder()
                .setTypes(Input.class, Output.class)
                .optModelPath(directory)
                .optTranslator(translator)
                .build()
                .loadModel();
        Predictor<Input, Output> predictor = model.newPredictor()) {
      return predictions(predictor.predict(body(points)));
    }
  }

  @ParameterizedTest
  @SuppressWarnings("rawtypes")
  @ValueSource(doubles = {0.5, 0.2, 0.731, 1e-9, 1 - 1e-9, 0, 1})
  void theSameRowsHaveTheSameLabels(double threshold) throws Exception {
    Path directory = folder.resolve("m");
    Path weights = folder.resolve("m.safetensors");
    List<Point> points = points();
    List<String> expected = new ArrayList<>();
    try (LogisticModel model = sample(threshold)) {
      ModelDirectory.save(model, directory);
      ExportFormat.SAFETENSORS.write(directory, weights);
      for (Point point : points) {
        boolean reached = model.probability(point.x0(), point.x1()) >= threshold;
        expected.add(model.card().classes().get(reached ? 1 : 0));
      }
    }

    try (LogisticModel model = ModelDirectory.load(directory, Device.cpu())) {
      assertThat(model.card().threshold()).isEqualTo(threshold);
      for (int row = 0; row < ROWS; row++) {
        Point point = points.get(row);
        String label = expected.get(row);
        assertThat(model.classify(point.x0(), point.x1())).isEqualTo(label);
        assertThat(model.classify(map(point))).isEqualTo(label);
        assertThat(model.classify(point)).isEqualTo(label);
        for (Scorer scorer :
            List.of(Scorer.load(directory), Scorer.load(directory, weights), model.scorer())) {
          assertThat(scorer.threshold()).isEqualTo(threshold);
          assertThat(scorer.classify(point.x0(), point.x1())).isEqualTo(label);
          assertThat(scorer.classify(map(point))).isEqualTo(label);
          assertThat(scorer.classify(point)).isEqualTo(label);
        }
      }
      assertCounted(model, points, expected);
    }
    assertThat(
            best(
                predicted(
                    directory,
                    Map.class,
                    Classifications.class,
                    points.stream().<Map>map(EveryDoorLabelTest::map).toList())))
        .isEqualTo(expected);
    assertThat(best(predicted(directory, Point.class, Classifications.class, points)))
        .isEqualTo(expected);
    List<float[]> rows = points.stream().map(EveryDoorLabelTest::floats).toList();
    assertThat(best(predicted(directory, float[].class, Classifications.class, rows)))
        .isEqualTo(expected);
    List<float[][]> all = List.<float[][]>of(rows.toArray(float[][]::new));
    assertThat(
            best(
                List.of(
                    predicted(directory, float[][].class, Classifications[].class, all).get(0))))
        .isEqualTo(expected);
    assertThat(
            predictions(
                predicted(directory, Input.class, Output.class, List.of(body(points))).get(0)))
        .isEqualTo(expected);
    assertThat(ofArchive(directory, points)).isEqualTo(expected);
  }

  /** Evaluated against the expected labels, every row is right. */
  private static void assertCounted(
      LogisticModel model, List<Point> points, List<String> expected) {
    if (expected.stream().distinct().count() == 1) {
      return; // labelled data have rows of both classes
    }
    double[][] rows =
        points.stream().map(p -> new double[] {p.x0(), p.x1()}).toArray(double[][]::new);
    try (LabelledData data = LabelledData.of(rows, expected.toArray(String[]::new))) {
      Evaluation evaluation = (Evaluation) Evaluations.of(model, data);
      assertThat(evaluation.threshold()).isEqualTo(model.card().threshold());
      assertThat(evaluation.accuracy()).isEqualTo(1);
    }
  }

  /** A logit just below 0 has a probability of 0.5 too. */
  @Test
  void aProbabilityOfExactlyOneHalfIsPositive() throws Exception {
    Path directory = folder.resolve("m");
    try (LogisticModel model = SampleModels.ofConstant(0.0)) {
      ModelDirectory.save(model, directory);
      assertThat(model.classify(1)).isEqualTo("one");
      assertThat(model.scorer().classify(1)).isEqualTo("one");
    }
    List<float[]> row = List.of(new float[] {1});
    assertThat(best(predicted(directory, float[].class, Classifications.class, row)))
        .containsExactly("one");
  }
}
