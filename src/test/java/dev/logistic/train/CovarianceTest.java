package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Combinations;
import dev.logistic.config.Covariance;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.WeightKind;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.CovarianceKind;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Covariances of fits on arrays, against closed forms and R's figures, which {@code
 * bench/inference_figures.R} wrote.
 */
class CovarianceTest {

  private static final Settings UNPENALISED =
      Settings.defaults().with(Settings.L2, 0).with(Settings.EPOCHS, 500);

  static JsonObject json(String file) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/train", file), UTF_8);
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static double[][] rows(JsonArray array) {
    double[][] rows = new double[array.size()][];
    for (int i = 0; i < rows.length; i++) {
      JsonArray row = array.get(i).getAsJsonArray();
      rows[i] = new double[row.size()];
      for (int j = 0; j < row.size(); j++) {
        rows[i][j] = row.get(j).getAsDouble();
      }
    }
    return rows;
  }

  private static FitStatistics known(double[][] x, int[] y, Settings settings) {
    try (LabelledData data = LabelledData.of(x, y);
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      Statistics statistics = result.statistics();
      assertThat(statistics.refused()).isEmpty();
      return statistics.known().orElseThrow();
    }
  }

  /** The errors are those of the diagonal. */
  private static void assertClose(double[][] expected, FitStatistics actual) {
    CovarianceMatrix covariance = actual.covariance().orElseThrow();
    assertThat(covariance.size()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      double error = actual.coefficients().get(i).standardError();
      assertThat(error).isCloseTo(Math.sqrt(expected[i][i]), within(1e-9 * error));
      for (int j = 0; j < expected.length; j++) {
        double size = Math.sqrt(expected[i][i] * expected[j][j]);
        assertThat(covariance.at(i, j))
            .as(i + " " + j)
            .isCloseTo(expected[i][j], within(1e-9 * size))
            .isEqualTo(covariance.at(j, i));
      }
    }
  }

  private static FitStatistics ofAlike(Settings settings) throws IOException {
    JsonObject table = json("statistics.json").getAsJsonObject("alike");
    return known(rows(table.getAsJsonArray("x")), labels(table), settings);
  }

  private static int[] labels(JsonObject table) {
    JsonArray labels = table.getAsJsonArray("y");
    int[] y = new int[labels.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = labels.get(i).getAsInt();
    }
    return y;
  }

  private static double[][] ofR(String table, String kind) throws IOException {
    return rows(json("inference.json").getAsJsonObject(table).getAsJsonArray(kind));
  }

  @Test
  void thatOfTheModelIsRs() throws IOException {
    FitStatistics actual = ofAlike(UNPENALISED);

    assertClose(ofR("alike", "model"), actual);
    assertThat(actual.covarianceKind()).isEqualTo(CovarianceKind.MODEL);
  }

  /** With labels of 1 in a of a + c rows at x = 1 and in b of b + d rows at x = 0. */
  private static FitStatistics ofTable(int a, int b, int c, int d, Settings settings) {
    int rows = a + b + c + d;
    double[][] x = new double[rows][1];
    int[] y = new int[rows];
    for (int i = 0; i < rows; i++) {
      x[i][0] = i < a + c ? 1 : 0;
      y[i] = i < a || (i >= a + c && i < a + c + b) ? 1 : 0;
    }
    return known(x, y, settings);
  }

  @Test
  void ofATableOfTwoByTwoItIsWoolfs() {
    FitStatistics actual = ofTable(12, 7, 5, 21, UNPENALISED);

    CoefficientStatistic slope = actual.coefficients().get(1);
    assertThat(Math.exp(slope.estimate())).isCloseTo(12 * 21 / (5 * 7.0), within(1e-9));
    double ofBias = 1 / 7.0 + 1 / 21.0;
    assertClose(new double[][] {{ofBias, -ofBias}, {-ofBias, 1 / 12.0 + 1 / 5.0 + ofBias}}, actual);
  }

  private static Settings with(Covariance covariance) {
    return UNPENALISED.with(Settings.COVARIANCE, covariance);
  }

  @ParameterizedTest
  @CsvSource({"HC0, hc0", "HC1, 'hc1, times n/(n-k)'", "HC2, hc2", "HC3, hc3"})
  void robustOnesAreThoseOfSandwich(Covariance covariance, String kind) throws IOException {
    FitStatistics actual = ofAlike(with(covariance));

    assertClose(ofR("alike", Settings.COVARIANCE.print(covariance)), actual);
    assertThat(actual.covarianceKind()).hasToString(kind);
    assertThat(actual.logLikelihood()).isEqualTo(ofAlike(UNPENALISED).logLikelihood());
  }

