package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Covariance;
import dev.logistic.config.Intervals;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Solver;
import dev.logistic.config.Tests;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.PValues;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.TermEffect;
import dev.logistic.solver.Pass;
import dev.logistic.solver.RemoteData;
import dev.logistic.solver.RemoteRows;
import dev.logistic.solver.RowFacts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training on remote rows. Oracle: training on the same rows held locally. */
class RemoteRowsTest {

  private static final Settings TIGHT =
      Settings.original()
          .with(Settings.SOLVER, Solver.LBFGS)
          .with(Settings.EPOCHS, 500)
          .with(Settings.TOLERANCE, OptionalDouble.of(1e-9));

  private final NDManager manager = PyTorch.engine().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static Settings penalised(double l1, double l2) {
    return TIGHT.with(Settings.L1, l1).with(Settings.L2, OptionalDouble.of(l2));
  }

  /** Overlapping classes. */
  private LabelledData rows(int classes) {
    Random random = new Random(5);
    double[][] features = new double[300][3];
    int[] labels = new int[features.length];
    for (int row = 0; row < features.length; row++) {
      labels[row] = random.nextInt(classes);
      for (int column = 0; column < 3; column++) {
        features[row][column] = random.nextGaussian() + 0.6 * labels[row] * (column - 1);
      }
    }
    List<String> names = IntStream.range(0, classes).mapToObj(place -> "c" + place).toList();
    NDArray places = manager.create(labels);
    return LabelledData.ofClasses(manager.create(features), places, List.of(), names);
  }

  private LabelledData weighted(LabelledData data) {
    Random random = new Random(6);
    double[] weights = new double[(int) data.rows()];
    Arrays.setAll(weights, row -> 0.5 + random.nextDouble());
    return data.withWeights(manager.create(weights));
  }

  private static void assertSame(TrainingResult found, TrainingResult expected) {
    try (found;
        expected) {
      double objective = expected.fit().objective();
      assertThat(found.fit().objective()).isCloseTo(objective, within(1e-12 * objective));
      assertThat(found.fit().gradientNorm()).isLessThanOrEqualTo(1e-9);
      assertThat(found.stop().reason()).isEqualTo(expected.stop().reason());
      for (int output = 0; output < expected.model().card().outputs(); output++) {
        assertClose(found, expected, output);
      }
      assertThat(found.model().card().settings()).isEqualTo(expected.model().card().settings());
      assertThat(found.model().card().classes()).isEqualTo(expected.model().card().classes());
      assertThat(found.model().card().trainingData().rows())
          .isEqualTo(expected.model().card().trainingData().rows());
    }
  }

  private static void assertClose(TrainingResult found, TrainingResult expected, int output) {
    List<Double> weights = found.model().coefficients(output).weights();
    List<Double> others = expected.model().coefficients(output).weights();
    for (int i = 0; i < weights.size(); i++) {
      assertThat(weights.get(i)).isCloseTo(others.get(i), within(1e-7));
    }
  }

  @ParameterizedTest
  @CsvSource({"2, false, 0, 0.01", "2, true, 0.02, 0", "3, false, 0.01, 0.01", "3, true, 0, 0.1"})
  void givesTheSameModel(int classes, boolean weights, double l1, double l2) {
    LabelledData data = weights ? weighted(rows(classes)) : rows(classes);
    LogisticRegression training = LogisticRegression.with(penalised(l1, l2));

    assertSame(training.train(new CutRows(data, 4)), training.train(data));
  }

