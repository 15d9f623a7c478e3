package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.ClassWeight;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows for which there is no finite optimum, and rows at the edge of it. */
class SeparationTest {

  private static final Settings UNPENALISED =
      Settings.original().with(Settings.SOLVER, Solver.LBFGS).with(Settings.EPOCHS, 500);

  private record Outcome(Stop.Reason reason, int iterations, List<Double> weights, double bias) {}

  private static Settings withL2(double l2) {
    return UNPENALISED.with(Settings.L2, OptionalDouble.of(l2));
  }

  private static Outcome train(Settings settings, double[][] features, int... labels) {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data = LabelledData.of(manager.create(features), manager.create(labels));
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      return new Outcome(
          result.stop().reason(),
          result.stop().iterations(),
          result.model().coefficients().weights(),
          result.model().coefficients().bias());
    }
  }

  @Test
  void classesThatLieApartAreSeparable() {
    Outcome outcome = train(UNPENALISED, new double[][] {{-2}, {-1}, {1}, {3}}, 0, 0, 1, 1);

    assertThat(outcome.reason()).isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(outcome.iterations()).isLessThanOrEqualTo(10);
    assertThat(outcome.weights().get(0)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0", "0, 0.1", "0.01, 0.01"})
  void anyPenaltyGivesThemAnOptimum(double l1, double l2) {
    Outcome outcome =
        train(withL2(l2).with(Settings.L1, l1), new double[][] {{-2}, {-1}, {1}, {3}}, 0, 0, 1, 1);

    assertThat(outcome.reason()).isEqualTo(Stop.Reason.TOLERANCE);
  }

  private static Stop.Reason weighted(int[] labels, double... weights) {
    double[][] features = {{-2, 0}, {-1, 1}, {1, 0}, {3, 1}, {2, 5}, {-1, 5}};
    return reasonOf(UNPENALISED, features, labels, weights);
  }

  /** The last two lie among the rows of other classes. */
  @Test
  void rowsThatWeighNothingDoNotKeepClassesTogether() {
    int[] labels = {0, 0, 1, 1, 0, 1};
    assertThat(weighted(labels, 1, 1, 1, 1, 0, 0)).isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(weighted(labels, 1, 1, 1, 1, 1, 1)).isEqualTo(Stop.Reason.TOLERANCE);

    int[] three = {0, 0, 1, 2, 0, 1};
    assertThat(weighted(three, 1, 1, 1, 1, 0, 0)).isEqualTo(Stop.Reason.SEPARABLE);
  }

  private static Stop.Reason reasonOf(
      Settings settings, double[][] features, int[] labels, double... weights) {
    List<String> classes =
        IntStream.rangeClosed(0, Arrays.stream(labels).max().orElseThrow())
            .mapToObj(Integer::toString)
            .toList();
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData rows =
            LabelledData.ofClasses(
                manager.create(features), manager.create(labels), List.of(), classes);
        LabelledData data =
            rows.withWeights(
                weights.length == 0
                    ? manager.ones(new Shape(labels.length))
                    : manager.create(weights));
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      return result.stop().reason();
    }
  }

  /**
   * Rows on the line where both columns are equal are of both classes, and those next to it of one
   * each. No single column shows it.
   */
  private static final double[][] ABOUT_A_LINE = {
    {0, 0}, {1, 1}, {2, 2}, {0, 0}, {1, 1}, {2, 2}, {0, 1}, {2, 0}
  };

  private static Stream<ClassWeight> classWeights() {
    return Stream.of(
        ClassWeight.NONE, ClassWeight.BALANCED, new ClassWeight(false, Map.of("0", 1.0, "1", 7.0)));
  }

  @ParameterizedTest
  @MethodSource("classWeights")
  void quasiSeparationAcrossColumnsIsFoundWhateverRowsWeigh(ClassWeight classWeight) {
    Settings settings = UNPENALISED.with(Settings.CLASS_WEIGHT, classWeight);
    double[] weights = {1, 0.5, 3, 1, 0.5, 3, 2, 0.1};
    int[] labels = {0, 1, 0, 1, 0, 1, 1, 0};

    assertThat(reasonOf(settings, ABOUT_A_LINE, labels)).isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(reasonOf(settings, ABOUT_A_LINE, labels, weights)).isEqualTo(Stop.Reason.SEPARABLE);
    double[][] amidst = ABOUT_A_LINE.clone();
    amidst[0] = new double[] {0, 0.5};
    assertThat(reasonOf(settings, amidst, labels, weights)).isEqualTo(Stop.Reason.TOLERANCE);
  }

  /** Rows on b = -a are of both classes; those of the others have a + b beyond 0.2 or -0.2. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aPlaneWithTiesIsFoundInEachPrecision(DataType type) {
    Random random = new Random(7);
    double[][] rows = new double[80][];
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double a = (float) random.nextGaussian();
      double sum = (random.nextBoolean() ? 1 : -1) * (0.2 + random.nextDouble());
      labels[i] = i < 20 ? i % 2 : sum > 0 ? 1 : 0;
      rows[i] = new double[] {a, i < 20 ? -a : sum - a};
    }
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.of(
                manager.create(rows).toType(type, false),
                manager.create(labels),
                List.of("a", "b"));
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.SEPARABLE);
      assertThat(result.stop().noOptimum().orElseThrow())
          .matches(
              "a combination of the columns, mainly \"[ab]\", \"[ab]\", separates the classes except for rows on its border \\(quasi-complete separation\\); there is no finite optimum: add a penalty with train.l2=0.0125 or Jeffreys' prior with train.firth=true");
    }
  }

  /** The third column is the sum of the others, and its place is free. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void dependentColumnsDoNotHideIt(double within) {
    double[][] rows = new double[ABOUT_A_LINE.length][];
    for (int i = 0; i < rows.length; i++) {
      double second = ABOUT_A_LINE[i][1] + (i == 0 ? within : 0);
      rows[i] = new double[] {ABOUT_A_LINE[i][0], second, ABOUT_A_LINE[i][0] + second};
    }

    assertThat(train(UNPENALISED, rows, 0, 1, 0, 1, 0, 1, 1, 0).reason())
        .isEqualTo(within == 0 ? Stop.Reason.SEPARABLE : Stop.Reason.TOLERANCE);
  }

  /** The second column is 1 in rows of some classes alone, which leaves the others none there. */
  @Test
  void aLevelThatLacksOneOfThreeClassesIsQuasiSeparation() {
    double[][] rows = {{0, 1}, {1, 1}, {2, 1}, {0, 0}, {1, 0}, {2, 0}, {0, 0}, {1, 0}, {2, 0}};
    int[] ofOne = {0, 0, 0, 0, 1, 2, 1, 2, 0};
    int[] ofTwo = {0, 1, 0, 0, 1, 2, 1, 2, 0};
    int[] ofAll = {0, 1, 2, 2, 1, 0, 1, 2, 0};

    assertThat(reasonOf(UNPENALISED, rows, ofOne)).isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(reasonOf(UNPENALISED, rows, ofTwo)).isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(reasonOf(UNPENALISED, rows, ofAll)).isEqualTo(Stop.Reason.TOLERANCE);
    Settings once = UNPENALISED.with(Settings.EPOCHS, 1);
    assertThat(reasonOf(once, rows, ofTwo)).isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(reasonOf(once, rows, ofAll)).isEqualTo(Stop.Reason.EPOCHS);
  }

  /** Then that column is constant, and its weight may be any; the others' optimum is finite. */
  @Test
  void aColumnThatVariesOnlyInRowsThatWeighNothingSeparatesNothing() {
    double[][] rows = {{0, 0}, {1, 0}, {2, 0}, {1, 1}, {2, 0}};
    double[] weights = {1, 1, 1, 0, 2};

    assertThat(reasonOf(UNPENALISED, rows, new int[] {0, 1, 0, 1, 1}, weights))
        .isEqualTo(Stop.Reason.TOLERANCE);
  }

  /** The first two classes as they lie about the line, and a third everywhere. */
  @Test
  void quasiSeparationOfSomeOfThreeClassesIsFoundAcrossColumns() {
    double[][] rows = {
      {0, 0}, {1, 1}, {2, 2}, {0, 0}, {1, 1}, {2, 2}, {0, 1}, {2, 0}, {3, 3}, {0, 0}, {2, 2}, {1, 1}
    };
    int[] labels = {0, 1, 0, 1, 0, 1, 1, 0, 2, 2, 2, 2};
    assertThat(reasonOf(UNPENALISED, rows, labels)).isEqualTo(Stop.Reason.SEPARABLE);

    rows[9] = new double[] {0, 2};
    rows[10] = new double[] {2, 1};
    rows[0] = new double[] {0, 0.5};
    assertThat(reasonOf(UNPENALISED, rows, labels)).isEqualTo(Stop.Reason.TOLERANCE);
  }

  /** After one iteration no plane is in sight, but there are some between any two classes. */
  @Test
  void planesBetweenMoreThanTwoClassesAreSearchedFor() {
    double[][] rows = {{0, 0}, {1, 1.01}, {2, 2}, {0, 0.1}, {1, 1.1}, {2, 2.2}, {0, 0.3}, {2, 2.5}};
    int[] labels = {0, 0, 0, 1, 1, 1, 2, 2};
    Settings once = UNPENALISED.with(Settings.EPOCHS, 1);

    assertThat(reasonOf(once, rows, labels)).isEqualTo(Stop.Reason.SEPARABLE);
    labels[3] = 0;
    labels[0] = 1; // the third class lies apart from the others still
    assertThat(reasonOf(once, rows, labels)).isEqualTo(Stop.Reason.SEPARABLE);
    labels[1] = 2;
    labels[6] = 0;
    labels[7] = 1;
    assertThat(reasonOf(once, rows, labels)).isEqualTo(Stop.Reason.EPOCHS);
  }

  @Test
  void aPlaneAcrossColumnsSeparatesToo() {
    double[][] rows = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {1, 2}, {2, 3}};

    assertThat(train(UNPENALISED, rows, 0, 0, 0, 1, 1, 1).reason())
        .isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(train(UNPENALISED, rows, 0, 0, 1, 1, 0, 1).reason())
        .isEqualTo(Stop.Reason.TOLERANCE);
  }

  /** The second column is 1 in rows of one class alone; the first proves nothing. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aLevelThatOneClassAloneHasIsQuasiSeparation(int itsClass) {
    int other = 1 - itsClass;
    double[][] rows = {{-1, 0}, {1, 0}, {2, 0}, {-2, 0}, {3, 0}, {0.5, 1}, {-0.5, 1}};
    int[] labels = {other, itsClass, other, itsClass, other, itsClass, itsClass};

    assertThat(train(UNPENALISED, rows, labels).reason()).isEqualTo(Stop.Reason.SEPARABLE);
    labels[6] = other;
    assertThat(train(UNPENALISED, rows, labels).reason()).isEqualTo(Stop.Reason.TOLERANCE);
  }

  @Test
  void classesThatShareOnlyABorderAreQuasiSeparated() {
    double[][] rows = {{-1}, {0}, {0}, {1}};

    assertThat(train(UNPENALISED, rows, 0, 0, 1, 1).reason()).isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(train(UNPENALISED, new double[][] {{-1}, {0.1}, {0}, {1}}, 0, 0, 1, 1).reason())
        .isEqualTo(Stop.Reason.TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource
  void breastCancerWithAllColumnsIsSeparable(Precision precision) throws IOException {
    Settings settings =
        UNPENALISED
            .with(Settings.SOURCE, "examples/data/breast_cancer.csv")
            .with(Settings.LABEL, "diagnosis")
            .with(Settings.PRECISION, precision)
            .with(Settings.L2, OptionalDouble.of(0));
    try (TrainingTable table = Tables.read(settings, null, Device.cpu(), rows -> {});
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.SEPARABLE);
      assertThat(result.stop().converged()).isFalse();
      assertThat(result.stop().iterations()).isLessThanOrEqualTo(50);
    }
  }

  @Test
  void randomClassesAreNot() {
    Random random = new Random(11);
    double[][] rows = new double[200][3];
    int[] labels = new int[200];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {random.nextGaussian(), random.nextGaussian(), random.nextInt(2)};
      labels[i] = random.nextInt(2);
    }

    assertThat(train(UNPENALISED, rows, labels).reason()).isEqualTo(Stop.Reason.TOLERANCE);
    assertThat(train(UNPENALISED.with(Settings.EPOCHS, 2), rows, labels).reason())
        .isEqualTo(Stop.Reason.EPOCHS);
  }

  /** After one iteration from zero no plane is in sight yet, but there is one. */
  @Test
  void separationIsFoundAlsoWhereTheIterationsWereTooFewToShowIt() {
    double[][] rows = {{0, 0}, {1, 1.01}, {2, 2}, {0, 0.1}, {1, 1.1}, {2, 2.2}, {9, 9.1}};

    assertThat(train(UNPENALISED.with(Settings.EPOCHS, 1), rows, 0, 0, 0, 1, 1, 1, 1).reason())
        .isEqualTo(Stop.Reason.SEPARABLE);
  }

  @Test
  void moreColumnsThanRowsSeparate() {
    double[][] rows = {{1, 0.2, -0.7, 0.1}, {0.3, 1, 0.4, -2}, {-0.6, 0.9, 1, 0.8}};

    assertThat(train(UNPENALISED, rows, 1, 0, 1).reason()).isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(train(withL2(0.1), rows, 1, 0, 1).reason()).isEqualTo(Stop.Reason.TOLERANCE);
  }

  /** The bias is not penalised, and nothing holds it where there is one class. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void oneRowOrOneClassHasNoOptimumWhateverThePenalty(double l2) {
    assertThat(train(withL2(l2), new double[][] {{3}}, 1).reason())
        .isEqualTo(Stop.Reason.SEPARABLE);
    Outcome zeros = train(withL2(l2), new double[][] {{3}, {-1}, {0}}, 0, 0, 0);
    assertThat(zeros.reason()).isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(zeros.bias()).isNegative();
  }

  /** Oracle: the same rows with one of the columns, since only the weights' sum counts. */
  @Test
  void duplicateColumnsShareTheWeightOfOne() {
    double[][] one = {{-2}, {-1}, {0.5}, {1}, {3}, {-0.5}};
    double[][] two = {{-2, -2}, {-1, -1}, {0.5, 0.5}, {1, 1}, {3, 3}, {-0.5, -0.5}};
    int[] labels = {0, 1, 0, 1, 1, 0};
    Outcome single = train(UNPENALISED, one, labels);
    Outcome twice = train(UNPENALISED, two, labels);

    assertThat(twice.reason()).isEqualTo(Stop.Reason.TOLERANCE);
    assertThat(twice.weights().get(0)).isEqualTo(twice.weights().get(1));
    assertThat(twice.weights().get(0) * 2).isCloseTo(single.weights().get(0), within(1e-6));
    assertThat(twice.bias()).isCloseTo(single.bias(), within(1e-6));
  }

  /** Oracle: the same rows without the column, whose work the bias does unpenalised. */
  @ParameterizedTest
  @CsvSource({"0, 0.1", "0.05, 0"})
  void aConstantColumnGetsNoWeightWherePenalised(double l1, double l2) {
    Settings settings =
        withL2(l2).with(Settings.L1, l1).with(Settings.TOLERANCE, OptionalDouble.of(1e-8));
    double[][] without = {{-2}, {-1}, {0.5}, {1}, {3}, {-0.5}};
    double[][] with = {{-2, 7}, {-1, 7}, {0.5, 7}, {1, 7}, {3, 7}, {-0.5, 7}};
    int[] labels = {0, 1, 1, 1, 1, 0};
    Outcome expected = train(settings, without, labels);
    Outcome actual = train(settings, with, labels);

    assertThat(actual.reason()).isEqualTo(Stop.Reason.TOLERANCE);
    assertThat(actual.weights().get(0)).isCloseTo(expected.weights().get(0), within(1e-6));
    assertThat(actual.weights().get(1)).isCloseTo(0, within(1e-6));
    assertThat(actual.bias()).isCloseTo(expected.bias(), within(1e-5));
  }

  /** Oracle: a linear program; {@code bench/separation_figures.py} wrote tables and answers. */
  @Test
  void isFoundJustWhereALinearProgramFindsIt() throws IOException {
    String json = Files.readString(Path.of("src/test/resources/train/separation.json"), UTF_8);
    Gson gson = new Gson();
    JsonArray tables = JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("tables");
    Settings patient = UNPENALISED.with(Settings.EPOCHS, 5_000);
    assertThat(tables).hasSize(100);
    for (JsonElement each : tables) {
      JsonObject table = each.getAsJsonObject();
      Stop.Reason expected =
          table.get("separable").getAsBoolean() ? Stop.Reason.SEPARABLE : Stop.Reason.TOLERANCE;

      assertThat(
              reasonOf(
                  patient,
                  gson.fromJson(table.get("x"), double[][].class),
                  gson.fromJson(table.get("y"), int[].class),
                  gson.fromJson(table.get("weights"), double[].class)))
          .as(table.toString())
          .isEqualTo(expected);
    }
  }
}
