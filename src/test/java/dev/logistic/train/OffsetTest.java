package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.logistic.config.Covariance;
import dev.logistic.config.GradientForm;
import dev.logistic.config.LossForm;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.config.WeightKind;
import dev.logistic.data.Fingerprint;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.effects.PredictionErrors;
import dev.logistic.engine.PyTorch;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.Metric;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.FitStatistics;
import dev.logistic.score.Scorer;
import dev.logistic.selection.CrossValidation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offsets of rows in arrays, against R's glm and conditions of the optimum. */
class OffsetTest {

  private static final Settings UNPENALISED =
      Settings.defaults().with(Settings.L2, 0).with(Settings.EPOCHS, 500);

  @TempDir Path directory;

  private static FitStatistics fitted(LabelledData data, Settings settings) {
    try (data;
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      assertThat(result.statistics().refused()).isEmpty();
      return result.statistics().known().orElseThrow();
    }
  }

  private static double[][] rowsOfTrials(Grouped table) {
    return Arrays.stream(table.rowOfTrial())
        .mapToObj(row -> table.x()[row])
        .toArray(double[][]::new);
  }

  private static double[] offsetsOfTrials(Grouped table) {
    return Arrays.stream(table.rowOfTrial()).mapToDouble(row -> table.offsets()[row]).toArray();
  }

  /** One row for each trial. */
  private static LabelledData single(Grouped table) {
    return LabelledData.of(rowsOfTrials(table), table.labelOfTrial())
        .withOffsets(offsetsOfTrials(table));
  }

