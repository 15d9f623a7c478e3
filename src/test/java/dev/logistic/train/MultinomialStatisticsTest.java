package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Covariance;
import dev.logistic.config.Intervals;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Tests;
import dev.logistic.config.WeightKind;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.engine.PyTorch;
import dev.logistic.inference.Inference;
import dev.logistic.inference.InferenceOptions;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.PValues;
import dev.logistic.model.Parameters;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.Statistics;
import dev.logistic.schema.TermEffect;
import dev.logistic.solver.WholeData;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statistics for more than two classes, against closed forms, the figures of R's {@code
 * nnet::multinom}, which {@code bench/multinomial_figures.R} wrote, and those of statsmodels'
 * {@code MNLogit}, which {@code bench/multinomial_figures.py} wrote.
 */
class MultinomialStatisticsTest {

  private static final Path FIGURES = Path.of("src/test/resources/train");

  private static final Settings UNPENALISED =
      Settings.defaults().with(Settings.L2, 0).with(Settings.EPOCHS, 500);

  private static final Settings CHOICES =
      UNPENALISED
          .with(Settings.SOURCE, FIGURES.resolve("choices.csv").toString())
          .with(Settings.LABEL, "choice")
          .with(Settings.FEATURES, List.of("income", "distance", "region"))
          .with(Settings.PRECISION, Precision.FLOAT64);

  private static JsonObject figures(String file) throws IOException {
    return JsonParser.parseString(Files.readString(FIGURES.resolve(file), UTF_8)).getAsJsonObject();
  }

  private static FitStatistics known(TrainingResult result) {
    Statistics statistics = result.statistics();
    assertThat(statistics.refused()).isEmpty();
    return statistics.known().orElseThrow();
  }

