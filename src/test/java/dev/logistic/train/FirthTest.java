package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.ClassWeight;
import dev.logistic.config.Combinations;
import dev.logistic.config.Covariance;
import dev.logistic.config.Intervals;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Tests;
import dev.logistic.config.WeightKind;
import dev.logistic.data.LabelledData;
import dev.logistic.diagnose.Diagnostics;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FitStatistics;
import dev.logistic.table.TrainingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Estimates with Jeffreys' prior, against figures of {@code bench/firth_figures.R}. */
class FirthTest {

  private static final Path FIGURES = Path.of("src/test/resources/train");

  private static final Settings FIRTH =
      Settings.defaults().with(Settings.L2, 0).with(Settings.FIRTH, true);

  private static final Settings SEPARATED =
      FIRTH
          .with(Settings.SOURCE, FIGURES.resolve("separated.csv").toString())
          .with(Settings.LABEL, "ill")
          .with(Settings.PRECISION, Precision.FLOAT64)
          .with(Settings.TESTS, Tests.LR)
          .with(Settings.INTERVALS, Intervals.PROFILE);

  private static final double[][] X = {{0}, {0}, {0}, {1}, {1}, {1}};

  private static FitStatistics known(TrainingResult result) {
    assertThat(result.warnings()).isEmpty();
    assertThat(result.statistics().refused()).isEmpty();
    return result.statistics().known().orElseThrow();
  }

  private static Settings without(Settings settings, String column) {
    return settings.with(Settings.EXCLUDE, List.of(column));
  }

  private static void assertClose(double actual, JsonArray expected, int place) {
    double figure = expected.get(place).getAsDouble();
    assertThat(actual).isCloseTo(figure, within(1e-7 * Math.max(1, Math.abs(figure))));
  }

