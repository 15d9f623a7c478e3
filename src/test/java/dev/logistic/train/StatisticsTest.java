package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.inference.Inference;
import dev.logistic.inference.InferenceOptions;
import dev.logistic.model.PValues;
import dev.logistic.model.Parameters;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Statistics;
import dev.logistic.solver.WholeData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of fits on arrays; {@code bench/statistics_figures.py} wrote statsmodels' figures. */
class StatisticsTest {

  private static final Settings UNPENALISED =
      Settings.original()
          .with(Settings.SOLVER, Solver.LBFGS)
          .with(Settings.EPOCHS, 500)
          .with(Settings.L2, OptionalDouble.of(0));

  /** The resolution of a solver in float32; the statistics' own steps continue in float64. */
  private static final Settings FLOAT32 =
      UNPENALISED.with(Settings.TOLERANCE, OptionalDouble.of(1e-3));

  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  private static JsonObject figures(String table) throws IOException {
    String json = Files.readString(Path.of("src/test/resources/train/statistics.json"), UTF_8);
    return JsonParser.parseString(json).getAsJsonObject().getAsJsonObject(table);
  }

  private static double[][] rows(JsonArray array) {
    double[][] rows = new double[array.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = numbers(array.get(i).getAsJsonArray());
    }
    return rows;
  }

