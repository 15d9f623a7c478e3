package dev.logistic.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.SampleModels;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.IndexedTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import dev.logistic.score.Scorer;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX files with an input for each column, run by ONNX Runtime, against {@link Scorer}. */
class OnnxColumnsTest {

  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  @TempDir Path directory;

  private record Answer(List<double[]> probabilities, List<String> labels) {}

  private static OnnxTensor column(
      List<Map<String, @Nullable Object>> rows, String name, OnnxJavaType type)
      throws OrtException {
    long[] shape = {rows.size(), 1};
    if (type == OnnxJavaType.STRING) {
      String[] texts =
          rows.stream()
              .map(row -> row.get(name) == null ? "" : String.valueOf(row.get(name)))
              .toArray(String[]::new);
      return OnnxTensor.createTensor(ENVIRONMENT, texts, shape);
    }
    double[] numbers = rows.stream().mapToDouble(row -> number(row.get(name))).toArray();
    return OnnxTensor.createTensor(ENVIRONMENT, DoubleBuffer.wrap(numbers), shape);
  }

  private static double number(@Nullable Object cell) {
    if (cell instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    return cell instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static Answer run(LogisticModel model, List<Map<String, @Nullable Object>> rows)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try (OrtSession session = ENVIRONMENT.createSession(Onnx.encodeColumns(model))) {
      for (NodeInfo input : session.getInputInfo().values()) {
        TensorInfo info = (TensorInfo) input.getInfo();
        assertThat(info.getShape()).containsExactly(-1, 1);
        inputs.put(input.getName(), column(rows, input.getName(), info.type));
      }
      assertThat(inputs.keySet()).containsExactlyInAnyOrderElementsOf(model.scorer().columns());
      try (OrtSession.Result result = session.run(inputs)) {
        return new Answer(
            List.of((double[][]) result.get("probabilities").orElseThrow().getValue()),
            List.of((String[]) result.get("label").orElseThrow().getValue()));
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /** Returns how many rows can be scored. */
  private static int assertScoredAlike(
      LogisticModel model, List<Map<String, @Nullable Object>> rows, String description)
      throws OrtException {
    Scorer scorer = model.scorer();
    List<String> classes = scorer.classes();
    Answer answer = run(model, rows);
    int scored = 0;
    for (int row = 0; row < rows.size(); row++) {
      double[] own = answer.probabilities().get(row);
      Map<String, Double> expected;
      try {
        requireHeld(model, rows.get(row));
        expected = scorer.classProbabilities(rows.get(row));
      } catch (IllegalArgumentException e) {
        assertThat(own).as("%s of %s", rows.get(row), description).containsOnly(Double.NaN);
        assertThat(answer.labels().get(row)).isEmpty();
        continue;
      }
      scored++;
      for (int k = 0; k < classes.size(); k++) {
        assertThat(own[k])
            .as("row %s, class %d of %s", rows.get(row), k, description)
            .isCloseTo(expected.get(classes.get(k)), within(1e-12));
      }
      assertThat(answer.labels().get(row)).isEqualTo(scorer.classify(rows.get(row)));
    }
    return scored;
  }

  /** Models in float32 refuse what it cannot hold, in {@code predict}. */
  private static void requireHeld(LogisticModel model, Map<String, @Nullable Object> row) {
    for (Object cell : row.values()) {
      if (model.weights().getDataType() == DataType.FLOAT32
          && cell instanceof Double number
          && Math.abs(number) > Float.MAX_VALUE) {
        throw new IllegalArgumentException("too large for float32: " + number);
      }
    }
  }

  private static List<Map<String, @Nullable Object>> formulaRows(FeatureSchema schema) {
    List<Map<String, @Nullable Object>> rows =
        FormulaSamples.rows(schema, Double.POSITIVE_INFINITY);
    for (Map<String, @Nullable Object> row : rows) {
      row.computeIfPresent("code", (name, code) -> code.toString());
    }
    return rows;
  }

  @Test
  void hostileRowsAreScoredAsTheScorerScoresThem() throws Exception {
    List<String> formulas = new ArrayList<>(FormulaSamples.FORMULAS);
    formulas.add("ns(log1p(z), df = 3):x + bs(x, df = 4):city:plan");
    formulas.add("city:log(z) + plan:ns(log(z), df = 3) + bin(x, breaks = c(-0.75, 0.5)):city");
    formulas.add("I(log1p(exp(x))) + I(abs(x)^z) + I((1 + exp(x))^(1 / z)):plan");
    for (int i = 0; i < formulas.size(); i++) {
      try (LogisticModel model =
          FormulaSamples.model(directory, formulas.get(i), i % 4 == 1 ? 3 : 2, DataType.FLOAT64)) {
        List<Map<String, @Nullable Object>> rows = formulaRows(model.card().schema());
        assertThat(assertScoredAlike(model, rows, formulas.get(i)))
            .as(formulas.get(i))
            .isGreaterThan(rows.size() / 4);
      }
    }
  }

  private static List<Term> hostileTerms() {
    return List.of(
        new NumberTerm("a", 2.5),
        new NumberTerm("b"),
        new FlagTerm("member", 0.25),
        new FlagTerm("old", null),
        new LevelsTerm("city", List.of("Basel", "it's", "Genève"), List.of("Basle"), 1.0),
        new LevelsTerm("plan", List.of("A", "(other)", "B"), List.of("a"), List.of("C", "D"), null),
        new MissingTerm("a", false),
        new MissingTerm("city", true));
  }

  private static List<Map<String, @Nullable Object>> hostileRows() {
    List<@Nullable Double> numbers =
        Arrays.asList(
            null,
            0.0,
            -0.0,
            1e-310,
            1e300,
            -1.7e308,
            1e39,
            2.5,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    List<@Nullable Object> flags = Arrays.asList(true, false, null, 1.0, 0.0, 0.5, -1.0);
    List<@Nullable String> cities =
        Arrays.asList("Basel", "Basle", "it's", "Genève", "Geneve", " Basel", "NA", "", null);
    List<@Nullable String> plans = Arrays.asList("A", "a", "B", "C", "D", "(other)", "?", "", null);
    Random random = new Random(3);
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put("a", i % 3 == 0 ? numbers.get(random.nextInt(10)) : (Double) random.nextGaussian());
      row.put("b", i % 5 == 0 ? numbers.get(random.nextInt(10)) : (Double) random.nextGaussian());
      row.put("member", flags.get(random.nextInt(i % 7 == 0 ? 7 : 3)));
      row.put("old", flags.get(random.nextInt(i % 7 == 1 ? 7 : 2)));
      row.put("city", cities.get(random.nextInt(cities.size())));
      row.put("plan", plans.get(random.nextInt(i % 4 == 0 ? 9 : 7)));
      rows.add(row);
    }
    return rows;
  }

  @ParameterizedTest
  @CsvSource({"2, FLOAT64", "3, FLOAT64", "2, FLOAT32"})
  void columnsAreEncodedAsTheScorerEncodesThem(int classes, DataType type) throws Exception {
    List<Term> terms = hostileTerms();
    int width = terms.stream().mapToInt(Term::width).sum();
    Standardization scaling =
        new Standardization(Collections.nCopies(width, 0.375), Collections.nCopies(width, 1.25));
    try (LogisticModel model =
        SampleModels.of(new FeatureSchema(terms, Optional.of(scaling)), classes, type)) {
      int scored = assertScoredAlike(model, hostileRows(), "columns");
      assertThat(scored).isBetween(400, 900);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.731, 1e-9, 0, 1})
  void theLabelIsPositiveFromTheThresholdOn(double threshold) throws Exception {
    LogisticModel even = FormulaSamples.model(directory, "x * city", 2, DataType.FLOAT64);
    try (LogisticModel model = SampleModels.withThreshold(even, threshold)) {
      assertThat(assertScoredAlike(model, formulaRows(model.card().schema()), "threshold"))
          .isPositive();
    }
  }

  @Test
  void smallProbabilitiesKeepTheirDigits() throws Exception {
    try (LogisticModel model = SampleModels.ofConstant(-40)) {
      double[] own = run(model, List.of(Map.of("x", 1.0))).probabilities().get(0);
      assertThat(own[1]).isCloseTo(Math.exp(-40), within(1e-12 * Math.exp(-40)));
    }
  }

  @Test
  void noRowsHaveNoProbabilities() throws Exception {
    try (LogisticModel model =
        FormulaSamples.model(directory, "ns(x, df = 3):city", 2, DataType.FLOAT64)) {
      assertThat(run(model, List.of()).labels()).isEmpty();
    }
  }

  private static void assertRefused(LogisticModel model, String... parts) {
    try (model) {
      assertThatThrownBy(() -> Onnx.encodeColumns(model))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(parts);
    }
  }

  private static LogisticModel model(Term... terms) {
    FeatureSchema schema = new FeatureSchema(List.of(terms), Optional.empty());
    return SampleModels.of(schema, 2, DataType.FLOAT64);
  }

  @Test
  void whatOnnxCannotHoldIsRefusedByName() throws Exception {
    assertRefused(
        FormulaSamples.model(directory, "x + month(day)", 2, DataType.FLOAT64),
        "month(day)",
        "part of a date",
        "ONNX",
        "predict",
        "data.query");
    assertRefused(model(new IndexedTerm("x", 1, 3)), "x1..x3", "indexed", "ONNX", "Scorer");
    assertRefused(model(new NumberTerm("label")), "\"label\"", "another name");
    assertRefused(model(new NumberTerm("probabilities")), "\"probabilities\"", "another name");
    assertRefused(
        model(new NumberTerm("x"), new LevelsTerm("x", List.of("1", "2"), null)),
        "\"x\"",
        "both as numbers and as texts");
  }

  /** Names of nodes give way. */
  @Test
  void columnsMayHaveTheNamesOfOperations() throws Exception {
    try (LogisticModel model =
        model(new NumberTerm("weights"), new NumberTerm("add"), new NumberTerm("bias_2"))) {
      Map<String, @Nullable Object> row = Map.of("weights", 1.5, "add", -2.0, "bias_2", 0.5);
      assertThat(assertScoredAlike(model, List.of(row), "names")).isEqualTo(1);
    }
  }
}
