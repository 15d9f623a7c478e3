package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Combinations;
import dev.logistic.config.Covariance;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Solver;
import dev.logistic.config.Tests;
import dev.logistic.config.WeightKind;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.PValues;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.Statistics;
import dev.logistic.schema.TermEffect;
import dev.logistic.schema.TermTests;
import dev.logistic.table.TrainingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of terms, against closed forms and the figures of R's {@code drop1} and of {@code Anova} of
 * its package car, which {@code bench/inference_tests_figures.R} wrote.
 */
class TermTestsTest {

  private static final Path FIGURES = Path.of("src/test/resources/train");

  private static final Settings UNPENALISED =
      Settings.defaults().with(Settings.L2, 0).with(Settings.EPOCHS, 500);

  private static final Settings BIRTHS =
      UNPENALISED
          .with(Settings.SOURCE, FIGURES.resolve("births.csv").toString())
          .with(Settings.LABEL, "low")
          .with(Settings.PRECISION, Precision.FLOAT64);

  private static FitStatistics known(TrainingResult result) {
    Statistics statistics = result.statistics();
    assertThat(statistics.refused()).isEmpty();
    return statistics.known().orElseThrow();
  }

  private static FitStatistics ofBirths(Settings settings) throws Exception {
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      return known(result);
    }
  }

  private static FitStatistics of(LabelledData rows, Settings settings) {
    try (LabelledData data = rows;
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      return known(result);
    }
  }

  private static JsonObject figures() throws Exception {
    String text = Files.readString(FIGURES.resolve("births.json"), UTF_8);
    return JsonParser.parseString(text).getAsJsonObject();
  }

  /** A column with four levels has one test of three indicators. */
  @ParameterizedTest
  @EnumSource(
      value = Tests.class,
      names = {"WALD", "LR"})
  void theyAreRs(Tests kind) throws Exception {
    TermTests tests = ofBirths(BIRTHS.with(Settings.TESTS, kind)).tests();

    String name = Settings.TESTS.print(kind);
    JsonObject expected = figures().getAsJsonObject(name);
    assertThat(tests.kind()).isEqualTo(name);
    assertThat(tests.refused()).isEmpty();
    assertThat(tests.tests())
        .extracting(TermEffect::term)
        .containsExactly("age", "weight", "origin", "smoker", "visits");
    for (int i = 0; i < tests.tests().size(); i++) {
      TermEffect test = tests.tests().get(i);
      double chi2 = expected.getAsJsonArray("chi2").get(i).getAsDouble();
      double p = expected.getAsJsonArray("p").get(i).getAsDouble();
      assertThat(test.df()).isEqualTo(expected.getAsJsonArray("df").get(i).getAsInt());
      assertThat(test.chi2()).isCloseTo(chi2, within(1e-9 * chi2));
      assertThat(PValues.of(test)).isCloseTo(p, within(1e-9 * p));
    }
  }

  private static int[] labels(int... counts) {
    int rows = counts[0] + counts[1] + counts[2] + counts[3];
    int[] y = new int[rows];
    for (int i = 0; i < rows; i++) {
      boolean second = i >= counts[0] + counts[1];
      int place = second ? i - counts[0] - counts[1] : i;
      y[i] = place < (second ? counts[2] : counts[0]) ? 1 : 0;
    }
    return y;
  }

  /** The counts are those of ones and zeros at x = 1, and then at x = 0. */
  private static double[][] groups(int... counts) {
    double[][] x = new double[counts[0] + counts[1] + counts[2] + counts[3]][1];
    for (int i = 0; i < counts[0] + counts[1]; i++) {
      x[i][0] = 1;
    }
    return x;
  }

  private static double ratio(double... counts) {
    double all = counts[0] + counts[1] + counts[2] + counts[3];
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      double row = counts[i - i % 2] + counts[i - i % 2 + 1];
      double column = counts[i % 2] + counts[i % 2 + 2];
      sum += counts[i] * Math.log(counts[i] * all / (row * column));
    }
    return 2 * sum;
  }

  /** Twice the sum of the observed counts times the logarithm of observed by expected ones. */
  @Test
  void ofATwoByTwoTableTheRatioIsThatOfObservedAndExpectedCounts() {
    int[] counts = {12, 5, 7, 21};
    LabelledData data = LabelledData.of(groups(counts), labels(counts));

    TermEffect test = of(data, UNPENALISED.with(Settings.TESTS, Tests.LR)).tests().tests().get(0);

    double expected = ratio(12, 5, 7, 21);
    assertThat(test.chi2()).isCloseTo(expected, within(1e-12 * expected));
    assertThat(test.df()).isEqualTo(1);
  }

  @Test
  void rowsWithFrequenciesHaveTheTestsOfRepeatedRows() {
    Settings settings =
        UNPENALISED.with(Settings.TESTS, Tests.LR).with(Settings.WEIGHT_KIND, WeightKind.FREQUENCY);

    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.of(new double[][] {{1}, {1}, {0}, {0}}, new int[] {1, 0, 1, 0})) {
      double[][] counts = {{12}, {5}, {7}, {21}};
      FitStatistics statistics = of(data.withWeights(manager.create(counts)), settings);

      assertThat(statistics.tests().tests().get(0).chi2())
          .isCloseTo(ratio(12, 5, 7, 21), within(1e-11));
    }
  }

  /** With one coefficient, Wald's statistic is the square of z, of a robust covariance too. */
  @ParameterizedTest
  @EnumSource(
      value = Covariance.class,
      names = {"MODEL", "HC3"})
  void waldsStatisticIsTheSquareOfZ(Covariance covariance) throws Exception {
    Settings settings =
        BIRTHS.with(Settings.TESTS, Tests.WALD).with(Settings.COVARIANCE, covariance);

    FitStatistics statistics = ofBirths(settings);

    TermEffect age = statistics.tests().tests().get(0);
    CoefficientStatistic coefficient = statistics.coefficients().get(1);
    assertThat(age.chi2()).isCloseTo(Math.pow(coefficient.z(), 2), within(1e-13 * age.chi2()));
    assertThat(PValues.of(age)).isCloseTo(PValues.of(coefficient), within(1e-12));
  }

  @Test
  void eachColumnOfSparseRowsIsATerm() {
    SparseRows rows =
        SparseRows.of(
            new int[][] {{0}, {0, 1}, {1}, {}, {0}, {1}, {0, 1}, {}},
            new double[][] {{1}, {1, 1}, {1}, {}, {1}, {1}, {1, 1}, {}},
            2);
    Settings settings = UNPENALISED.with(Settings.STANDARDIZE, false);

    TermTests tests =
        of(
                LabelledData.of(rows, new int[] {1, 0, 0, 1, 0, 1, 1, 0}),
                settings.with(Settings.TESTS, Tests.LR))
            .tests();

    assertThat(tests.tests()).hasSize(2).allMatch(test -> test.df() == 1);
  }

  @Test
  void theyAreKeptWithTheModel(@TempDir Path directory) throws Exception {
    Settings settings = BIRTHS.with(Settings.TESTS, Tests.LR);
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      ModelDirectory.save(result.model(), directory.resolve("m"));

      assertThat(ModelDirectory.load(directory.resolve("m")).card().statistics().known())
          .map(FitStatistics::tests)
          .contains(known(result).tests());
    }
  }

  @Test
  void withoutTheSettingThereAreNone() throws Exception {
    assertThat(ofBirths(BIRTHS).tests()).isEqualTo(TermTests.NONE);
  }

  @Test
  void fitsWithoutStatisticsAreRefused() {
    Settings tested = Settings.defaults().with(Settings.TESTS, Tests.LR);

    assertThatThrownBy(() -> Combinations.check(tested))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "train.tests=lr needs a fit without a penalty, which biases coefficients: set"
                + " train.l2=0 and train.l1=0, found train.l2=1/rows and train.l1=0.0");
    assertThatThrownBy(() -> Combinations.check(tested.with(Settings.SOLVER, Solver.SGD)))
        .hasMessageContaining("train.tests=lr needs train.solver=lbfgs");
  }

  @Test
  void likelihoodRatiosAreNotRobust() {
    Settings tested = UNPENALISED.with(Settings.TESTS, Tests.LR);

    assertThatThrownBy(() -> Combinations.check(tested.with(Settings.COVARIANCE, Covariance.HC3)))
        .hasMessage(
            "train.tests=lr needs train.covariance=model, as likelihood ratios are not robust:"
                + " leave out train.covariance=hc3, or set train.tests=wald");
    assertThatThrownBy(
            () ->
                Combinations.check(
                    tested
                        .with(Settings.WEIGHT_KIND, WeightKind.SAMPLING)
                        .with(Settings.WEIGHT, "w")))
        .hasMessageContaining("set train.tests=wald, found data.weight-kind=sampling");
  }
}