  @Test
  void hasTheSameBitsEachTimeAndDistinguishesRows() {
    LabelledData data = rows(2);
    LogisticRegression training = LogisticRegression.with(penalised(0, 0.01));
    try (TrainingResult once = training.train(new CutRows(data, 4));
        TrainingResult again = training.train(new CutRows(data, 4));
        TrainingResult other = training.train(new CutRows(weighted(data), 4))) {
      assertThat(again.model().coefficients()).isEqualTo(once.model().coefficients());
      String fingerprint = once.model().card().trainingData().fingerprint();
      assertThat(fingerprint).matches("[0-9a-f]{64}");
      assertThat(again.model().card().trainingData().fingerprint()).isEqualTo(fingerprint);
      assertThat(other.model().card().trainingData().fingerprint()).isNotEqualTo(fingerprint);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, MODEL", "2, HC0", "2, HC1", "2, HC2", "2, HC3", "3, HC1"})
  void givesTheSameStatistics(int classes, Covariance covariance) {
    LabelledData data = rows(classes);
    LogisticRegression training =
        LogisticRegression.with(penalised(0, 0).with(Settings.COVARIANCE, covariance));
    try (TrainingResult found = training.train(new CutRows(data, 4));
        TrainingResult expected = training.train(data)) {
      FitStatistics own = found.statistics().known().orElseThrow();
      FitStatistics others = expected.statistics().known().orElseThrow();
      assertThat(own.logLikelihood()).isCloseTo(others.logLikelihood(), within(1e-9));
      assertThat(own.nullLogLikelihood()).isEqualTo(others.nullLogLikelihood());
      assertThat(own.rows()).isEqualTo(300);
      assertThat(own.covarianceKind()).isEqualTo(others.covarianceKind());
      for (int i = 0; i < own.coefficients().size(); i++) {
        CoefficientStatistic each = own.coefficients().get(i);
        CoefficientStatistic other = others.coefficients().get(i);
        assertThat(each.name()).isEqualTo(other.name());
        assertThat(each.standardError()).isCloseTo(other.standardError(), within(1e-9));
        assertThat(PValues.of(each)).isCloseTo(PValues.of(other), within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, WALD", "2, LR", "3, LR"})
  void givesTheSameTestsOfTerms(int classes, Tests kind) {
    LabelledData data = rows(classes);
    LogisticRegression training =
        LogisticRegression.with(penalised(0, 0).with(Settings.TESTS, kind));
    try (TrainingResult found = training.train(new CutRows(data, 4));
        TrainingResult expected = training.train(data)) {
      List<TermEffect> own = found.statistics().known().orElseThrow().tests().tests();
      List<TermEffect> others = expected.statistics().known().orElseThrow().tests().tests();
      assertThat(own).hasSize(3);
      for (int i = 0; i < own.size(); i++) {
        assertThat(own.get(i).chi2()).isCloseTo(others.get(i).chi2(), within(1e-9));
      }
    }
  }

  @Test
  void givesTheSameIntervalsByTheProfileLikelihood() {
    LabelledData data = rows(2);
    LogisticRegression training =
        LogisticRegression.with(penalised(0, 0).with(Settings.INTERVALS, Intervals.PROFILE));
    try (TrainingResult found = training.train(new CutRows(data, 4));
        TrainingResult expected = training.train(data)) {
      FitStatistics own = found.statistics().known().orElseThrow();
      FitStatistics others = expected.statistics().known().orElseThrow();
      for (int i = 0; i < own.coefficients().size(); i++) {
        assertThat(own.coefficients().get(i).ciLow())
            .isCloseTo(others.coefficients().get(i).ciLow(), within(1e-8));
      }
      assertThat(own.hasProfileIntervals()).isTrue();
    }
  }

  @Test
  void leveragesAreThoseOfTwoClasses() {
    Settings settings = penalised(0, 0).with(Settings.COVARIANCE, Covariance.HC3);

    assertThatThrownBy(() -> LogisticRegression.with(settings).train(new CutRows(rows(3), 4)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("train.covariance=hc3 is for two classes");
  }

  @Test
  void dependentColumnsAreNamed() {
    double[][] features = {{1, 2}, {2, 4}, {3, 6}, {4, 8}, {5, 10}, {6, 12}};
    NDArray labels = manager.create(new int[] {0, 1, 0, 1, 0, 1});
    LabelledData data = LabelledData.of(manager.create(features), labels, List.of("a", "b"));

    try (TrainingResult found =
        LogisticRegression.with(penalised(0, 0)).train(new CutRows(data, 2))) {
      assertThat(found.statistics().refused())
          .contains(
              "the columns are linearly dependent: \"b\" is a linear combination of \"a\"; leave it out with data.exclude=b");
    }
  }

  private Stop.Reason reasonOf(double[][] features, int... labels) {
    LabelledData data = LabelledData.of(manager.create(features), manager.create(labels));
    try (TrainingResult found =
        LogisticRegression.with(penalised(0, 0)).train(new CutRows(data, 2))) {
      return found.stop().reason();
    }
  }

  @Test
  void separableClassesAreFound() {
    assertThat(reasonOf(new double[][] {{-2}, {-1}, {1}, {3}}, 0, 0, 1, 1))
        .isEqualTo(Stop.Reason.SEPARABLE);
    double[][] aLevelOfOneClass = {{0, 0}, {1, 0}, {2, 0}, {1, 1}, {0, 0}, {2, 0}};
    assertThat(reasonOf(aLevelOfOneClass, 0, 1, 0, 1, 1, 0)).isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(reasonOf(new double[][] {{-2}, {-1}, {1}, {3}}, 1, 1, 1, 1))
        .isEqualTo(Stop.Reason.SEPARABLE);
    assertThat(reasonOf(new double[][] {{-2}, {-1}, {1}, {3}}, 0, 1, 0, 1))
        .isEqualTo(Stop.Reason.TOLERANCE);
  }

  /** Rows where both columns are equal are of all classes, those next to them of one each. */
  @ParameterizedTest
  @CsvSource({"2, false", "2, true", "3, false", "3, true"})
  void quasiSeparationAcrossColumnsIsFound(int classes, boolean weights) {
    double[][] features = new double[24][];
    int[] labels = new int[features.length];
    for (int row = 0; row < features.length; row++) {
      int place = row / 2 % 4;
      labels[row] = row % classes;
      features[row] = new double[] {place, place + (row < 12 ? labels[row] : 0)};
    }
    List<String> names = IntStream.range(0, classes).mapToObj(place -> "c" + place).toList();
    LabelledData rows =
        LabelledData.ofClasses(manager.create(features), manager.create(labels), List.of(), names);

    try (TrainingResult found =
        LogisticRegression.with(penalised(0, 0))
            .train(new CutRows(weights ? weighted(rows) : rows, 2))) {
      assertThat(found.stop().reason()).isEqualTo(Stop.Reason.SEPARABLE);
      assertThat(found.stop().noOptimum().orElseThrow())
          .startsWith("a combination of the columns, mainly \"")
          .contains(" (quasi-complete separation); there is no finite optimum: ");
    }
  }

  /** L-BFGS takes long between columns of unlike scales; the decision does not. */
  @Test
  void separationIsDecidedWhereTheSolverTakesLong() {
    Random random = new Random(4);
    double[][] features = new double[60][2];
    int[] labels = new int[features.length];
    for (int row = 0; row < features.length; row++) {
      double value = random.nextGaussian();
      labels[row] = row % 2;
      features[row][0] = 1e4 * value;
      features[row][1] = 1e-4 * (value + (labels[row] == 1 ? 0.01 : -0.01));
    }

    assertThat(reasonOf(features, labels)).isEqualTo(Stop.Reason.SEPARABLE);
  }

  @Test
  void aListenerHearsAndMayEndIt() {
    CutRows rows = new CutRows(rows(2), 2);
    List<Double> losses = new ArrayList<>();

    try (TrainingResult found =
        LogisticRegression.with(penalised(0, 0.01))
            .listener(
                epoch -> {
                  losses.add(epoch.loss());
                  if (epoch.number() == 1) {
                    throw new TrainingStoppedException("enough");
                  }
                })
            .train(rows)) {
      assertThat(found.stop().reason()).isEqualTo(Stop.Reason.LISTENER);
      assertThat(found.stop().iterations()).isEqualTo(2);
      assertThat(losses).hasSize(2).isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(rows.looks()).isGreaterThan(3);
    }
  }

  @Test
  void anotherSolverOrRowsHeldOutAreRefused() {
    LabelledData data = rows(2);
    CutRows rows = new CutRows(data, 2);

    assertThatThrownBy(
            () -> LogisticRegression.with(TIGHT.with(Settings.SOLVER, Solver.ADAM)).train(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train.solver must be lbfgs for remote rows, was adam");
    assertThatThrownBy(
            () -> LogisticRegression.with(TIGHT.with(Settings.CHECKPOINT, "there")).train(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train.patience and train.checkpoint are not supported for remote rows");
    assertThatThrownBy(() -> LogisticRegression.with(TIGHT).validation(data).train(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("remote rows are trained on from weights of zero and without validation rows");
  }

  /** Columns that occur ever less often, whose curvatures differ. */
  private static SparseRows sparseRows(int[] labels) {
    Random random = new Random(8);
    int[][] columns = new int[labels.length][];
    double[][] values = new double[labels.length][];
    for (int row = 0; row < labels.length; row++) {
      columns[row] = IntStream.range(0, 40).filter(i -> random.nextInt(1 + i) == 0).toArray();
      values[row] = Arrays.stream(columns[row]).mapToDouble(i -> 1 + i % 2).toArray();
      double logit = Arrays.stream(columns[row]).mapToDouble(Math::sin).sum();
      labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
    }
    return SparseRows.of(columns, values, 40);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.01, false", "0, 0.001, true", "0.01, 0.01, true"})
  void sparseRowsAreFittedAsThoseInMemory(double l1, double l2, boolean weighted) {
    int[] labels = new int[2_000];
    try (SparseRows sparse = sparseRows(labels);
        LabelledData unweighted = LabelledData.of(sparse, labels)) {
      LabelledData data = weighted ? weighted(unweighted) : unweighted;
      Settings settings = penalised(l1, l2);

      TrainingResult found = LogisticRegression.with(settings).train(new CutRows(data, 3));

      TrainingResult expected = LogisticRegression.with(settings).train(data);
      assertThat(found.stop().iterations()).isEqualTo(expected.stop().iterations());
      assertSame(found, expected);
    }
  }

  @Test
  void aMeanIsNeededForEachFeature() {
    RowFacts facts =
        new RowFacts(
            FeatureSchema.ofNumbers(List.of("a", "b")),
            List.of("0", "1"),
            List.of(3L, 1L),
            4,
            false,
            DataType.FLOAT32,
            false);
    RemoteRows rows =
        new RemoteRows() {
          @Override
          public RowFacts facts() {
            return facts;
          }

          @Override
          public List<Double> means() {
            return List.of(0.5);
          }

          @Override
          public <R extends Serializable> R aggregate(Pass<R> pass) {
            throw new AssertionError("no pass is needed");
          }
        };

    assertThatThrownBy(() -> new RemoteData(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be a mean for each of 2 features, were 1");
  }

  @Test
  void factsThatDoNotFitAreRefused() {
    FeatureSchema schema = FeatureSchema.ofNumbers(List.of("a"));

    assertThatThrownBy(
            () ->
                new RowFacts(
                    schema, List.of("0", "1"), List.of(3L), 3, false, DataType.FLOAT32, false))
        .hasMessage(
            "there must be two classes or more with a number of rows each, were [0, 1] and [3]");
    assertThatThrownBy(
            () ->
                new RowFacts(
                    schema, List.of("0", "1"), List.of(0L, 0L), 0, false, DataType.FLOAT32, false))
        .hasMessage("there must be rows that weigh something, were [0, 0] and 0.0");
  }
}
