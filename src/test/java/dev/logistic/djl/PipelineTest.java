package dev.logistic.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.metric.Metrics;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.Parameters;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Standardization;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model directory loaded by DJL. Oracle: the formula in plain Java doubles. */
class PipelineTest {

  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          List.of(
              new NumberTerm("age", 41.5),
              new FlagTerm("member", null),
              new LevelsTerm("town", List.of("Bonn", "Köln", "Ulm"), 1.0)),
          Optional.of(
              new Standardization(
                  List.of(1.6e9, 0.1, 0.25, 1.0 / 3), List.of(30.0, 1.0, 0.5, 0.25))));

  /** Rows are features, columns are outputs. */
  private static final double[][] TWO = {{2}, {-1}, {0.5}, {0.25}, {0.125}};

  private static final double[][] THREE = {
    {2, 0.5, -1}, {-1, 0.25, 1}, {0.5, -0.5, 0}, {0.25, 1, -2}, {0.125, 0, -0.5}
  };

  @TempDir Path parent;

  private Path saved(double[][] parameters) throws Exception {
    int outputs = parameters[0].length;
    ModelCard card =
        new ModelCard(
            SCHEMA,
            outputs == 1 ? List.of("no", "yes") : List.of("a", "b", "c"),
            Map.of(),
            7,
            "0.35.1",
            "2.7.1",
            new ModelCard.TrainingData(10, "abc"),
            Map.of());
    double[] packed = new double[5 * outputs];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = parameters[i / outputs][i % outputs];
    }
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters holder = Parameters.startingAt(manager.zeros(new Shape(4, outputs)))) {
      holder.set(packed);
      try (LogisticModel model = new LogisticModel(holder, card)) {
        ModelDirectory.save(model, parent.resolve("m"));
      }
    }
    return parent.resolve("m");
  }

  /** Softmax, with a logit of 0 for the negative class where there are two. */
  private static double[] expected(double[][] parameters, double... features) {
    int outputs = parameters[0].length;
    double[] logits = new double[Math.max(2, outputs)];
    Standardization known = SCHEMA.standardization().orElseThrow();
    for (int k = 0; k < outputs; k++) {
      double logit = parameters[4][k];
      for (int i = 0; i < 4; i++) {
        double scaled = (features[i] - known.means().get(i)) / known.scales().get(i);
        logit += scaled * parameters[i][k];
      }
      logits[outputs == 1 ? 1 : k] = logit;
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    double[] probabilities = new double[logits.length];
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] = Math.exp(logits[k]) / sum;
    }
    return probabilities;
  }

  private static <I, O> ZooModel<I, O> load(Path directory, Class<I> in, Class<O> out)
      throws Exception {
    return Criteria.builder()
        .setTypes(in, out)
        .optModelPath(directory)
        .optTranslatorFactory(new LogisticTranslatorFactory())
        .build()
        .loadModel();
  }

  private static Map<String, Object> row(Object age, Object member, Object town) {
    return new HashMap<>(Map.of("age", age, "member", member, "town", town, "extra", "x"));
  }

  private static void assertProbabilities(Classifications actual, double[] expected) {
    assertThat(actual.getProbabilities().stream().mapToDouble(p -> p).toArray())
        .containsExactly(expected, within(1e-6));
  }

  @Test
  @SuppressWarnings("rawtypes")
  void rowsByColumnNameAreEncodedAndScaledAsInTraining() throws Exception {
    for (double[][] parameters : List.of(TWO, THREE)) {
      parent = parent.resolve("x");
      try (ZooModel<Map, Classifications> model =
              load(saved(parameters), Map.class, Classifications.class);
          Predictor<Map, Classifications> predictor = model.newPredictor()) {
        double age = 1.6e9 + 15;
        assertProbabilities(
            predictor.predict(row(age, true, "Ulm")), expected(parameters, age, 1, 0, 1));
        List<Classifications> batch =
            predictor.batchPredict(
                List.of(
                    row(age, false, "Bonn"), row(age, 1, "Köln"), row(age, true, "never seen")));
        assertProbabilities(batch.get(0), expected(parameters, age, 0, 0, 0));
        assertProbabilities(batch.get(1), expected(parameters, age, 1, 1, 0));
        assertProbabilities(batch.get(2), expected(parameters, age, 1, 0, 0));
        Map<String, Object> missing = row(age, true, "");
        assertProbabilities(predictor.predict(missing), expected(parameters, age, 1, 1, 0));
      }
    }
  }

  @Test
  @SuppressWarnings("rawtypes")
  void textsThatTheTrainingDidNotSeeAreCountedInThePredictorsMetrics() throws Exception {
    try (ZooModel<Map, Classifications> model = load(saved(TWO), Map.class, Classifications.class);
        Predictor<Map, Classifications> predictor = model.newPredictor()) {
      Metrics metrics = new Metrics();
      predictor.setMetrics(metrics);
      predictor.predict(row(1.6e9, true, "Bonn"));
      assertThat(metrics.hasMetric("UnseenTexts")).isFalse();

      predictor.batchPredict(List.of(row(1.6e9, true, "Rom"), row(1.6e9, true, "Oslo")));

      assertThat(metrics.latestMetric("UnseenTexts").getValue()).isEqualTo(2);
    }
  }

  @Test
  void arraysOfFeaturesComeOutAsClassifications() throws Exception {
    Path directory = saved(THREE);
    float[] features = {1.6e9f, 1, 0, 1};
    try (ZooModel<float[], Classifications> one =
            load(directory, float[].class, Classifications.class);
        Predictor<float[], Classifications> predictor = one.newPredictor();
        ZooModel<float[][], Classifications[]> many =
            load(directory, float[][].class, Classifications[].class);
        Predictor<float[][], Classifications[]> matrixPredictor = many.newPredictor()) {
      assertProbabilities(predictor.predict(features), expected(THREE, 1.6e9, 1, 0, 1));
      assertThat(predictor.predict(features).getClassNames()).containsExactly("a", "b", "c");
      Classifications[] all = matrixPredictor.predict(new float[][] {features, {1.6e9f, 0, 1, 0}});
      assertThat(all).hasSize(2);
      assertProbabilities(all[1], expected(THREE, 1.6e9, 0, 1, 0));
    }
  }

  private static String answer(Path directory, String body) throws Exception {
    return answer(directory, body, null);
  }

  private static String answer(Path directory, String body, @Nullable String contributions)
      throws Exception {
    try (ZooModel<Input, Output> model =
            Criteria.builder()
                .setTypes(Input.class, Output.class)
                .optModelPath(directory)
                .build()
                .loadModel();
        Predictor<Input, Output> predictor = model.newPredictor()) {
      Input input = new Input();
      if (contributions != null) {
        input.add("contributions", contributions);
      }
      input.add("data", body);
      Output output = predictor.predict(input);
      assertThat(output.getCode()).isEqualTo(200);
      assertThat(output.getProperty("Content-Type", "")).isEqualTo("application/json");
      return output.getData().getAsString();
    }
  }

  @Test
  void theDirectoryAloneAnswersJson() throws Exception {
    Path directory = saved(TWO);
    double expected = expected(TWO, 1.6e9, 1, 0, 1)[1];

    String one = answer(directory, "{\"age\": 1.6e9, \"member\": true, \"town\": \"Ulm\"}");
    JsonObject object = JsonParser.parseString(one).getAsJsonObject();
    assertThat(object.keySet()).containsExactly("probability", "prediction");
    assertThat(object.get("probability").getAsDouble()).isCloseTo(expected, within(1e-6));
    assertThat(object.get("prediction").getAsString()).isEqualTo(expected >= 0.5 ? "yes" : "no");

    String two =
        answer(
            directory,
            "[{\"age\": null, \"member\": 0, \"town\": \"Ulm\"},"
                + "{\"age\": 1.6e9, \"member\": true, \"town\": \"Ulm\", \"more\": [1]}]");
    assertThat(JsonParser.parseString(two).getAsJsonArray()).hasSize(2);
    assertThat(JsonParser.parseString(two).getAsJsonArray().get(1)).isEqualTo(object);
  }

  @Test
  void aNumberOfContributionsThatIsNoneIsRefused() throws Exception {
    Path directory = saved(TWO);

    assertThatThrownBy(
            () -> answer(directory, "{\"age\": 1, \"member\": true, \"town\": \"Ulm\"}", "0"))
        .isInstanceOf(TranslateException.class)
        .hasMessage("contributions must be an integer of at least 1, was 0");
  }

  @Test
  void contributionsOfMoreThanTwoClassesAreRefused() throws Exception {
    Path directory = saved(THREE);

    assertThatThrownBy(
            () -> answer(directory, "{\"age\": 1, \"member\": true, \"town\": \"Ulm\"}", "1"))
        .isInstanceOf(TranslateException.class)
        .hasMessage("contributions are those of the logit of two classes; this model has 3");
  }

  @Test
  void moreThanTwoClassesAnswerWithAProbabilityEach() throws Exception {
    String text = answer(saved(THREE), "{\"age\": 1.6e9, \"member\": true, \"town\": \"Ulm\"}");

    assertThat(JsonParser.parseString(text).getAsJsonObject().keySet())
        .containsExactly("probability_a", "probability_b", "probability_c", "prediction");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"age\": 1, \"member\": true}|the row lacks columns that the model needs: \"town\"; it has \"age\", \"member\"",
        "{\"age\": \"old\", \"member\": true, \"town\": \"Ulm\"}|column \"age\" must be a finite number, was \"old\"",
        "{\"age\": 1e999, \"member\": true, \"town\": \"Ulm\"}|column \"age\" must be a finite number, was Infinity",
        "{\"age\": 1, \"member\": 2, \"town\": \"Ulm\"}|column \"member\" must be true or false, was 2.0",
        "{\"age\": 1, \"member\": null, \"town\": \"Ulm\"}|column \"member\" is missing; the model was not trained with data.missing=mean and has no value to fill in",
        "{\"age\": 1, \"member\": true, \"town\": 5}|column \"town\" must be a text, was 5.0",
        "{\"age\": [1], \"member\": true, \"town\": \"Ulm\"}|column \"age\" must be a finite number, was [1]",
        "[]|there must be at least one row, was 0",
        "[{\"age\": 1, \"member\": true, \"town\": \"Ulm\"}, 7]|row 1: a row must be an object with a value for each column, was 7",
        "{} {}|the body must be JSON, and is not at line 1 column 5",
      })
  void aRefusedRequestStatesTheReason(String body, String message) throws Exception {
    Path directory = saved(TWO);

    assertThatThrownBy(() -> answer(directory, body))
        .isInstanceOf(TranslateException.class)
        .hasMessage(message)
        .hasNoCause(); // a server would show its message instead
  }

  /** Short rows of JSON could become more numbers than there is memory for. */
  @Test
  void aRequestOfTooManyRowsIsRefusedBeforeMemoryIsTaken() throws Exception {
    Path directory = saved(TWO);
    String body = "[" + "{},".repeat(1 << 20) + "{}]";

    assertThatThrownBy(() -> answer(directory, body))
        .isInstanceOf(TranslateException.class)
        .hasMessage("there must be at most 1048576 rows of 4 features in a request, were 1048577");
  }

  @Test
  void whatIsNotJsonIsRefused() throws Exception {
    Path directory = saved(TWO);
    for (String body : List.of("", "{", "age=1", "{'age': 1}", "{\"age\": NaN}")) {
      assertThatThrownBy(() -> answer(directory, body))
          .isInstanceOf(TranslateException.class)
          .hasMessageStartingWith("the body must be JSON, and is not at line 1 column ")
          .hasNoCause();
    }
  }

  @Test
  void aWrongNumberOfFeaturesIsRefusedWithItsRow() throws Exception {
    try (ZooModel<float[][], Classifications[]> model =
            load(saved(TWO), float[][].class, Classifications[].class);
        Predictor<float[][], Classifications[]> predictor = model.newPredictor()) {
      assertThatThrownBy(() -> predictor.predict(new float[][] {{1, 2, 3, 4}, {1}}))
          .isInstanceOf(TranslateException.class)
          .hasMessage("row 1: there must be 4 features, were 1");
      assertThatThrownBy(() -> predictor.predict(new float[][] {{1, Float.NaN, 3, 4}}))
          .hasMessage("feature 1 must be a finite number, was NaN");
    }
  }

  @Test
  void manyThreadsEachWithItsOwnPredictorAgree() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (ZooModel<float[], Classifications> model =
        load(saved(TWO), float[].class, Classifications.class)) {
      List<Future<List<Double>>> results =
          IntStream.range(0, 8)
              .mapToObj(
                  thread ->
                      threads.submit(
                          () -> {
                            try (Predictor<float[], Classifications> own = model.newPredictor()) {
                              List<Double> last = List.of();
                              for (int i = 0; i < 200; i++) {
                                last =
                                    own.predict(new float[] {1.6e9f, 1, 0, 1}).getProbabilities();
                              }
                              return last;
                            }
                          }))
              .toList();
      for (Future<List<Double>> each : results) {
        assertThat(each.get()).isEqualTo(results.get(0).get());
      }
    } finally {
      threads.shutdown();
    }
  }

  private record Citizen(double age, boolean member, String town) {}

  @Test
  void recordsAreRowsAsMapsAre() throws Exception {
    Path directory = saved(TWO);
    try (ZooModel<Citizen, Classifications> ofType =
            load(directory, Citizen.class, Classifications.class);
        ZooModel<Record, Classifications> ofAny =
            load(directory, Record.class, Classifications.class);
        Predictor<Citizen, Classifications> typed = ofType.newPredictor();
        Predictor<Record, Classifications> any = ofAny.newPredictor()) {
      Citizen citizen = new Citizen(1.6e9 + 30, true, "Ulm");
      double expected = expected(TWO, 1.6e9 + 30, 1, 0, 1)[1];

      assertThat(typed.predict(citizen).get("yes").getProbability())
          .isCloseTo(expected, within(1e-6));
      assertThat(any.predict(citizen).get("yes").getProbability())
          .isCloseTo(expected, within(1e-6));
    }
  }
}