  private static FitStatistics ofChoices(Settings settings) throws Exception {
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      return known(result);
    }
  }

  private static FitStatistics of(double[][] x, int[] y, Settings settings) {
    try (LabelledData data = LabelledData.of(x, y);
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      return known(result);
    }
  }

  private static void assertClose(JsonArray expected, List<Double> found, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      double figure = expected.get(i).getAsDouble();
      assertThat(found.get(i)).as("%d", i).isCloseTo(figure, within(tolerance * Math.abs(figure)));
    }
  }

  private static void assertClose(double expected, double found) {
    assertThat(found).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
  }

  private static List<Double> estimates(FitStatistics statistics) {
    return statistics.coefficients().stream().map(CoefficientStatistic::estimate).toList();
  }

  private static List<Double> errors(FitStatistics statistics) {
    return statistics.coefficients().stream().map(CoefficientStatistic::standardError).toList();
  }

  /** The first class in the order of the texts is the one with which others are compared. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theyAreThoseOfMultinomOnTheScaleOfTheColumns(boolean standardize) throws Exception {
    JsonObject expected = figures("choices.json");

    FitStatistics found = ofChoices(CHOICES.with(Settings.STANDARDIZE, standardize));

    assertThat(found.coefficients())
        .extracting(CoefficientStatistic::name)
        .startsWith("(bias)", "income", "distance", "region=hills", "region=town", "(bias)")
        .hasSize(15);
    assertClose(expected.getAsJsonArray("estimate"), estimates(found), 1e-6);
    assertClose(expected.getAsJsonArray("standard_error"), errors(found), 1e-6);
    assertClose(expected.getAsJsonObject("full"), found);
    assertClose(
        expected.getAsJsonObject("null").get("log_likelihood").getAsDouble(),
        found.nullLogLikelihood());
    assertThat(found.rows()).isEqualTo(400);
    assertThat(found.nullDf()).isEqualTo(3 * 399);
    assertThat(found.residualDf()).isEqualTo(3 * 400 - 15);
  }

  private static void assertClose(JsonObject expected, FitStatistics found) {
    assertClose(expected.get("log_likelihood").getAsDouble(), found.logLikelihood());
    assertClose(expected.get("aic").getAsDouble(), found.aic());
    assertClose(expected.get("bic").getAsDouble(), found.bic());
    assertThat(found.coefficients()).hasSize(expected.get("parameters").getAsInt());
  }

  @Test
  void theyAreThoseOfMnLogit() throws Exception {
    JsonObject expected = figures("choices_robust.json");

    FitStatistics found = ofChoices(CHOICES);

    assertClose(expected.getAsJsonArray("estimate"), estimates(found), 1e-9);
    assertClose(expected.getAsJsonArray("standard_error"), errors(found), 1e-9);
    assertClose(expected.get("log_likelihood").getAsDouble(), found.logLikelihood());
    assertClose(expected.get("null_log_likelihood").getAsDouble(), found.nullLogLikelihood());
    assertClose(expected.get("mcfadden_r2").getAsDouble(), found.mcFaddenR2());
    assertClose(expected.get("lr_chi2").getAsDouble(), found.likelihoodRatio());
    assertClose(expected.get("lr_p").getAsDouble(), PValues.of(found));
    assertClose(expected.get("aic").getAsDouble(), found.aic());
    assertClose(expected.get("bic").getAsDouble(), found.bic());
  }

  /** Those of the model keep their shape: one for each class. */
  @Test
  void estimatesAreDifferencesOfTheWeightsFromThoseOfTheFirstClass() throws Exception {
    try (TrainingTable table = Tables.read(CHOICES);
        TrainingResult result = LogisticRegression.with(CHOICES).train(table)) {
      List<CoefficientStatistic> coefficients = known(result).coefficients();
      LogisticModel model = result.model();
      assertThat(model.weights().getShape()).isEqualTo(new Shape(4, 4));
      Coefficients first = model.rawCoefficients(0).orElseThrow();
      for (int output = 1; output < 4; output++) {
        Coefficients own = model.rawCoefficients(output).orElseThrow();
        int from = 5 * (output - 1);
        assertThat(coefficients.get(from).estimate())
            .isCloseTo(own.bias() - first.bias(), within(1e-13));
        for (int i = 0; i < 4; i++) {
          assertThat(coefficients.get(from + 1 + i).estimate())
              .isCloseTo(own.weights().get(i) - first.weights().get(i), within(1e-13));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"HC0, hc0", "HC1, 'hc1, times n/(n-k)'", "CLUSTER, 'cluster, times G/(G-1)'"})
  void robustCovariancesAreThoseOfTheScoresOfAllClasses(Covariance covariance, String kind)
      throws Exception {
    Settings settings = CHOICES.with(Settings.COVARIANCE, covariance);
    if (covariance == Covariance.CLUSTER) {
      settings = settings.with(Settings.CLUSTER, "household");
    }

    FitStatistics found = ofChoices(settings);

    JsonArray expected =
        figures("choices_robust.json").getAsJsonArray(Settings.COVARIANCE.print(covariance));
    CovarianceMatrix matrix = found.covariance().orElseThrow();
    assertThat(matrix.size()).isEqualTo(15);
    for (int i = 0; i < 15; i++) {
      for (int j = 0; j < 15; j++) {
        double size = Math.sqrt(matrix.at(i, i) * matrix.at(j, j));
        double figure = expected.get(i).getAsJsonArray().get(j).getAsDouble();
        assertThat(matrix.at(i, j)).as(i + " " + j).isCloseTo(figure, within(1e-9 * size));
      }
    }
    assertThat(found.covarianceKind()).hasToString(kind);
  }

  @ParameterizedTest
  @EnumSource(
      value = Tests.class,
      names = {"WALD", "LR"})
  void aTermIsTestedInAllClassesTogether(Tests kind) throws Exception {
    JsonObject expected = figures("choices.json");

    List<TermEffect> tests = ofChoices(CHOICES.with(Settings.TESTS, kind)).tests().tests();

    assertThat(tests).extracting(TermEffect::term).containsExactly("income", "distance", "region");
    assertThat(tests).extracting(TermEffect::df).containsExactly(3, 3, 6);
    assertClose(
        expected.getAsJsonArray(Settings.TESTS.print(kind)),
        tests.stream().map(TermEffect::chi2).toList(),
        1e-6);
  }

  /** Rows of each class at x = 0 and at x = 1. */
  private static final int[][] COUNTS = {{12, 7, 9}, {5, 21, 16}};

  private static double[][] x(int[][] counts) {
    int atZero = Arrays.stream(counts[0]).sum();
    double[][] x = new double[atZero + Arrays.stream(counts[1]).sum()][1];
    Arrays.fill(x, atZero, x.length, new double[] {1});
    return x;
  }

  private static int[] y(int[][] counts) {
    return Arrays.stream(counts)
        .flatMapToInt(
            group ->
                IntStream.range(0, group.length)
                    .flatMap(place -> IntStream.generate(() -> place).limit(group[place])))
        .toArray();
  }

  private static FitStatistics ofTable(Settings settings) {
    return of(x(COUNTS), y(COUNTS), settings);
  }

  private static double inverse(int... counts) {
    return Arrays.stream(counts).mapToDouble(count -> 1.0 / count).sum();
  }

  /**
   * Of a class, the odds ratio is that of its table with the first class, with Woolf's variance;
   * two classes share the rows of the first one. Robust covariances of a saturated model are those
   * of the model.
   */
  @ParameterizedTest
  @EnumSource(
      value = Covariance.class,
      names = {"MODEL", "HC0"})
  void ofATableTheyAreLogarithmsOfOddsRatios(Covariance covariance) {
    FitStatistics found = ofTable(UNPENALISED.with(Settings.COVARIANCE, covariance));

    CovarianceMatrix matrix = found.covariance().orElseThrow();
    double shared = inverse(COUNTS[0][0], COUNTS[1][0]);
    for (int k = 1; k < 3; k++) {
      CoefficientStatistic slope = found.coefficients().get(2 * k - 1);
      double ratio = (double) COUNTS[1][k] * COUNTS[0][0] / ((double) COUNTS[0][k] * COUNTS[1][0]);
      assertThat(slope.estimate()).isCloseTo(Math.log(ratio), within(1e-12));
      double variance = shared + inverse(COUNTS[0][k], COUNTS[1][k]);
      assertThat(Math.pow(slope.standardError(), 2)).isCloseTo(variance, within(1e-12));
      assertThat(matrix.at(2 * k - 2, 2 * k - 2))
          .isCloseTo(inverse(COUNTS[0][0], COUNTS[0][k]), within(1e-12));
    }
    assertThat(matrix.at(1, 3)).isCloseTo(shared, within(1e-12)).isEqualTo(matrix.at(3, 1));
  }

  /** Twice the sum of the observed counts times the logarithm of observed by expected ones. */
  @Test
  void ofATableTheLikelihoodRatioIsThatOfObservedAndExpectedCounts() {
    FitStatistics found = ofTable(UNPENALISED.with(Settings.TESTS, Tests.LR));

    double all = Arrays.stream(COUNTS).flatMapToInt(Arrays::stream).sum();
    double ratio = 0;
    for (int k = 0; k < 3; k++) {
      for (int[] group : COUNTS) {
        double expected = (double) Arrays.stream(group).sum() * (COUNTS[0][k] + COUNTS[1][k]) / all;
        ratio += 2 * group[k] * Math.log(group[k] / expected);
      }
    }
    TermEffect test = found.tests().tests().get(0);
    assertThat(test.chi2()).isCloseTo(ratio, within(1e-11));
    assertThat(test.df()).isEqualTo(2);
    assertThat(found.likelihoodRatio()).isCloseTo(ratio, within(1e-11));
    assertThat(found.likelihoodRatioDf()).isEqualTo(2);
  }

  /**
   * In a saturated model, the rows of other classes do not matter to the comparison of one class
   * with the first: it is that of two classes.
   */
  @ParameterizedTest
  @EnumSource(Intervals.class)
  void ofATableEachClassIsFittedAsNextToTheFirstAlone(Intervals intervals) {
    Settings settings = UNPENALISED.with(Settings.INTERVALS, intervals);
    FitStatistics found = ofTable(settings);

    for (int k = 1; k < 3; k++) {
      int[][] two = {{COUNTS[0][0], COUNTS[0][k]}, {COUNTS[1][0], COUNTS[1][k]}};
      FitStatistics expected = of(x(two), y(two), settings);
      for (int i = 0; i < 2; i++) {
        CoefficientStatistic own = found.coefficients().get(2 * k - 2 + i);
        CoefficientStatistic other = expected.coefficients().get(i);
        assertThat(own.name()).isEqualTo(other.name());
        assertThat(own.estimate()).isCloseTo(other.estimate(), within(1e-10));
        assertThat(own.standardError()).isCloseTo(other.standardError(), within(1e-10));
        assertThat(own.ciLow()).isCloseTo(other.ciLow(), within(1e-8));
        assertThat(own.ciHigh()).isCloseTo(other.ciHigh(), within(1e-8));
      }
    }
    assertThat(found.hasProfileIntervals()).isEqualTo(intervals == Intervals.PROFILE);
  }

  /** Of a column that is not saturated, on the scale of the column whatever the scaling. */
  @Test
  void intervalsByTheProfileLikelihoodDoNotDependOnTheScaling() throws Exception {
    Settings settings =
        CHOICES
            .with(Settings.FEATURES, List.of("income"))
            .with(Settings.INTERVALS, Intervals.PROFILE);

    List<CoefficientStatistic> found = ofChoices(settings).coefficients();

    List<CoefficientStatistic> plain =
        ofChoices(settings.with(Settings.STANDARDIZE, false)).coefficients();
    for (int i = 0; i < found.size(); i++) {
      double precision = 1e-8 * found.get(i).standardError();
      assertThat(found.get(i).ciLow()).isCloseTo(plain.get(i).ciLow(), within(precision));
      assertThat(found.get(i).ciHigh()).isCloseTo(plain.get(i).ciHigh(), within(precision));
      assertThat(found.get(i).ciHigh() - found.get(i).estimate())
          .isNotCloseTo(found.get(i).estimate() - found.get(i).ciLow(), within(1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Covariance.class,
      names = {"MODEL", "HC0", "HC1"})
  void aRowThatCountsManyTimesIsThatRowRepeated(Covariance covariance) {
    Settings settings = UNPENALISED.with(Settings.COVARIANCE, covariance);
    double[][] x = {{0}, {0}, {0}, {1}, {1}, {1}};
    int[] y = {0, 1, 2, 0, 1, 2};
    double[] counts = Arrays.stream(COUNTS).flatMapToInt(Arrays::stream).asDoubleStream().toArray();
    FitStatistics expected = ofTable(settings);

    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data = LabelledData.of(x, y);
        LabelledData counted = data.withWeights(manager.create(counts));
        TrainingResult result =
            LogisticRegression.with(settings.with(Settings.WEIGHT_KIND, WeightKind.FREQUENCY))
                .train(counted)) {
      FitStatistics found = known(result);
      assertThat(found.rows()).isEqualTo(70);
      assertThat(found.bic()).isCloseTo(expected.bic(), within(1e-10));
      assertThat(found.residualDf()).isEqualTo(expected.residualDf());
      for (int i = 0; i < 4; i++) {
        assertThat(estimates(found).get(i)).isCloseTo(estimates(expected).get(i), within(1e-12));
        assertThat(errors(found).get(i)).isCloseTo(errors(expected).get(i), within(1e-12));
      }
    }
  }

  /**
   * In a group, the logarithm of the odds of a class has the variance {@code S/W^2} of its rows
   * plus that of the first class's, for their sum of weights W and of squared weights S.
   */
  @Test
  void aSurveysWeightsMultiplyTheScores() {
    int[] y = y(COUNTS);
    double[] weights = IntStream.range(0, y.length).mapToDouble(row -> 1 + row % 3).toArray();
    double[][] sums = new double[2][3];
    double[][] variances = new double[2][3];
    for (int row = 0; row < y.length; row++) {
      int group = row < 28 ? 0 : 1;
      sums[group][y[row]] += weights[row];
      variances[group][y[row]] += weights[row] * weights[row];
    }
    for (int cell = 0; cell < 6; cell++) {
      variances[cell / 3][cell % 3] /= Math.pow(sums[cell / 3][cell % 3], 2);
    }
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data = LabelledData.of(x(COUNTS), y);
        LabelledData weighted = data.withWeights(manager.create(weights));
        TrainingResult result =
            LogisticRegression.with(UNPENALISED.with(Settings.WEIGHT_KIND, WeightKind.SAMPLING))
                .train(weighted)) {
      FitStatistics found = known(result);
      for (int k = 1; k < 3; k++) {
        CoefficientStatistic slope = found.coefficients().get(2 * k - 1);
        assertThat(slope.estimate())
            .isCloseTo(
                Math.log(sums[1][k] * sums[0][0] / (sums[0][k] * sums[1][0])), within(1e-12));
        double variance = variances[0][k] + variances[0][0] + variances[1][k] + variances[1][0];
        assertThat(slope.standardError()).isCloseTo(Math.sqrt(variance * 70 / 69), within(1e-12));
      }
      assertThat(found.covarianceKind()).hasToString("hc0, times n/(n-1)");
      assertThat(found.ofSurvey()).isTrue();
    }
  }

  @Test
  void whereEachRowIsItsOwnClusterItIsHc0() {
    FitStatistics hc0 = ofTable(UNPENALISED.with(Settings.COVARIANCE, Covariance.HC0));
    try (LabelledData data = LabelledData.of(x(COUNTS), y(COUNTS));
        TrainingResult result =
            LogisticRegression.with(UNPENALISED.with(Settings.COVARIANCE, Covariance.CLUSTER))
                .train(data.withClusters(IntStream.range(0, 70).toArray()))) {
      FitStatistics found = known(result);
      for (int i = 0; i < 4; i++) {
        assertThat(errors(found).get(i))
            .isCloseTo(errors(hc0).get(i) * Math.sqrt(70 / 69.0), within(1e-12));
      }
    }
  }

  @Test
  void sparseRowsHaveTheSame() {
    double[][] x = x(COUNTS);
    int[][] columns = new int[x.length][];
    Arrays.fill(columns, new int[] {0});
    Settings settings = UNPENALISED.with(Settings.COVARIANCE, Covariance.HC1);
    FitStatistics expected = ofTable(settings);
    try (SparseRows sparse = SparseRows.of(columns, x, 1);
        LabelledData data = LabelledData.of(sparse, y(COUNTS));
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      for (int i = 0; i < 4; i++) {
        assertThat(errors(known(result)).get(i)).isCloseTo(errors(expected).get(i), within(1e-10));
      }
    }
  }

  @Test
  void theySurviveSavingAndLoading(@TempDir Path parent) throws Exception {
    Settings settings = CHOICES.with(Settings.TESTS, Tests.WALD);
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      ModelDirectory.save(result.model(), parent.resolve("m"));
      FitStatistics known = known(result);

      FitStatistics loaded =
          ModelDirectory.card(parent.resolve("m")).statistics().known().orElseThrow();

      assertThat(loaded.coefficients()).isEqualTo(known.coefficients());
      assertThat(loaded.tests()).isEqualTo(known.tests());
      assertThat(loaded.residualDf()).isEqualTo(known.residualDf());
      assertThat(ModelDirectory.covariance(parent.resolve("m"))).isEqualTo(known.covariance());
    }
  }

  private static String refusal(double[][] x, int[] y, Settings settings) {
    try (LabelledData data = LabelledData.of(x, y);
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      assertThat(result.statistics().known()).isEmpty();
      return result.statistics().refused().orElseThrow();
    }
  }

  @Test
  void fitsWithoutAnOptimumOfTheLikelihoodHaveNone() {
    double[][] x = x(COUNTS);
    double[][] twice =
        Arrays.stream(x).map(row -> new double[] {row[0], 2 * row[0]}).toArray(double[][]::new);

    assertThat(refusal(x, y(COUNTS), Settings.defaults().with(Settings.L2, 0.1)))
        .startsWith("the fit is penalised (train.l2=0.1)");
    assertThat(refusal(x, y(COUNTS), UNPENALISED.with(Settings.EPOCHS, 1)))
        .startsWith("the fit did not converge");
    assertThat(refusal(twice, y(COUNTS), UNPENALISED))
        .startsWith(
            "the columns are linearly dependent: \"x1\" is a linear combination of \"x0\";");
    assertThat(
            refusal(
                new double[][] {{1}, {2}, {3}, {4}, {5}, {6}},
                new int[] {0, 0, 1, 1, 2, 2},
                UNPENALISED))
        .contains("there is no finite optimum");
    assertThat(refusal(x, y(new int[][] {{12, 7, 9}, {14, 28, 0}}), UNPENALISED))
        .contains("there is no finite optimum");
  }

  @Test
  void aClassWithoutRowsHasNone() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.ofClasses(
                manager.create(new double[][] {{0}, {1}, {1}, {0}}),
                manager.create(new int[] {0, 1, 0, 1}),
                List.of(),
                List.of("a", "b", "c"));
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      assertThat(result.statistics().refused().orElseThrow()).contains("no finite optimum");
    }
  }

  @Test
  void weightsOfImportanceHaveNone() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data = LabelledData.of(x(COUNTS), y(COUNTS));
        LabelledData weighted = data.withWeights(manager.ones(new Shape(70)).mul(2));
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(weighted)) {
      assertThat(result.statistics().refused().orElseThrow())
          .contains("set data.weight-kind to frequency or sampling");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Covariance.class,
      names = {"HC2", "HC3"})
  void leveragesAreThoseOfTwoClasses(Covariance covariance) {
    assertThatThrownBy(() -> ofTable(UNPENALISED.with(Settings.COVARIANCE, covariance)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "train.covariance=%s is for two classes, as a row has a leverage in each class"
                    .formatted(Settings.COVARIANCE.print(covariance))
                + " otherwise, found 3: set hc0, hc1 or cluster");
  }

  @Test
  void aColumnWithTheNameOfTheBiasIsRefused() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.ofClasses(
                manager.create(new double[][] {{0}, {1}, {1}, {0}, {1}, {0}}),
                manager.create(new int[] {0, 1, 2, 1, 0, 2}),
                List.of("(bias)"),
                List.of("a", "b", "c"));
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      assertThat(result.statistics().refused())
          .contains(
              "the feature \"(bias)\" has the name of the bias: rename the column with SQL in"
                  + " data.query");
    }
  }

  @Test
  void ofVeryManyColumnsTheyWouldTakeTooLong() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.ofClasses(
                manager.zeros(new Shape(3, 2_049)),
                manager.create(new float[] {0, 1, 2}),
                List.of(),
                List.of("a", "b", "c"));
        WholeData whole = new WholeData(data);
        Parameters parameters = Parameters.zeros(manager, 2_049, 3, DataType.FLOAT32)) {
      assertThat(
              Inference.at(
                      Optional.empty(),
                      Optional.empty(),
                      whole,
                      parameters,
                      InferenceOptions.of(Settings.defaults()))
                  .statistics()
                  .refused())
          .contains(
              "there are 2049 features for each of 2 classes after the first, and statistics are"
                  + " computed for at most 2048");
    }
  }
}
