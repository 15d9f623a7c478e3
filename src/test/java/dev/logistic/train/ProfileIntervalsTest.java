package dev.logistic.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Combinations;
import dev.logistic.config.Covariance;
import dev.logistic.config.Intervals;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.model.ConfidenceLevel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ProfileInterval;
import dev.logistic.table.TrainingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Intervals by the profile likelihood, against ends that {@code bench/inference_tests_figures.R}
 * solved by refits of R's {@code glm}.
 */
class ProfileIntervalsTest {

  private static final Path FIGURES = Path.of("src/test/resources/train");

  private static final Settings PROFILED =
      Settings.defaults()
          .with(Settings.L2, 0)
          .with(Settings.EPOCHS, 500)
          .with(Settings.INTERVALS, Intervals.PROFILE);

  private static final Settings BIRTHS =
      PROFILED
          .with(Settings.SOURCE, FIGURES.resolve("births.csv").toString())
          .with(Settings.LABEL, "low")
          .with(Settings.PRECISION, Precision.FLOAT64);

  private static FitStatistics known(TrainingResult result) {
    assertThat(result.statistics().refused()).isEmpty();
    return result.statistics().known().orElseThrow();
  }

  /** The bias has an interval too; standardized columns have theirs on their own scale. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theyAreThoseOfRefitsInR(boolean standardize) throws Exception {
    JsonObject figures =
        JsonParser.parseString(Files.readString(FIGURES.resolve("births.json"), UTF_8))
            .getAsJsonObject()
            .getAsJsonObject("profile");
    JsonArray low = figures.getAsJsonArray("low");
    JsonArray high = figures.getAsJsonArray("high");
    Settings settings = BIRTHS.with(Settings.STANDARDIZE, standardize);
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      List<CoefficientStatistic> coefficients = known(result).coefficients();

      assertThat(coefficients).hasSameSizeAs(low);
      for (int i = 0; i < coefficients.size(); i++) {
        CoefficientStatistic row = coefficients.get(i);
        double precision = 1e-8 * row.standardError();
        assertThat(row.ciLow()).isCloseTo(low.get(i).getAsDouble(), within(precision));
        assertThat(row.ciHigh()).isCloseTo(high.get(i).getAsDouble(), within(precision));
        assertThat(ConfidenceLevel.USUAL.low(row)).isEqualTo(row.ciLow());
      }
    }
  }

  /** Exchanging the classes changes the sign of every coefficient. */
  @Test
  void endsAreReflectedWithTheClasses() {
    double[][] x = {{1}, {1}, {1}, {1}, {0}, {0}, {0}, {0}, {0}};
    int[] y = {1, 1, 1, 0, 1, 0, 0, 0, 0};
    int[] reflected = new int[y.length];
    for (int i = 0; i < y.length; i++) {
      reflected[i] = 1 - y[i];
    }
    try (LabelledData data = LabelledData.of(x, y);
        LabelledData others = LabelledData.of(x, reflected);
        TrainingResult one = LogisticRegression.with(PROFILED).train(data);
        TrainingResult other = LogisticRegression.with(PROFILED).train(others)) {
      for (int i = 0; i < 2; i++) {
        CoefficientStatistic row = known(one).coefficients().get(i);
        CoefficientStatistic opposite = known(other).coefficients().get(i);
        assertThat(row.ciLow()).isCloseTo(-opposite.ciHigh(), within(1e-9));
        assertThat(row.ciHigh()).isCloseTo(-opposite.ciLow(), within(1e-9));
        assertThat(row.ciHigh() - row.estimate())
            .isNotCloseTo(row.estimate() - row.ciLow(), within(0.01));
      }
    }
  }

  @Test
  void theyAreKeptWithTheModelAndOfItsLevel(@TempDir Path directory) throws Exception {
    try (TrainingTable table = Tables.read(BIRTHS);
        TrainingResult result = LogisticRegression.with(BIRTHS).train(table)) {
      ModelDirectory.save(result.model(), directory.resolve("m"));

      FitStatistics kept =
          ModelDirectory.card(directory.resolve("m")).statistics().known().orElseThrow();

      assertThat(kept.coefficients()).isEqualTo(known(result).coefficients());
      assertThat(kept.hasProfileIntervals()).isTrue();
      CoefficientStatistic row = kept.coefficients().get(0);
      assertThatThrownBy(() -> new ConfidenceLevel(0.9).low(row))
          .hasMessage(
              "intervals by the profile likelihood are computed by the training, of the level 0.95,"
                  + " was 0.9: leave the level out, or train with train.intervals=wald");
    }
  }

  @Test
  void endsAreInOrder() {
    assertThatThrownBy(() -> new ProfileInterval(1, Double.NaN))
        .hasMessageContaining("must be in order");
  }

  @Test
  void theProfileLikelihoodIsNotRobustAndNeedsALikelihood() {
    assertThatThrownBy(() -> Combinations.check(PROFILED.with(Settings.COVARIANCE, Covariance.HC0)))
        .hasMessage(
            "train.intervals=profile needs train.covariance=model, as likelihood ratios are not"
                + " robust: leave out train.covariance=hc0, or set train.intervals=wald");
    assertThatThrownBy(() -> Combinations.check(PROFILED.with(Settings.L2, 0.1)))
        .hasMessageContaining("train.intervals=profile needs a fit without a penalty");
  }
}
