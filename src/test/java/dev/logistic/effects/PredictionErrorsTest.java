package dev.logistic.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.MalformedModelException;
import com.google.gson.JsonObject;
import dev.logistic.config.Covariance;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.FitStatistics;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionErrorsTest {

  private static final Settings UNPENALISED = Settings.defaults().with(Settings.L2, 0);

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
  }

  /** Standardised columns, one of them far from 0, and levels. */
  @ParameterizedTest
  @CsvSource({"MODEL, predict", "HC3, predict_hc3"})
  void ofATableTheyAreRs(Covariance covariance, String name) throws IOException {
    JsonObject figures = MixedTable.figures().getAsJsonObject(name);
    Settings settings = MixedTable.SETTINGS.with(Settings.COVARIANCE, covariance);
    try (TrainingResult result = MixedTable.train(settings)) {
      PredictionErrors errors = PredictionErrors.of(result.model());
      List<Map<String, Object>> rows = MixedTable.rows();

      for (int i = 0; i < 20; i++) {
        PredictionErrors.Estimate estimate = errors.predict(rows.get(i));
        assertClose(estimate.logit(), MixedTable.numbers(figures, "logit")[i]);
        assertClose(estimate.logitError(), MixedTable.numbers(figures, "logit_error")[i]);
        assertClose(estimate.low(0.9), MixedTable.numbers(figures, "low")[i]);
        assertClose(estimate.high(0.9), MixedTable.numbers(figures, "high")[i]);
      }
    }
  }

  @Test
  void probabilitiesHaveErrorsByTheDeltaMethod() throws IOException {
    JsonObject figures = MixedTable.figures().getAsJsonObject("predict");
    try (TrainingResult result = MixedTable.train(MixedTable.SETTINGS)) {
      PredictionErrors errors = PredictionErrors.of(result.model());
      List<Map<String, Object>> rows = MixedTable.rows();

      for (int i = 0; i < 20; i++) {
        PredictionErrors.Estimate estimate = errors.predict(rows.get(i));
        assertClose(estimate.probability(), MixedTable.numbers(figures, "probability")[i]);
        assertClose(
            estimate.probabilityError(), MixedTable.numbers(figures, "probability_error")[i]);
      }
    }
  }

  private record Patient(int age, double year, boolean smoker, String city) {}

  @Test
  void recordsAndMapsAreTheSameRows() throws IOException {
    try (TrainingResult result = MixedTable.train(MixedTable.SETTINGS)) {
      PredictionErrors errors = PredictionErrors.of(result.model());

      assertThatThrownBy(() -> errors.predict(new Patient(40, 2000, true, "Bern")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column \"smoker\" must be a finite number, was true");
      assertThat(errors.predict(Map.of("age", 40, "year", 2000, "smoker", 1, "city", "Bern")))
          .isEqualTo(errors.predict(40, 2000, 1, 1, 0));
    }
  }

  /** With m of n rows at x, the logit is log(m/(n-m)) with the variance 1/m + 1/(n-m). */
  @Test
  void ofGroupsTheyAreThoseOfTheirShares() {
    double[][] x = new double[45][1];
    int[] y = new int[45];
    for (int i = 0; i < 45; i++) {
      x[i][0] = i < 17 ? 1 : 0;
      y[i] = i < 12 || (i >= 17 && i < 24) ? 1 : 0;
    }
    try (LabelledData data = LabelledData.of(x, y);
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      PredictionErrors errors = PredictionErrors.of(result.model());

      assertClose(errors.predict(1).logit(), Math.log(12 / 5.0));
      assertClose(errors.predict(1).logitError(), Math.sqrt(1 / 12.0 + 1 / 5.0));
      assertClose(errors.predict(0).logitError(), Math.sqrt(1 / 7.0 + 1 / 21.0));
      double p = 7 / 28.0;
      assertClose(errors.predict(0).probabilityError(), Math.sqrt(p * (1 - p) / 28));
    }
  }

  @Test
  void theyAreOfASavedModelToo(@TempDir Path directory)
      throws IOException, MalformedModelException {
    Path saved = directory.resolve("m");
    try (TrainingResult result = MixedTable.train(MixedTable.SETTINGS)) {
      ModelDirectory.save(result.model(), saved);
      try (LogisticModel loaded = ModelDirectory.load(saved)) {
        CovarianceMatrix covariance = ModelDirectory.covariance(saved).orElseThrow();
        double[] row = {50, 2001, 0, 0, 1};

        assertThat(PredictionErrors.of(loaded, covariance).predict(row))
            .isEqualTo(PredictionErrors.of(result.model()).predict(row));
        assertThatThrownBy(() -> PredictionErrors.of(loaded))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("need the covariance of the coefficients")
            .hasMessageContaining("saved without the covariance");
      }
    }
  }

  /** {@code x'Vx} of random rows, also of more than are computed together. */
  @Test
  void sparseRowsAndBlocksHaveThoseOfTheirProducts() {
    Random random = new Random(3);
    double[][] x = new double[100][4];
    int[] y = new int[100];
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 4; j++) {
        x[i][j] = random.nextInt(3) == 0 ? random.nextGaussian() : 0;
      }
      y[i] = random.nextInt(2);
    }
    int[][] columns = new int[100][];
    double[][] values = new double[100][];
    for (int i = 0; i < 100; i++) {
      double[] row = x[i];
      columns[i] = IntStream.range(0, 4).filter(j -> row[j] != 0).toArray();
      values[i] = Arrays.stream(columns[i]).mapToDouble(j -> row[j]).toArray();
    }
    try (LabelledData data = LabelledData.of(x, y);
        SparseRows sparse = SparseRows.of(columns, values, 4);
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(data)) {
      PredictionErrors errors = PredictionErrors.of(result.model());
      CovarianceMatrix covariance =
          result.statistics().known().flatMap(FitStatistics::covariance).orElseThrow();
      double[] flat = Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray();

      double[] dense = errors.ofLogits(flat, 100);
      double[] ofSparse = errors.ofLogits(sparse);

      assertThat(dense).hasSize(100);
      for (int i = 0; i < 100; i++) {
        double[] row = {1, x[i][0], x[i][1], x[i][2], x[i][3]};
        double variance = 0;
        for (int j = 0; j < 5; j++) {
          for (int k = 0; k < 5; k++) {
            variance += row[j] * covariance.at(j, k) * row[k];
          }
        }
        assertThat(dense[i]).isCloseTo(Math.sqrt(variance), within(1e-12));
        assertThat(ofSparse[i]).isCloseTo(Math.sqrt(variance), within(1e-12));
      }
    }
  }

  /** Seconds of one day since 1970: eight of sixteen digits cancel twice. */
  @Test
  void thatWhichRoundingHidesIsRefused() {
    Random random = new Random(5);
    double[][] x = new double[200][2];
    int[] y = new int[200];
    for (int i = 0; i < 200; i++) {
      x[i][0] = random.nextGaussian();
      x[i][1] = 1.7e9 + 10 * random.nextGaussian();
      y[i] = random.nextInt(2);
    }
    try (LabelledData data =
            LabelledData.of(new double[][] {{1}, {2}, {3}, {4}}, new int[] {0, 1, 0, 1});
        LabelledData far = LabelledData.of(x, y);
        TrainingResult near = LogisticRegression.with(UNPENALISED).train(data);
        TrainingResult result = LogisticRegression.with(UNPENALISED).train(far)) {
      PredictionErrors errors = PredictionErrors.of(result.model());

      assertThatThrownBy(() -> errors.predict(x[0]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rounding hides a standard error")
          .hasMessageContaining("coefficient of \"x1\"")
          .hasMessageContaining("subtract a constant from that column");
      assertThat(PredictionErrors.of(near.model()).predict(2.5).logitError()).isPositive();
    }
  }

  @Test
  void aPenalisedModelHasNoneAndSaysWhy() {
    try (LogisticModel model =
        LogisticRegression.fit(new double[][] {{1}, {2}, {3}, {4}}, new int[] {0, 1, 0, 1})) {
      assertThatThrownBy(() -> PredictionErrors.of(model))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "standard errors of predictions need the covariance of the coefficients, which this"
                  + " model does not have: the fit is penalised (train.l2=0.25)")
          .hasMessageContaining("train with train.l2=0");
    }
  }

  @Test
  void theCovarianceIsOfTheModelsCoefficients() {
    try (LogisticModel model =
        LogisticRegression.fit(new double[][] {{1}, {2}, {3}, {4}}, new int[] {0, 1, 0, 1})) {
      CovarianceMatrix other = new CovarianceMatrix(1, new double[] {1});

      assertThatThrownBy(() -> PredictionErrors.of(model, other))
          .hasMessage("expected the covariance of the model's 2 coefficients, found one of 1");
    }
  }
}