  /** All rows of a group have the same leverage, 1 over their number. */
  @Test
  void ofASaturatedModelTheyFollowFromTheModels() {
    assertClose(
        new double[][] {
          {1 / 7.0 + 1 / 21.0, -1 / 7.0 - 1 / 21.0},
          {-1 / 7.0 - 1 / 21.0, 1 / 12.0 + 1 / 5.0 + 1 / 7.0 + 1 / 21.0}
        },
        ofTable(12, 7, 5, 21, with(Covariance.HC0)));
    for (Covariance covariance : new Covariance[] {Covariance.HC2, Covariance.HC3}) {
      int power = covariance == Covariance.HC2 ? 1 : 2;
      double ofOnes = (1 / 12.0 + 1 / 5.0) * Math.pow(1 - 1 / 17.0, -power);
      double ofZeros = (1 / 7.0 + 1 / 21.0) * Math.pow(1 - 1 / 28.0, -power);

      assertClose(
          new double[][] {{ofZeros, -ofZeros}, {-ofZeros, ofOnes + ofZeros}},
          ofTable(12, 7, 5, 21, with(covariance)));
    }
  }

  @Test
  void sparseRowsHaveTheSame() throws IOException {
    JsonObject table = json("statistics.json").getAsJsonObject("alike");
    double[][] x = rows(table.getAsJsonArray("x"));
    int[][] columns = new int[x.length][];
    for (int i = 0; i < x.length; i++) {
      columns[i] = IntStream.range(0, x[i].length).toArray();
    }
    try (SparseRows sparse = SparseRows.of(columns, x, x[0].length);
        LabelledData data = LabelledData.of(sparse, labels(table));
        TrainingResult result = LogisticRegression.with(with(Covariance.HC3)).train(data)) {
      assertClose(ofR("alike", "hc3"), result.statistics().known().orElseThrow());
    }
  }

  @Test
  void theySurviveSavingAndLoading(@TempDir Path parent) throws Exception {
    JsonObject table = json("statistics.json").getAsJsonObject("alike");
    try (LabelledData data = LabelledData.of(rows(table.getAsJsonArray("x")), labels(table));
        TrainingResult result = LogisticRegression.with(with(Covariance.HC1)).train(data)) {
      ModelDirectory.save(result.model(), parent.resolve("m"));
      FitStatistics known = result.statistics().known().orElseThrow();

      try (LogisticModel model = ModelDirectory.load(parent.resolve("m"))) {
        FitStatistics loaded = model.card().statistics().known().orElseThrow();
        assertThat(loaded.coefficients()).isEqualTo(known.coefficients());
        assertThat(loaded.covarianceKind()).isEqualTo(known.covarianceKind());
        assertThat(ModelDirectory.covariance(parent.resolve("m"))).isEqualTo(known.covariance());
      }
    }
  }