  private static double[] numbers(JsonArray array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).getAsDouble();
    }
    return numbers;
  }

  private LabelledData data(double[][] rows, double[] labels, DataType type) {
    NDArray features = manager.create(rows).toType(type, true);
    return LabelledData.of(features, manager.create(labels));
  }

  private static FitStatistics known(LabelledData data, Settings settings) {
    Statistics statistics = statistics(data, settings);
    assertThat(statistics.refused()).isEmpty();
    return statistics.known().orElseThrow();
  }

  private static Statistics statistics(LabelledData data, Settings settings) {
    try (TrainingResult result = LogisticRegression.with(settings).train(data)) {
      return result.statistics();
    }
  }

  private static void assertClose(JsonObject fit, FitStatistics actual, double tolerance) {
    for (int i = 0; i < actual.coefficients().size(); i++) {
      CoefficientStatistic row = actual.coefficients().get(i);
      double error = fit.getAsJsonArray("standard_error").get(i).getAsDouble();
      assertThat(row.estimate())
          .isCloseTo(at(fit, "estimate", i), within(tolerance * Math.abs(at(fit, "estimate", i))));
      assertThat(row.standardError()).isCloseTo(error, within(tolerance * error));
      assertThat(row.z()).isCloseTo(at(fit, "z", i), within(tolerance * Math.abs(at(fit, "z", i))));
      assertThat(PValues.of(row))
          .isCloseTo(at(fit, "p", i), within(100 * tolerance * at(fit, "p", i)));
      assertThat(row.ciLow()).isCloseTo(at(fit, "ci_low", i), within(10 * tolerance * error));
      assertThat(row.ciHigh()).isCloseTo(at(fit, "ci_high", i), within(10 * tolerance * error));
    }
    assertClose(fit, "log_likelihood", actual.logLikelihood());
    assertClose(fit, "null_log_likelihood", actual.nullLogLikelihood());
    assertClose(fit, "aic", actual.aic());
    assertClose(fit, "bic", actual.bic());
    assertClose(fit, "mcfadden_r2", actual.mcFaddenR2());
    assertThat(actual.deviance()).isEqualTo(-2 * actual.logLikelihood());
    assertThat(actual.nullDeviance()).isEqualTo(-2 * actual.nullLogLikelihood());
  }

  private static double at(JsonObject fit, String figure, int place) {
    return fit.getAsJsonArray(figure).get(place).getAsDouble();
  }

  private static void assertClose(JsonObject fit, String figure, double actual) {
    double expected = fit.get(figure).getAsDouble();
    assertThat(actual).as(figure).isCloseTo(expected, within(1e-6 * Math.abs(expected)));
  }

  @Test
  void theyAreThoseOfStatsmodels() throws IOException {
    JsonObject table = figures("alike");
    double[][] x = rows(table.getAsJsonArray("x"));
    double[] y = numbers(table.getAsJsonArray("y"));
    try (LabelledData data = data(x, y, DataType.FLOAT64)) {
      FitStatistics actual = known(data, UNPENALISED);

      assertClose(table.getAsJsonObject("fit"), actual, 1e-9);
      assertThat(actual.rows()).isEqualTo(300);
    }
  }

  @Test
  void soTheyAreInFloat32ToItsPrecision() throws IOException {
    JsonObject table = figures("alike");
    double[][] x = rows(table.getAsJsonArray("x"));
    double[] y = numbers(table.getAsJsonArray("y"));
    try (LabelledData data = data(x, y, DataType.FLOAT32)) {
      FitStatistics actual = known(data, FLOAT32);

      assertClose(table.getAsJsonObject("fit"), actual, 1e-5);
    }
  }

  @Test
  void ofStandardizedColumnsTheyAreOnTheScaleOfTheColumns() throws IOException {
    JsonObject table = figures("unlike");
    double[][] x = rows(table.getAsJsonArray("x"));
    double[] y = numbers(table.getAsJsonArray("y"));
    FeatureSchema schema =
        new FeatureSchema(
            FeatureSchema.ofNumbers(List.of("year", "share", "income")).terms(),
            Optional.of(
                new Standardization(List.of(1990.0, 0.02, 60000.0), List.of(8.0, 0.001, 30000.0))));
    Standardization scaling = schema.standardization().orElseThrow();
    for (double[] row : x) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (row[i] - scaling.means().get(i)) / scaling.scales().get(i);
      }
    }
    try (LabelledData data =
        LabelledData.of(manager.create(x), manager.create(y), schema, List.of("no", "yes"))) {
      assertClose(table.getAsJsonObject("fit"), known(data, UNPENALISED), 1e-6);
    }
  }

  @Test
  void theModelsCoefficientsAreTheEstimates() throws IOException {
    JsonObject table = figures("alike");
    double[][] x = rows(table.getAsJsonArray("x"));
    double[] y = numbers(table.getAsJsonArray("y"));
    try (LabelledData data = data(x, y, DataType.FLOAT32);
        TrainingResult result = LogisticRegression.with(FLOAT32).train(data)) {
      assertThat(result.statistics().refused()).isEmpty();
      List<Double> estimates =
          result.statistics().known().orElseThrow().coefficients().stream()
              .map(CoefficientStatistic::estimate)
              .toList();

      List<Double> coefficients = new ArrayList<>();
      coefficients.add(result.model().coefficients().bias());
      coefficients.addAll(result.model().coefficients().weights());
      assertThat(estimates).isEqualTo(coefficients);
      assertThat(result.fit().gradientNorm()).isLessThan(1e-5);
    }
  }

  /** Labels that follow the first column and much chance. */
  private static double[] labels(double[][] x) {
    Random random = new Random(3);
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i][0] + 2 * random.nextGaussian() > 0 ? 1 : 0;
    }
    return y;
  }

  private static double[][] normal(int rows, int columns) {
    Random random = new Random(8);
    double[][] x = new double[rows][columns];
    for (double[] row : x) {
      for (int i = 0; i < columns; i++) {
        row[i] = random.nextGaussian();
      }
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 301})
  void theBitsDoNotDependOnTheNumberOfThreads(int columns) {
    int before = PyTorch.threads();
    double[][] x = normal(20_000, columns);
    try (LabelledData data = data(x, labels(x), DataType.FLOAT32)) {
      PyTorch.setThreads(1);
      Statistics one = statistics(data, UNPENALISED);
      PyTorch.setThreads(4);

      assertThat(statistics(data, UNPENALISED)).isEqualTo(one);
      assertThat(one.known()).isPresent();
    } finally {
      PyTorch.setThreads(before);
    }
  }

  private String refusal(double[][] x, double[] y, Settings settings, DataType type) {
    try (LabelledData data = data(x, y, type)) {
      return statistics(data, settings).refused().orElseThrow();
    }
  }

  @Test
  void dependentColumnsAreNamed() {
    double[][] x = normal(200, 5);
    for (double[] row : x) {
      row[2] = 3 * row[0] - row[1] + 7;
      row[4] = -1.5;
    }

    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
      assertThat(refusal(x, labels(x), UNPENALISED, type))
          .isEqualTo(
              "the columns are linearly dependent: \"x2\" is a linear combination of \"x0\", \"x1\";"
                  + " \"x4\" is constant; leave them out with data.exclude=x2,x4");
    }
  }

  @Test
  void theIndicatorsOfAllLevelsAreDependent() {
    double[][] x = normal(200, 4);
    for (int i = 0; i < x.length; i++) {
      for (int level = 0; level < 3; level++) {
        x[i][level + 1] = i % 3 == level ? 1 : 0;
      }
    }

    assertThat(refusal(x, labels(x), UNPENALISED, DataType.FLOAT64))
        .isEqualTo(
            "the columns are linearly dependent: \"x3\" is a linear combination of \"x1\", \"x2\";"
                + " leave it out with data.exclude=x3");
  }

  @Test
  void ofManyDependentColumnsTenAreNamed() {
    double[][] x = normal(200, 14);
    for (double[] row : x) {
      for (int i = 1; i < 14; i++) {
        row[i] = i * row[0];
      }
    }

    assertThat(refusal(x, labels(x), UNPENALISED, DataType.FLOAT64))
        .startsWith(
            "the columns are linearly dependent: \"x1\" is a linear combination of \"x0\"; \"x2\" is")
        .endsWith(
            "and 3 more are combinations of others; leave them out with data.exclude="
                + "x1,x2,x3,x4,x5,x6,x7,x8,x9,x10");
  }

  @Test
  void aPenalisedFitHasNone() {
    double[][] x = normal(50, 2);

    assertThat(
            refusal(
                x,
                labels(x),
                UNPENALISED.with(Settings.L2, OptionalDouble.of(0.25)),
                DataType.FLOAT64))
        .isEqualTo(
            "the fit is penalised (train.l2=0.25), which biases its coefficients: train with"
                + " train.l2=0");
  }

  @Test
  void norHasOneThatStoppedEarly() {
    double[][] x = normal(50, 2);

    assertThat(refusal(x, labels(x), UNPENALISED.with(Settings.EPOCHS, 1), DataType.FLOAT64))
        .isEqualTo(
            "the fit did not converge (it stopped because: epochs), and standard errors hold at the"
                + " optimum only: raise train.epochs");
    assertThat(
            refusal(x, labels(x), UNPENALISED.with(Settings.SOLVER, Solver.SGD), DataType.FLOAT64))
        .isEqualTo("the solver sgd does not reach the optimum: train with train.solver=lbfgs");
  }

  @Test
  void norOneOfSeparatedClasses() {
    double[][] x = normal(50, 2);
    double[] y = new double[50];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i][0] > x[i][1] ? 1 : 0;
    }

    assertThat(
            refusal(
                x,
                y,
                UNPENALISED.with(Settings.TOLERANCE, OptionalDouble.of(1e-4)),
                DataType.FLOAT64))
        .isEqualTo(
            "the classes are separable: a combination of the columns, mainly \"x0\", \"x1\", classifies"
                + " every row correctly; there is no finite optimum: add a penalty with"
                + " train.l2=0.0200 or Jeffreys' prior with train.firth=true");
  }

  @Test
  void norOneWhereAFeatureSeparatesSomeRows() {
    double[][] x = normal(200, 2);
    double[] y = labels(x);
    for (int i = 0; i < y.length; i++) {
      x[i][1] = i % 10 == 0 ? 1 : 0;
      y[i] = i % 10 == 0 ? 1 : y[i];
    }

    for (double tolerance : new double[] {1e-4, 1e-8}) {
      assertThat(
              refusal(
                  x,
                  y,
                  UNPENALISED.with(Settings.TOLERANCE, OptionalDouble.of(tolerance)),
                  DataType.FLOAT64))
          .isEqualTo(
              "column \"x1\" separates the classes except at 0: \"0\" up to 0, \"1\" from 0"
                  + " (quasi-complete separation); there is no finite optimum: leave the column out"
                  + " with data.exclude=x1, or add a penalty with train.l2=0.00500"
                  + " or Jeffreys' prior with train.firth=true");
    }
  }

  @Test
  void aLooseToleranceIsMadeUpFor() throws IOException {
    JsonObject table = figures("alike");
    double[][] x = rows(table.getAsJsonArray("x"));
    double[] y = numbers(table.getAsJsonArray("y"));
    try (LabelledData data = data(x, y, DataType.FLOAT64)) {
      Settings loose = UNPENALISED.with(Settings.TOLERANCE, OptionalDouble.of(0.01));

      FitStatistics actual = known(data, loose);

      assertClose(table.getAsJsonObject("fit"), actual, 1e-9);
    }
  }

  @Test
  void theDataStayAsTheyAre() {
    double[][] x = normal(50, 2);
    double[] y = labels(x);
    try (LabelledData data = data(x, y, DataType.FLOAT64)) {
      statistics(data, UNPENALISED);

      assertThat(data.features().get(7).toDoubleArray()).containsExactly(x[7]);
      assertThat(data.labels().toDoubleArray()).containsExactly(y);
    }
  }

  @Test
  void moreColumnsThanRowsSeparateTheClasses() {
    double[][] x = normal(5, 8);

    assertThat(
            refusal(
                x,
                new double[] {0, 1, 1, 0, 1},
                UNPENALISED.with(Settings.TOLERANCE, OptionalDouble.of(1e-4)),
                DataType.FLOAT64))
        .isEqualTo(
            "column \"x2\" separates the classes: \"0\" up to -0.43363, \"1\" from -0.32576; there is"
                + " no finite optimum: leave the column out with data.exclude=x2, or add a penalty with"
                + " train.l2=0.200 or Jeffreys' prior with train.firth=true");
  }

  @Test
  void ofVeryManyColumnsTheyWouldTakeTooLong() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.of(
                manager.zeros(new Shape(2, 4_097)), manager.create(new float[] {0, 1}));
        WholeData whole = new WholeData(data);
        Parameters parameters = Parameters.zeros(manager, 4_097, 1, DataType.FLOAT32)) {
      assertThat(
              Inference.at(
                      Optional.empty(),
                      Optional.empty(),
                      whole,
                      parameters,
                      InferenceOptions.of(Settings.defaults()))
                  .statistics()
                  .refused())
          .contains("there are 4097 features, and statistics are computed for at most 4096");
    }
  }

  @Test
  void whereFloat32LosesTheWayAHigherPrecisionIsAdvised() throws IOException {
    JsonObject table = figures("alike");
    double[][] x = rows(table.getAsJsonArray("x"));
    Settings unattainable = UNPENALISED.with(Settings.TOLERANCE, OptionalDouble.of(0));

    assertThat(refusal(x, numbers(table.getAsJsonArray("y")), unattainable, DataType.FLOAT32))
        .isEqualTo(
            "the fit did not converge (it stopped because: no-progress), and standard errors hold at"
                + " the optimum only: try engine.precision=float64, data.standardize=true or a larger"
                + " train.tolerance");
  }
}