  private static LabelledData grouped(Grouped table) {
    return LabelledData.ofTrials(table.x(), table.events(), table.trials())
        .withOffsets(table.offsets());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "grouped"})
  void theFitIsThatOfGlm(String rows) throws IOException {
    Grouped table = Grouped.read();

    FitStatistics actual =
        fitted(rows.equals("single") ? single(table) : grouped(table), UNPENALISED);

    JsonObject ofTrials = table.ofR().getAsJsonObject("offset");
    Expected.fit(ofTrials, actual);
    Expected.likelihoods(ofTrials, actual);
    Expected.fit(table.ofR().getAsJsonObject("grouped_offset"), actual);
    JsonObject ofRows = table.ofR().getAsJsonObject("grouped_offset");
    double coefficients = table.ofR().get("coefficients").getAsDouble();
    assertThat(actual.logLikelihood() + coefficients)
        .isCloseTo(ofRows.get("log_likelihood").getAsDouble(), within(1e-9));
    assertThat(actual.nullLogLikelihood() + coefficients)
        .isCloseTo(ofRows.get("null_log_likelihood").getAsDouble(), within(1e-9));
  }

  @ParameterizedTest
  @EnumSource(value = Covariance.class, mode = EnumSource.Mode.EXCLUDE, names = "CLUSTER")
  void robustCovariancesAreSandwichs(Covariance covariance) throws IOException {
    Grouped table = Grouped.read();
    Settings settings = UNPENALISED.with(Settings.COVARIANCE, covariance);
    JsonArray expected =
        table.ofR().getAsJsonObject("offset").getAsJsonArray(Settings.COVARIANCE.print(covariance));

    Expected.covariance(expected, 1, fitted(single(table), settings));
    Expected.covariance(expected, 1, fitted(grouped(table), settings));
  }

  @Test
  void thatOfClustersIsSandwichs() throws IOException {
    Grouped table = Grouped.read();

    FitStatistics actual =
        fitted(
            single(table).withClusters(table.rowOfTrial()),
            UNPENALISED.with(Settings.COVARIANCE, Covariance.CLUSTER));

    Expected.covariance(table.ofR().getAsJsonObject("offset").getAsJsonArray("cluster"), 1, actual);
  }

  /** Row i, from 0, with an event or without one, as often as its trials are. */
  @Test
  void countsOfRowsHaveOffsets() throws IOException {
    Grouped table = Grouped.read();
    double[][] x = new double[2 * table.rows()][];
    int[] y = new int[x.length];
    double[] counts = new double[x.length];
    double[] offsets = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int row = i % table.rows();
      x[i] = table.x()[row];
      y[i] = i / table.rows();
      counts[i] = y[i] == 1 ? table.events()[row] : table.trials()[row] - table.events()[row];
      offsets[i] = table.offsets()[row];
    }
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data = LabelledData.of(x, y)) {
      FitStatistics actual =
          fitted(
              data.withOffsets(offsets).withWeights(manager.create(counts)),
              UNPENALISED.with(Settings.WEIGHT_KIND, WeightKind.FREQUENCY));

      Expected.fit(table.ofR().getAsJsonObject("offset"), actual);
      Expected.likelihoods(table.ofR().getAsJsonObject("offset"), actual);
    }
  }

  @Test
  void sparseRowsHaveOffsets() throws IOException {
    Grouped table = Grouped.read();
    double[][] x = rowsOfTrials(table);
    int[][] columns = new int[x.length][];
    Arrays.fill(columns, new int[] {0, 1});
    try (SparseRows sparse = SparseRows.of(columns, x, 2);
        LabelledData data =
            LabelledData.of(sparse, table.labelOfTrial()).withOffsets(offsetsOfTrials(table));
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      FitStatistics actual = result.statistics().known().orElseThrow();
      Expected.fit(table.ofR().getAsJsonObject("offset"), actual);
      Expected.likelihoods(table.ofR().getAsJsonObject("offset"), actual);
      Figures figures = Evaluations.of(result.model(), data);
      assertThat(figures.of(Metric.LOG_LOSS))
          .isCloseTo(-actual.logLikelihood() / x.length, within(1e-12));
    }
  }

  /** In each combination, the optimality gap is small, and the conditions of the optimum hold. */
  @ParameterizedTest
  @CsvSource({"0, 0.05", "0.01, 0", "0.02, 0.01", "0.3, 0", "1e-6, 0"})
  void aPenalisedFitIsAtItsOptimum(double l1, double l2) throws IOException {
    Grouped table = Grouped.read();
    Settings settings =
        UNPENALISED.with(Settings.L1, l1).with(Settings.L2, l2).with(Settings.STANDARDIZE, false);
    try (LabelledData data = single(table);
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      assertThat(result.stop().converged()).isTrue();
      assertThat(result.fit().provenGap().orElseThrow()).isLessThan(1e-10);
      Coefficients found = result.model().coefficients();
      double[] gradient = gradient(table, found);
      assertThat(gradient[2]).isCloseTo(0, within(1e-6));
      for (int i = 0; i < 2; i++) {
        double weight = found.weights().get(i);
        double rest = gradient[i] + l2 * weight;
        if (weight == 0) {
          assertThat(Math.abs(rest)).isLessThanOrEqualTo(l1);
        } else {
          assertThat(rest).isCloseTo(-l1 * Math.signum(weight), within(1e-6));
        }
      }
    }
  }

  /** Of the mean loss, by the weights and the bias. */
  private static double[] gradient(Grouped table, Coefficients at) {
    double[][] x = rowsOfTrials(table);
    int[] y = table.labelOfTrial();
    double[] offsets = offsetsOfTrials(table);
    double[] gradient = new double[3];
    for (int i = 0; i < y.length; i++) {
      double logit =
          at.bias() + offsets[i] + at.weights().get(0) * x[i][0] + at.weights().get(1) * x[i][1];
      double residual = 1 / (1 + Math.exp(-logit)) - y[i];
      gradient[0] += residual * x[i][0] / y.length;
      gradient[1] += residual * x[i][1] / y.length;
      gradient[2] += residual / y.length;
    }
    return gradient;
  }

  /** With many columns, the duality gap decides. */
  @Test
  void theGapOfManyColumnsVanishes() {
    int rows = 60;
    int columns = 200;
    double[][] x = new double[rows][columns];
    int[] y = new int[rows];
    double[] offsets = new double[rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        x[i][j] = Math.sin(1 + i * 1.7 + j * j * 0.37);
      }
      y[i] = i * 7 % 5 < 2 ? 1 : 0;
      offsets[i] = 3 * Math.cos(i * 2.1);
    }
    for (Settings settings :
        List.of(UNPENALISED.with(Settings.L2, 0.1), UNPENALISED.with(Settings.L1, 0.05))) {
      try (LabelledData data = LabelledData.of(x, y).withOffsets(offsets);
          TrainingResult result = LogisticRegression.with(settings).train(data)) {
        assertThat(result.stop().converged()).isTrue();
        assertThat(result.fit().provenGap().orElseThrow()).isLessThan(1e-10);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AUTOGRAD, LOGITS, 309", "AUTOGRAD, PROBABILITY, 309", "CLOSED_FORM, LOGITS, 309",
    "AUTOGRAD, LOGITS, 1", "AUTOGRAD, PROBABILITY, 1", "CLOSED_FORM, LOGITS, 1"
  })
  void stepsAreThoseOfTheLossWithTheOffset(GradientForm gradient, LossForm loss, int batch)
      throws IOException {
    Grouped table = Grouped.read();
    Settings settings =
        Settings.defaults()
            .with(Settings.SOLVER, Solver.SGD)
            .with(Settings.STANDARDIZE, false)
            .with(Settings.L2, 0)
            .with(Settings.GRADIENT, gradient)
            .with(Settings.LOSS, loss)
            .with(Settings.BATCH_SIZE, batch)
            .with(Settings.SHUFFLE, false)
            .with(Settings.LEARNING_RATE, 0.1)
            .with(Settings.EPOCHS, 3);
    double[] expected = batch == 1 ? stepsByRow(table, 3) : stepsByAll(table, 3);
    try (LabelledData data = single(table);
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      Coefficients found = result.model().coefficients();
      assertThat(found.weights().get(0)).isCloseTo(expected[0], within(1e-9));
      assertThat(found.weights().get(1)).isCloseTo(expected[1], within(1e-9));
      assertThat(found.weights().get(2)).isEqualTo(1);
      assertThat(found.bias()).isCloseTo(expected[2], within(1e-9));
    }
  }

  private static double[] stepsByAll(Grouped table, int epochs) {
    double[] at = new double[3];
    for (int epoch = 0; epoch < epochs; epoch++) {
      double[] gradient = gradient(table, new Coefficients(List.of(at[0], at[1]), at[2]));
      Arrays.setAll(at, i -> at[i] - 0.1 * gradient[i]);
    }
    return at;
  }

  private static double[] stepsByRow(Grouped table, int epochs) {
    double[][] x = rowsOfTrials(table);
    int[] y = table.labelOfTrial();
    double[] offsets = offsetsOfTrials(table);
    double[] at = new double[3];
    for (int step = 0; step < epochs * y.length; step++) {
      int row = step % y.length;
      double logit = at[0] * x[row][0] + at[1] * x[row][1] + at[2] + offsets[row];
      double residual = 1 / (1 + Math.exp(-logit)) - y[row];
      at[0] -= 0.1 * residual * x[row][0];
      at[1] -= 0.1 * residual * x[row][1];
      at[2] -= 0.1 * residual;
    }
    return at;
  }

  @Test
  void shuffledRowsKeepTheirOffsets() throws IOException {
    Grouped table = Grouped.read();
    Settings settings =
        Settings.defaults()
            .with(Settings.SOLVER, Solver.ADAM)
            .with(Settings.L2, 0)
            .with(Settings.BATCH_SIZE, 32)
            .with(Settings.LEARNING_RATE, 0.01)
            .with(Settings.EPOCHS, 400);
    try (LabelledData data = single(table);
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      assertThat(result.fit().loss()).isCloseTo(180.411938415926 / 309, within(1e-3));
    }
  }

  /** Large offsets may classify every row without any feature. */
  @Test
  void offsetsSeparateNothing() {
    double[][] x = {{1}, {2}, {3}, {4}};
    int[] y = {0, 1, 0, 1};
    double[] offsets = {-6, 6, -6, 6};

    FitStatistics found = fitted(LabelledData.of(x, y).withOffsets(offsets), UNPENALISED);

    assertThat(found.coefficients().get(1).estimate()).isFinite();
  }

  @Test
  void offsetsHideNoSeparation() {
    double[][] x = {{1}, {2}, {3}, {4}};
    int[] y = {0, 0, 1, 1};
    double[] offsets = {5, 3, -5, -3};
    try (LabelledData data = LabelledData.of(x, y).withOffsets(offsets);
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      assertThat(result.statistics().refused().orElseThrow()).contains("\"x0\"");
    }
  }

  @Test
  void aPredictionHasTheOffsetAsItsLastFeature() throws Exception {
    Grouped table = Grouped.read();
    JsonArray expected = table.ofR().getAsJsonArray("predicted");
    JsonObject rows = table.ofR().getAsJsonObject("new");
    try (LabelledData data = single(table);
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      LogisticModel model = result.model();
      ModelDirectory.save(model, directory.resolve("m"));
      assertThat(model.card().offset()).contains("offset");
      assertThat(model.card().features()).containsExactly("x0", "x1", "offset");
      try (LogisticModel loaded = ModelDirectory.load(directory.resolve("m"))) {
        Scorer scorer = Scorer.load(directory.resolve("m"));
        for (int i = 0; i < 2; i++) {
          double[] row = {at(rows, "a", i), at(rows, "b", i), at(rows, "o", i)};
          double probability = expected.get(i).getAsDouble();
          assertThat(model.probability(row)).isCloseTo(probability, within(1e-9));
          assertThat(loaded.probability(row)).isCloseTo(probability, within(1e-9));
          assertThat(scorer.probability(row)).isCloseTo(probability, within(1e-9));
          assertThat(scorer.probability(Map.of("x0", row[0], "x1", row[1], "offset", row[2])))
              .isCloseTo(probability, within(1e-9));
        }
        assertThatThrownBy(() -> loaded.probability(new double[] {1, 2}))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scorer.probability(new double[] {1, 2}))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private static double at(JsonObject table, String column, int row) {
    return table.getAsJsonArray(column).get(row).getAsDouble();
  }

  /** The offset is known, so that it adds nothing to the error. */
  @Test
  void theErrorOfAPredictionIsThatOfTheFeatures() throws Exception {
    Grouped table = Grouped.read();
    try (LabelledData data = single(table);
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      ModelDirectory.save(result.model(), directory.resolve("m"));
      PredictionErrors errors = PredictionErrors.of(result.model());
      PredictionErrors ofSaved =
          PredictionErrors.of(
              result.model(), ModelDirectory.covariance(directory.resolve("m")).orElseThrow());

      double expected =
          Math.sqrt(
              table
                  .ofR()
                  .getAsJsonObject("offset")
                  .getAsJsonArray("model")
                  .get(0)
                  .getAsJsonArray()
                  .get(0)
                  .getAsDouble());
      assertThat(errors.predict(0, 0, 0).logitError()).isCloseTo(expected, within(1e-9));
      assertThat(ofSaved.predict(0, 0, 5).logitError()).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void foldsHaveOffsets() throws IOException {
    try (LabelledData data = single(Grouped.read())) {
      List<Figures> figures = CrossValidation.evaluate(Settings.defaults(), data, 3);

      assertThat(figures)
          .hasSize(3)
          .allSatisfy(each -> assertThat(each.of(Metric.LOG_LOSS)).isBetween(0.4, 0.75));
    }
  }

  @Test
  void aWarmStartContinues() throws IOException {
    Grouped table = Grouped.read();
    try (LabelledData data = single(table);
        TrainingResult first = LogisticRegression.with(Settings.defaults()).train(data);
        TrainingResult second =
            LogisticRegression.with(Settings.defaults()).startingFrom(first.model()).train(data)) {
      assertThat(second.stop().iterations()).isZero();
      assertThat(second.model().coefficients()).isEqualTo(first.model().coefficients());
    }
  }

  @Test
  void aWarmStartNeedsTheWeight1() throws IOException {
    Grouped table = Grouped.read();
    double[] offsets = offsetsOfTrials(table);
    double[][] x = rowsOfTrials(table);
    double[][] wider =
        IntStream.range(0, x.length)
            .mapToObj(row -> new double[] {x[row][0], x[row][1], offsets[row]})
            .toArray(double[][]::new);
    try (LabelledData feature = LabelledData.of(wider, table.labelOfTrial());
        LabelledData data = LabelledData.of(x, table.labelOfTrial()).withOffsets(offsets, "x2");
        TrainingResult learned = LogisticRegression.with(Settings.defaults()).train(feature)) {
      LogisticRegression from =
          LogisticRegression.with(Settings.defaults()).startingFrom(learned.model());

      assertThatThrownBy(() -> from.train(data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "the model to start from must weigh the offset \"x2\" by 1, but weighs it by ");
    }
  }

  @Test
  void validationRowsNeedTheOffset() throws IOException {
    Grouped table = Grouped.read();
    try (LabelledData data = single(table);
        LabelledData bare = LabelledData.of(rowsOfTrials(table), table.labelOfTrial())) {
      LogisticRegression training = LogisticRegression.with(Settings.defaults()).validation(bare);

      assertThatThrownBy(() -> training.train(data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "expected validation rows with the offset of the rows to train on, offset, found none");
    }
  }

  @Test
  void offsetsAreNumbersOfRowsOfTwoClasses() {
    double[][] x = {{1}, {2}, {3}};
    try (LabelledData two = LabelledData.of(x, new int[] {0, 1, 0});
        LabelledData three = LabelledData.of(x, new int[] {0, 1, 2});
        LabelledData narrow = LabelledData.of(new float[][] {{1}, {2}, {3}}, new int[] {0, 1, 0})) {
      assertThatThrownBy(() -> two.withOffsets(new double[] {1, 2}))
          .hasMessage("expected an offset for each of 3 rows, found 2");
      assertThatThrownBy(() -> two.withOffsets(new double[] {1, Double.NaN, 2}))
          .hasMessage("offsets must be finite numbers in float64, was NaN in row 1");
      assertThatThrownBy(() -> narrow.withOffsets(new double[] {1, 2, 1e39}))
          .hasMessage("offsets must be finite numbers in float32, was 1.0E39 in row 2");
      assertThatThrownBy(() -> two.withOffsets(new double[3], "x0"))
          .hasMessage("two features would be named \"x0\"");
      assertThatThrownBy(() -> three.withOffsets(new double[3]))
          .hasMessage("an offset needs two classes, as it is added to one logit, found 3");
    }
  }

  @Test
  void offsetsAreNotTakenForWeights() {
    double[][] x = {{1}, {2}, {3}};
    int[] y = {0, 1, 0};
    double[] numbers = {1, 2, 3};
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData plain = LabelledData.of(x, y);
        LabelledData weighted = plain.withWeights(manager.create(numbers))) {
      String expected = Fingerprint.of(plain.withOffsets(numbers));

      assertThat(expected).isNotEqualTo(Fingerprint.of(plain));
      assertThat(expected).isNotEqualTo(Fingerprint.of(weighted));
      assertThat(plain.offsets()).isEqualTo(Optional.empty());
    }
  }
}