  @Test
  void aModelLoadedWithItIsSavedWithIt(@TempDir Path parent) throws Exception {
    JsonObject table = json("statistics.json").getAsJsonObject("alike");
    Path first = parent.resolve("m");
    Path again = parent.resolve("again");
    try (LabelledData data = LabelledData.of(rows(table.getAsJsonArray("x")), labels(table));
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      ModelDirectory.save(result.model(), first);
      try (LogisticModel model = ModelDirectory.loadWithCovariance(first)) {
        assertThat(model.card()).isEqualTo(result.model().card());
        ModelDirectory.save(model, again);
      }
      assertThat(ModelDirectory.files(again)).contains("covariance.safetensors");
      assertThat(ModelDirectory.covariance(again)).isEqualTo(ModelDirectory.covariance(first));
    }
    Files.delete(again.resolve("covariance.safetensors"));
    assertThat(ModelDirectory.files(again)).doesNotContain("covariance.safetensors");
    try (LogisticModel without = ModelDirectory.loadWithCovariance(again)) {
      assertThat(without.card().statistics().known().orElseThrow().covariance()).isEmpty();
    }
    Files.write(again.resolve("covariance.safetensors"), new byte[9]);
    assertThatThrownBy(() -> ModelDirectory.loadWithCovariance(again))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("covariance.safetensors is damaged");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.solver=sgd | train.covariance=hc3 needs train.solver=lbfgs, which reaches the optimum, was sgd",
        "train.l2= | train.covariance=hc3 needs a fit without a penalty, which biases coefficients: set train.l2=0 and train.l1=0, found train.l2=1/rows and train.l1=0.0",
        "train.l1=0.1 | train.covariance=hc3 needs a fit without a penalty, which biases coefficients: set train.l2=0 and train.l1=0, found train.l2=0.0 and train.l1=0.1",
      })
  void robustOnesNeedAFitThatHasStatistics(String assignment, String message) {
    Settings settings =
        Settings.layered(
            List.of(
                Layer.assignments(
                    "test",
                    List.of(
                        "data.source=t.csv", "train.l2=0", "train.covariance=hc3", assignment))));

    assertThatThrownBy(() -> Combinations.check(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  private static FitStatistics ofClusters(int[] ids, String storage) throws IOException {
    JsonObject table = json("statistics.json").getAsJsonObject("alike");
    double[][] x = rows(table.getAsJsonArray("x"));
    int[][] columns = new int[x.length][];
    Arrays.fill(columns, IntStream.range(0, x[0].length).toArray());
    try (SparseRows sparse = SparseRows.of(columns, x, x[0].length);
        LabelledData dense = LabelledData.of(x, labels(table));
        LabelledData ofSparse = LabelledData.of(sparse, labels(table));
        TrainingResult result =
            LogisticRegression.with(with(Covariance.CLUSTER))
                .train((storage.equals("sparse") ? ofSparse : dense).withClusters(ids))) {
      assertThat(result.statistics().refused()).isEmpty();
      return result.statistics().known().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "sparse"})
  void thatOfClustersIsSandwichs(String storage) throws IOException {
    FitStatistics actual =
        ofClusters(IntStream.range(0, 300).map(row -> row % 17).toArray(), storage);

    assertClose(ofR("alike", "cluster"), actual);
    assertThat(actual.covarianceKind()).hasToString("cluster, times G/(G-1)");
  }

  @Test
  void whereEachRowIsItsOwnClusterItIsHc0() throws IOException {
    double[][] expected = ofR("alike", "hc0");
    for (double[] row : expected) {
      Arrays.setAll(row, i -> row[i] * 300 / 299);
    }

    assertClose(expected, ofClusters(IntStream.range(0, 300).toArray(), "dense"));
  }

  @Test
  void oneClusterIsTooFew() throws IOException {
    JsonObject table = json("statistics.json").getAsJsonObject("alike");
    try (LabelledData data = LabelledData.of(rows(table.getAsJsonArray("x")), labels(table));
        TrainingResult result =
            LogisticRegression.with(with(Covariance.CLUSTER))
                .train(data.withClusters(new int[300]))) {
      assertThat(result.statistics().refused())
          .contains(
              "the covariance cluster is not defined, as rows have a leverage of 1 or no residuals,"
                  + " or all are in one cluster: train with train.covariance=model");
    }
  }

  @Test
  void clustersAreOfRows() {
    double[][] x = {{1}, {2}, {3}, {4}};
    int[] y = {0, 1, 0, 1};

    assertThatThrownBy(() -> known(x, y, with(Covariance.CLUSTER)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "train.covariance=cluster needs clusters of rows, by data.cluster of a table, found"
                + " none");
    try (LabelledData data = LabelledData.of(x, y)) {
      assertThatThrownBy(() -> data.withClusters(new int[3]))
          .hasMessage("expected a cluster for each of 4 rows, found 3");
    }
  }

  /** Row i, from 0, counts i % 4 times. */
  private static FitStatistics ofCounted(Settings settings) throws IOException {
    JsonObject table = json("statistics.json").getAsJsonObject("alike");
    double[][] x = rows(table.getAsJsonArray("x"));
    double[] counts = IntStream.range(0, x.length).mapToDouble(i -> i % 4).toArray();
    return ofWeighted(x, labels(table), counts, settings);
  }

  private static FitStatistics ofWeighted(
      double[][] x, int[] y, double[] weights, Settings settings) {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data = LabelledData.of(x, y);
        LabelledData weighted = data.withWeights(manager.create(weights));
        TrainingResult result = LogisticRegression.with(settings).train(weighted)) {
      Statistics statistics = result.statistics();
      assertThat(statistics.refused()).isEmpty();
      return statistics.known().orElseThrow();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Covariance.class, mode = EnumSource.Mode.EXCLUDE, names = "CLUSTER")
  void aRowThatCountsManyTimesIsThatRowRepeated(Covariance covariance) throws IOException {
    JsonObject table = json("statistics.json").getAsJsonObject("alike");
    double[][] x = rows(table.getAsJsonArray("x"));
    int[] y = labels(table);
    int[] repeated =
        IntStream.range(0, x.length).flatMap(i -> IntStream.range(0, i % 4).map(j -> i)).toArray();
    double[][] allRows = Arrays.stream(repeated).mapToObj(i -> x[i]).toArray(double[][]::new);
    int[] allLabels = Arrays.stream(repeated).map(i -> y[i]).toArray();
    FitStatistics expected = known(allRows, allLabels, with(covariance));

    FitStatistics actual =
        ofCounted(with(covariance).with(Settings.WEIGHT_KIND, WeightKind.FREQUENCY));

    assertClose(ofR("repeated", Settings.COVARIANCE.print(covariance)), actual);
    assertThat(actual.rows()).isEqualTo(repeated.length);
    assertThat(actual.covarianceKind()).isEqualTo(expected.covarianceKind());
    assertThat(actual.logLikelihood()).isCloseTo(expected.logLikelihood(), within(1e-10));
    assertThat(actual.nullLogLikelihood()).isCloseTo(expected.nullLogLikelihood(), within(1e-10));
    assertThat(actual.bic()).isCloseTo(expected.bic(), within(1e-10));
    assertThat(actual.residualDf()).isEqualTo(expected.residualDf());
    for (int i = 0; i < actual.coefficients().size(); i++) {
      CoefficientStatistic found = actual.coefficients().get(i);
      CoefficientStatistic other = expected.coefficients().get(i);
      assertThat(found.estimate())
          .isCloseTo(other.estimate(), within(1e-12 * Math.abs(other.estimate())));
      assertThat(found.standardError())
          .isCloseTo(other.standardError(), within(1e-12 * other.standardError()));
    }
  }

  @Test
  void aSurveysWeightsHaveTheCovarianceOfSvyglm() throws IOException {
    JsonObject table = json("statistics.json").getAsJsonObject("alike");
    double[][] x = rows(table.getAsJsonArray("x"));
    double[] weights = IntStream.range(0, x.length).mapToDouble(i -> (1 + i % 7) / 2.0).toArray();
    Settings settings = UNPENALISED.with(Settings.WEIGHT_KIND, WeightKind.SAMPLING);

    FitStatistics actual = ofWeighted(x, labels(table), weights, settings);
    FitStatistics plain =
        ofWeighted(x, labels(table), weights, settings.with(Settings.COVARIANCE, Covariance.HC0));

    assertClose(ofR("survey", "hc0"), actual);
    assertThat(actual.covarianceKind()).hasToString("hc0, times n/(n-1)");
    assertThat(actual.ofSurvey()).isTrue();
    assertThat(actual.rows()).isEqualTo(300);
    assertThat(plain.covarianceKind()).hasToString("hc0");
    double ratio =
        actual.covariance().orElseThrow().at(1, 1) / plain.covariance().orElseThrow().at(1, 1);
    assertThat(ratio).isCloseTo(300 / 299.0, within(1e-12));
  }

  @Test
  void weightsOfImportanceHaveNone() throws IOException {
    JsonObject table = json("statistics.json").getAsJsonObject("alike");
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data = LabelledData.of(rows(table.getAsJsonArray("x")), labels(table));
        LabelledData weighted = data.withWeights(manager.ones(new Shape(data.rows())).mul(2));
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(weighted)) {
      assertThat(result.statistics().refused())
          .contains(
              "rows or classes are weighted, and the standard errors depend on what the weights mean:"
                  + " set data.weight-kind to frequency or sampling");
    }
  }

  @Test
  void countsOfRowsAreWhole() {
    double[][] x = {{1}, {2}, {3}, {4}};
    int[] y = {0, 1, 0, 1};
    Settings settings = UNPENALISED.with(Settings.WEIGHT_KIND, WeightKind.FREQUENCY);

    assertThatThrownBy(() -> ofWeighted(x, y, new double[] {1, 2, 1.5, 2.5}, settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights that count rows must be whole numbers, was 1.5 in row 2");
    assertThatThrownBy(() -> known(x, y, settings))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "data.weight-kind=frequency needs weights, by LabelledData.withWeights, found none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frequency | train.l2=0 | data.weight-kind=frequency needs data.weight to name the column of weights, found none",
        "importance | train.l2=0,train.covariance=cluster | train.covariance=cluster needs data.cluster to name the column of clusters, found none",
        "importance | data.cluster=firm | data.cluster=firm needs train.covariance=cluster, was model",
        "sampling | data.weight=w,train.class-weight=balanced | data.weight-kind=sampling needs rows that only the data weigh: leave out train.class-weight=balanced",
        "sampling | data.weight=w,train.covariance=model | data.weight-kind=sampling needs a robust covariance, as the likelihood is not that of the rows drawn: leave out train.covariance=model, or set train.covariance=hc0",
      })
  void theMeaningOfWeightsNeedsWeightsOfTheRows(String kind, String more, String message) {
    Settings settings =
        Settings.layered(
            List.of(
                Layer.assignments("test", List.of("data.source=t.csv", "data.weight-kind=" + kind)),
                Layer.assignments("more", List.of(more.split(",", -1)))));

    assertThatThrownBy(() -> Combinations.check(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }
}