  @ParameterizedTest
  @CsvSource({
    "births, true",
    "births, false",
    "separated, true",
    "separated, false",
    "repeated, true"
  })
  void figuresAreThoseOfR(String name, boolean standardize) throws Exception {
    Settings settings =
        switch (name) {
          case "births" ->
              SEPARATED
                  .with(Settings.SOURCE, FIGURES.resolve("births.csv").toString())
                  .with(Settings.LABEL, "low");
          case "separated" -> without(SEPARATED, "times");
          default ->
              SEPARATED
                  .with(Settings.WEIGHT, "times")
                  .with(Settings.WEIGHT_KIND, WeightKind.FREQUENCY);
        };
    settings = settings.with(Settings.STANDARDIZE, standardize);
    JsonObject figures =
        JsonParser.parseString(Files.readString(FIGURES.resolve("firth.json"), UTF_8))
            .getAsJsonObject()
            .getAsJsonObject(name);
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      FitStatistics known = known(result);

      assertThat(result.stop().converged()).isTrue();
      assertThat(result.fit().optimalityGap()).isEmpty();
      List<CoefficientStatistic> coefficients = known.coefficients();
      assertThat(coefficients).hasSameSizeAs(figures.getAsJsonArray("estimates"));
      for (int i = 0; i < coefficients.size(); i++) {
        assertClose(coefficients.get(i).estimate(), figures.getAsJsonArray("estimates"), i);
        assertClose(coefficients.get(i).standardError(), figures.getAsJsonArray("errors"), i);
        assertClose(coefficients.get(i).ciLow(), figures.getAsJsonArray("low"), i);
        assertClose(coefficients.get(i).ciHigh(), figures.getAsJsonArray("high"), i);
      }
      assertThat(known.tests().tests()).hasSameSizeAs(figures.getAsJsonArray("chi2"));
      for (int i = 0; i < known.tests().tests().size(); i++) {
        assertClose(known.tests().tests().get(i).chi2(), figures.getAsJsonArray("chi2"), i);
      }
      assertThat(known.logLikelihood())
          .isCloseTo(figures.get("log_likelihood").getAsDouble(), within(1e-8));
      FitStatistics.PenalisedLikelihoods penalised = known.penalised().orElseThrow();
      assertThat(penalised.fitted())
          .isCloseTo(figures.get("penalised").getAsDouble(), within(1e-8));
      assertThat(penalised.ofNull())
          .isCloseTo(figures.get("null_penalised").getAsDouble(), within(1e-8));
      Diagnostics diagnostics = Diagnostics.ofFit(result.model(), table.training());
      int rows = figures.getAsJsonArray("leverage").size();
      assertThat(table.training().rows()).isEqualTo(rows);
      for (int row = 0; row < rows; row++) {
        assertClose(diagnostics.leverage(row), figures.getAsJsonArray("leverage"), row);
        assertClose(diagnostics.cooksDistance(row), figures.getAsJsonArray("cooks_distance"), row);
      }
    }
  }

  /**
   * Each of three rows of a group has a leverage of a third, and half a row of each class is added
   * to its own three.
   */
  @Test
  void rowsAreDiagnosedAtTheEstimatesWithThePrior() {
    try (LabelledData data = LabelledData.of(X, new int[] {0, 0, 0, 1, 1, 1});
        TrainingResult result = LogisticRegression.with(FIRTH).train(data)) {
      Diagnostics diagnostics = Diagnostics.ofFit(result.model(), data);

      double residual = Math.sqrt(1 / 7.0); // of a probability of 1/8
      for (int row = 0; row < X.length; row++) {
        assertThat(diagnostics.leverage(row)).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(diagnostics.pearsonResidual(row))
            .isCloseTo(row < 3 ? -residual : residual, within(1e-9));
      }
    }
  }

  /** Half a row is added to each cell of a table. */
  @Test
  void aSaturatedTableGainsHalfARowInEachCell() {
    try (LabelledData wide = LabelledData.of(X, new int[] {0, 0, 0, 1, 1, 1});
        TrainingResult result = LogisticRegression.with(FIRTH).train(wide)) {
      assertThat(known(result).coefficients().get(1).estimate())
          .isCloseTo(2 * Math.log(7), within(1e-9));
    }
    float[][] narrow = {{0}, {0}, {0}, {1}, {1}, {1}};
    try (LabelledData data = LabelledData.of(narrow, new int[] {0, 0, 0, 1, 1, 1});
        TrainingResult result = LogisticRegression.with(FIRTH).train(data)) {
      assertThat(known(result).coefficients().get(1).estimate())
          .isCloseTo(2 * Math.log(7), within(1e-5));
    }
  }

  @Test
  void trialsGainHalfAnEventAndHalfANonEventInEachGroup() {
    double[][] groups = {{0}, {1}};
    try (LabelledData data = LabelledData.ofTrials(groups, new int[] {0, 3}, new int[] {4, 5});
        TrainingResult result = LogisticRegression.with(FIRTH).train(data)) {
      double first = Math.log(0.5 / 4.5);
      assertThat(known(result).coefficients().get(0).estimate()).isCloseTo(first, within(1e-9));
      assertThat(known(result).coefficients().get(1).estimate())
          .isCloseTo(Math.log(3.5 / 2.5) - first, within(1e-9));
    }
  }

  /** An offset of one group moves its coefficient by as much, and no probability. */
  @Test
  void anOffsetIsNotEstimated() {
    try (LabelledData data = LabelledData.of(X, new int[] {0, 0, 0, 1, 1, 1});
        LabelledData moved = data.withOffsets(new double[] {0, 0, 0, 1.5, 1.5, 1.5});
        TrainingResult result = LogisticRegression.with(FIRTH).train(moved)) {
      assertThat(known(result).coefficients().get(1).estimate())
          .isCloseTo(2 * Math.log(7) - 1.5, within(1e-9));
      assertThat(result.model().probability(new double[] {1, 1.5}))
          .isCloseTo(3.5 / 4, within(1e-9));
    }
  }

  @Test
  void aWeightCountsRows() {
    double[][] x = {{0}, {0.5}, {2}, {3}};
    int[] y = {0, 0, 1, 1};
    double[][] repeated = {{0}, {0}, {0.5}, {2}, {2}, {2}, {3}};
    Settings plain = FIRTH.with(Settings.STANDARDIZE, false);
    try (LabelledData data = LabelledData.of(x, y);
        NDManager manager = data.newManager();
        LabelledData weighted = data.withWeights(manager.create(new double[] {2, 1, 3, 1}));
        LabelledData rows = LabelledData.of(repeated, new int[] {0, 0, 0, 1, 1, 1, 1});
        TrainingResult one =
            LogisticRegression.with(plain.with(Settings.WEIGHT_KIND, WeightKind.FREQUENCY))
                .train(weighted);
        TrainingResult other = LogisticRegression.with(plain).train(rows)) {
      for (int i = 0; i < 2; i++) {
        CoefficientStatistic row = known(one).coefficients().get(i);
        CoefficientStatistic same = known(other).coefficients().get(i);
        assertThat(row.estimate()).isCloseTo(same.estimate(), within(1e-10));
        assertThat(row.standardError()).isCloseTo(same.standardError(), within(1e-10));
      }
    }
  }

  @Test
  void modelsKeepThatThePriorWasUsed(@TempDir Path directory) throws Exception {
    Settings settings = without(SEPARATED, "times");
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      ModelDirectory.save(result.model(), directory.resolve("m"));
      FitStatistics kept =
          ModelDirectory.card(directory.resolve("m")).statistics().known().orElseThrow();

      assertThat(kept.penalised()).isEqualTo(known(result).penalised());
      assertThat(kept.isFirth()).isTrue();
      assertThat(kept.hasCriteria()).isFalse();
    }
  }

  @Test
  void whatHasNoMeaningIsRefused() {
    assertRefused(FIRTH.with(Settings.L2, 0.1), "train.firth=true needs a fit without a penalty");
    assertRefused(
        FIRTH.with(Settings.COVARIANCE, Covariance.HC0),
        "train.firth=true is not possible with train.covariance=hc0");
    assertRefused(
        FIRTH.with(Settings.CLASS_WEIGHT, ClassWeight.BALANCED),
        "train.firth=true is not possible with train.class-weight=balanced");
    try (LabelledData data = LabelledData.of(X, new int[] {0, 0, 1, 1, 2, 2})) {
      assertThatThrownBy(() -> LogisticRegression.with(FIRTH).train(data))
          .hasMessage("train.firth=true needs two classes, found 3");
    }
    double[][] dependent = {{0, 0}, {0, 0}, {1, 2}, {1, 2}, {3, 6}};
    try (LabelledData data = LabelledData.of(dependent, new int[] {0, 1, 0, 1, 1});
        NDManager manager = data.newManager();
        LabelledData weighted = data.withWeights(manager.create(new double[] {1, 2, 1, 1, 1}))) {
      assertThatThrownBy(() -> LogisticRegression.with(FIRTH).train(data))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith(
              "train.firth=true needs independent columns: the columns are linearly dependent: ");
      assertThatThrownBy(() -> LogisticRegression.with(FIRTH).train(weighted))
          .hasMessage(
              "train.firth=true needs weights that count rows: set data.weight-kind=frequency, was"
                  + " importance");
    }
  }

  private static void assertRefused(Settings settings, String message) {
    assertThatThrownBy(() -> Combinations.check(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }
}
