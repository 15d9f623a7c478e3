package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.logistic.config.Settings;
import dev.logistic.config.Settings.Precision;
import dev.logistic.config.Settings.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.data.table.TrainingTable;
import dev.logistic.engine.PyTorch;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

  private static Stop.Reason weighted(int[] labels, float... weights) {
    double[][] features = {{-2, 0}, {-1, 1}, {1, 0}, {3, 1}, {2, 5}, {-1, 5}};
    List<String> classes =
        IntStream.rangeClosed(0, Arrays.stream(labels).max().orElseThrow())
            .mapToObj(Integer::toString)
            .toList();
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData rows =
            LabelledData.ofClasses(
                manager.create(features), manager.create(labels), List.of(), classes);
        LabelledData data = rows.withWeights(manager.create(weights));
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      return result.stop().reason();
    }
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

  @Test
  void aPlaneAcrossColumnsSeparatesToo() {
    double[][] rows = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {1, 2}, {2, 3}};

    assertThat(train(UNPENALISED, rows, 0, 0, 0, 1, 1, 1).reason())
        .isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(train(UNPENALISED, rows, 0, 0, 1, 1, 0, 1).reason())
        .isEqualTo(Stop.Reason.TOLERANCE);
  }

  /** The second column is 1 in rows of one class alone; the first tells nothing for sure. */
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
    Settings settings = withL2(l2).with(Settings.L1, l1);
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
}
