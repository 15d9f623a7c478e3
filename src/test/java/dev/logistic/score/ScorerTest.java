package dev.logistic.score;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.logistic.export.ExportFormat;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.UnseenTexts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScorerTest {

  private static final double TOLERANCE = 1e-6;

  @TempDir Path parent;

  private Scorer scorer(LogisticModel model) throws Exception {
    Path directory = parent.resolve("m");
    Path weights = parent.resolve("m.safetensors");
    ModelDirectory.save(model, directory);
    ExportFormat.SAFETENSORS.write(directory, weights);
    return Scorer.load(directory, weights);
  }

  private Scorer customers(int classes) throws Exception {
    try (LogisticModel model = SampleModels.ofCustomers(classes)) {
      return scorer(model);
    }
  }

  private Scorer numbers(int columns, int classes) throws Exception {
    try (LogisticModel model = SampleModels.ofNumbers(columns, classes, false, DataType.FLOAT32)) {
      return scorer(model);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "28, 2, true, FLOAT32",
    "28, 2, true, FLOAT64",
    "28, 2, false, FLOAT32",
    "13, 3, true, FLOAT32",
    "13, 3, false, FLOAT64",
    "1, 4, true, FLOAT32"
  })
  void itsProbabilitiesAreThoseOfTheNativePath(
      int columns, int classes, boolean standardized, DataType type) throws Exception {
    int rows = 2_003; // blocks and groups of four that are not full
    try (LogisticModel model = SampleModels.ofNumbers(columns, classes, standardized, type)) {
      Scorer scorer = scorer(model);
      float[] features = SampleModels.rows(model, rows);
      float[] expected = SampleModels.nativeProbabilities(model, features);
      float[] batch = new float[expected.length];

      scorer.score(features, rows, batch);

      assertThat(scorer.classes()).isEqualTo(model.card().classes());
      assertThat(scorer.features()).isEqualTo(model.card().features());
      for (int row = 0; row < rows; row++) {
        double[] single = scorer.classProbabilities(row(features, row, columns));
        for (int output = 0; output < scorer.outputs(); output++) {
          float wanted = expected[row * scorer.outputs() + output];
          assertThat(batch[row * scorer.outputs() + output])
              .isCloseTo(wanted, within((float) TOLERANCE));
          assertThat(single[scorer.outputs() == 1 ? 1 : output])
              .isCloseTo(wanted, within(TOLERANCE));
        }
        assertThat(Arrays.stream(single).sum()).isCloseTo(1, within(1e-12));
      }
    }
  }

  private static double[] row(float[] features, int row, int width) {
    return IntStream.range(0, width).mapToDouble(i -> features[row * width + i]).toArray();
  }

  @Test
  void theScoreOfARowIsTheProbabilityOfThePositiveClass() throws Exception {
    Scorer scorer = numbers(2, 2);
    double[] row = {0.25, -3};

    assertThat(scorer.probability(row)).isEqualTo(scorer.classProbabilities(row)[1]);
    assertThat(scorer.classProbabilities(Map.of("x0", 0.25, "x1", -3)))
        .containsEntry("one", scorer.probability(row));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aRowByNameIsEncodedByTheSchema(int classes) throws Exception {
    Scorer scorer = customers(classes);
    Map<String, Object> row =
        Map.of("city", "Genève", "age", 31, "member", true, "plan", "A", "income, yearly", 8.5f);

    assertThat(scorer.columns()).containsExactly("age", "city", "income, yearly", "member", "plan");
    assertThat(scorer.features())
        .containsExactly("age", "city=Bern", "city=Genève", "income, yearly", "member", "plan=B");
    assertThat(scorer.classProbabilities(row).keySet()).containsExactlyElementsOf(scorer.classes());
    assertThat(scorer.classProbabilities(row).values())
        .containsExactlyElementsOf(
            boxed(scorer.classProbabilities(new double[] {31, 0, 1, 8.5, 1, 0})));
  }

  private record Customer(int age, City city, boolean member, String plan) {}

  private enum City {
    Basel,
    Bern
  }

  private static FeatureSchema schemaOfCustomers() {
    return new FeatureSchema(
        List.of(
            new NumberTerm("age"),
            new LevelsTerm("city", List.of("Basel", "Bern"), null),
            new FlagTerm("member", null),
            new LevelsTerm("plan", List.of("A", "B"), null)),
        Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void itReadsMapsRecordsAndFeaturesAsTheModelDoes(int classes) throws Exception {
    Customer customer = new Customer(2, City.Bern, true, "B");
    Map<String, Object> map = Map.of("age", 2, "city", City.Bern, "member", true, "plan", "B");
    double[] features = {2, 1, 1, 1};

    try (LogisticModel model = SampleModels.of(schemaOfCustomers(), classes, DataType.FLOAT64)) {
      Scorer scorer = scorer(model);
      Map<String, Double> expected = model.classProbabilities(customer);

      assertThat(scorer.classify(customer))
          .isEqualTo(scorer.classify(map))
          .isEqualTo(scorer.classify(features))
          .isEqualTo(model.classify(customer));
      assertThat(scorer.classProbabilities(customer)).isEqualTo(scorer.classProbabilities(map));
      expected.forEach(
          (name, probability) ->
              assertThat(scorer.classProbabilities(customer).get(name))
                  .isCloseTo(probability, within(1e-12)));
      if (classes == 2) {
        assertThat(scorer.probability(customer))
            .isEqualTo(scorer.probability(map))
            .isCloseTo(model.probability(map), within(1e-12));
      }
    }
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static Map<String, @Nullable Object> customer() {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("age", 31);
    row.put("city", "Bern");
    row.put("income, yearly", 8.5);
    row.put("member", false);
    row.put("plan", "B");
    return row;
  }

  private static Map<String, @Nullable Object> customerWith(String column, @Nullable Object cell) {
    Map<String, @Nullable Object> row = customer();
    row.put(column, cell);
    return row;
  }

  @Test
  void anUnseenTextReadsAsTheReferenceAndNullAsTheFill() throws Exception {
    Scorer scorer = customers(2);

    assertThat(scorer.classProbabilities(customerWith("city", "Chur")))
        .isEqualTo(scorer.classProbabilities(customerWith("city", "Basel")))
        .isNotEqualTo(scorer.classProbabilities(customer()));
    assertThat(scorer.classProbabilities(customerWith("city", null)))
        .isEqualTo(scorer.classProbabilities(customer()));
    assertThat(scorer.classProbabilities(customerWith("city", "")))
        .isEqualTo(scorer.classProbabilities(customerWith("city", null)));
    assertThat(scorer.classProbabilities(customerWith("age", null)))
        .isEqualTo(scorer.classProbabilities(customerWith("age", 40.5)));
    assertThat(scorer.classProbabilities(customerWith("member", 0)))
        .isEqualTo(scorer.classProbabilities(customer()));
    assertThat(scorer.classProbabilities(customerWith("unknown to the model", 1)))
        .isEqualTo(scorer.classProbabilities(customer()));
  }

  @Test
  void textsThatTheTrainingDidNotSeeAreCounted() throws Exception {
    Scorer scorer = customers(2);
    UnseenTexts unseen = new UnseenTexts();

    scorer.classProbabilities(customer(), unseen);
    assertThat(unseen.total()).isZero();
    scorer.classProbabilities(customerWith("plan", "never seen"), unseen);
    scorer.classProbabilities(customerWith("plan", "also never"), unseen);

    assertThat(unseen.total()).isEqualTo(2);
    assertThat(unseen.byColumn()).containsExactly(Map.entry("plan", 2L));
  }

  @Test
  void aRowThatCannotBeUsedIsRefusedByColumn() throws Exception {
    Scorer scorer = customers(2);
    Map<String, @Nullable Object> lacking = customer();
    lacking.remove("age");

    assertThatThrownBy(() -> scorer.classProbabilities(lacking))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the row lacks columns that the model needs: \"age\"; it has "
                + lacking.keySet().stream()
                    .sorted()
                    .map(name -> "\"" + name + "\"")
                    .collect(joining(", ")));
    assertRefused(
        scorer,
        "plan",
        null,
        "column \"plan\" is missing; the model was not trained with data.missing=mean and has no"
            + " value to fill in");
    assertRefused(scorer, "age", "31", "column \"age\" must be a finite number, was \"31\"");
    assertRefused(scorer, "age", Double.NaN, "column \"age\" must be a finite number, was NaN");
    assertRefused(scorer, "member", 2, "column \"member\" must be true or false, was 2");
    assertRefused(scorer, "city", 7, "column \"city\" must be a text, was 7");
  }

  private static void assertRefused(
      Scorer scorer, String column, @Nullable Object cell, String message) {
    assertThatThrownBy(() -> scorer.classProbabilities(customerWith(column, cell)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void arraysOfTheWrongLengthAreRefused() throws Exception {
    Scorer scorer = numbers(2, 2);

    assertThatThrownBy(() -> scorer.probability(new double[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 2 features in the row, found 3");
    assertThatThrownBy(() -> scorer.score(new float[5], 3, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features must hold 3 rows of 2, had length 5");
    assertThatThrownBy(() -> scorer.score(new float[6], 3, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probabilities must hold 3 rows of 1, had length 2");
    assertThatThrownBy(() -> scorer.score(new float[6], -1, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows must be at least 0, was -1");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aFeatureThatIsNotFiniteIsNamed(int classes) throws Exception {
    Scorer scorer = numbers(1, classes);
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] features = new float[700];
      features[613] = value;

      assertThatThrownBy(() -> scorer.score(features, 700, new float[2_100]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching(
              "expected a finite number for feature \"\\w+\" in row 613, found " + value);
    }
    assertThatThrownBy(() -> scorer.classProbabilities(new double[] {Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("expected a finite number for feature \"\\w+\" in the row, found NaN");
    assertThatThrownBy(() -> scorer.classify(Double.NEGATIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("in the row, found -Infinity");
  }

  @Test
  void noRowsAreNoTrouble() throws Exception {
    numbers(2, 2).score(new float[0], 0, new float[0]);
  }

  @Test
  void thereIsNoPositiveClassAmongThree() throws Exception {
    Scorer scorer = numbers(1, 3);

    assertThatThrownBy(() -> scorer.probability(new double[] {1}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "there are more than two classes, [négative \"0\", one, two]: ask classProbabilities");
  }

  @Test
  void severalThreadsShareOne() throws Exception {
    Scorer scorer = numbers(3, 3);
    float[] features = new float[3_000];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) Math.sin(i);
    }
    float[] expected = new float[3_000];
    scorer.score(features, 1_000, expected);

    assertThat(
            IntStream.range(0, 64)
                .parallel()
                .allMatch(
                    i -> {
                      float[] own = new float[3_000];
                      scorer.score(features, 1_000, own);
                      return Arrays.equals(own, expected);
                    }))
        .isTrue();
  }
}
