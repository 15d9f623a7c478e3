package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.logistic.config.ClassWeight;
import dev.logistic.config.Combinations;
import dev.logistic.config.Covariance;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.WeightKind;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.evaluate.Metric;
import dev.logistic.schema.FitStatistics;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that count events among trials, in arrays, against R's glm and rows of single trials. */
class TrialsTest {

  private static final Settings UNPENALISED =
      Settings.defaults().with(Settings.L2, 0).with(Settings.EPOCHS, 500);

  private static FitStatistics fitted(LabelledData data, Settings settings) {
    try (data;
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      assertThat(result.statistics().refused()).isEmpty();
      return result.statistics().known().orElseThrow();
    }
  }

  private static LabelledData grouped(Grouped table) {
    return LabelledData.ofTrials(table.x(), table.events(), table.trials());
  }

  private static LabelledData ofTrials(Grouped table) {
    double[][] x =
        Arrays.stream(table.rowOfTrial()).mapToObj(row -> table.x()[row]).toArray(double[][]::new);
    return LabelledData.of(x, table.labelOfTrial());
  }

  @Test
  void theFitIsThatOfGlmOfEventsAndOthers() throws IOException {
    Grouped table = Grouped.read();

    FitStatistics actual = fitted(grouped(table), UNPENALISED);

    Expected.fit(table.ofR().getAsJsonObject("grouped"), actual);
    JsonObject ofTrials = table.ofR().getAsJsonObject("trials");
    Expected.fit(ofTrials, actual);
    Expected.likelihoods(ofTrials, actual);
    assertThat(actual.rows()).isEqualTo(Arrays.stream(table.trials()).sum());
  }

  /** The binomial coefficients are the same for every fit, so tests and differences agree. */
  @Test
  void logLikelihoodsAreThoseOfTrialsWhichLackTheBinomialCoefficients() throws IOException {
    Grouped table = Grouped.read();
    JsonObject ofRows = table.ofR().getAsJsonObject("grouped");
    double coefficients = table.ofR().get("coefficients").getAsDouble();

    FitStatistics actual = fitted(grouped(table), UNPENALISED);

    assertThat(actual.logLikelihood() + coefficients)
        .isCloseTo(ofRows.get("log_likelihood").getAsDouble(), within(1e-9));
    assertThat(actual.nullLogLikelihood() + coefficients)
        .isCloseTo(ofRows.get("null_log_likelihood").getAsDouble(), within(1e-9));
  }

  @ParameterizedTest
  @EnumSource(value = Covariance.class, mode = EnumSource.Mode.EXCLUDE, names = "CLUSTER")
  void aTrialIsTheUnitOfRobustCovariances(Covariance covariance) throws IOException {
    Grouped table = Grouped.read();
    String kind = Settings.COVARIANCE.print(covariance);

    FitStatistics actual =
        fitted(grouped(table), UNPENALISED.with(Settings.COVARIANCE, covariance));

    Expected.covariance(table.ofR().getAsJsonObject("trials").getAsJsonArray(kind), 1, actual);
  }

  /** Sandwich's own for a grouped fit, except for the factor. */
  @Test
  void aRowIsTheUnitWhereEachIsACluster() throws IOException {
    Grouped table = Grouped.read();
    int[] ids = new int[2 * table.rows()];
    Arrays.setAll(ids, i -> i / 2);

    FitStatistics actual =
        fitted(
            grouped(table).withClusters(ids),
            UNPENALISED.with(Settings.COVARIANCE, Covariance.CLUSTER));

    long rows = Arrays.stream(table.trials()).filter(trials -> trials > 0).count();
    Expected.covariance(
        table.ofR().getAsJsonObject("grouped").getAsJsonArray("hc0"), rows / (rows - 1.0), actual);
  }

  @Test
  void penaltyAndScalingAreThoseOfTrials() throws IOException {
    Grouped table = Grouped.read();
    try (LabelledData grouped = grouped(table);
        LabelledData single = ofTrials(table);
        TrainingResult actual = LogisticRegression.with(Settings.defaults()).train(grouped);
        TrainingResult expected = LogisticRegression.with(Settings.defaults()).train(single)) {
      double[] found = actual.model().weights().toDoubleArray();
      double[] wanted = expected.model().weights().toDoubleArray();
      assertThat(found[0]).isCloseTo(wanted[0], within(1e-9));
      assertThat(found[1]).isCloseTo(wanted[1], within(1e-9));
      assertThat(actual.fit().loss()).isCloseTo(expected.fit().loss(), within(1e-12));
      assertThat(actual.model().card().trainingData().rows()).isEqualTo(single.rows());
    }
  }

  @Test
  void figuresAreThoseOfTrials() throws IOException {
    Grouped table = Grouped.read();
    try (LabelledData grouped = grouped(table);
        LabelledData single = ofTrials(table);
        TrainingResult result = LogisticRegression.with(Settings.defaults()).train(single)) {
      Evaluation actual = (Evaluation) Evaluations.of(result.model(), grouped);
      Evaluation expected = (Evaluation) Evaluations.of(result.model(), single);

      assertThat(actual.rows()).isEqualTo(expected.rows());
      assertThat(actual.weight()).isEmpty();
      assertThat(actual.confusion()).isEqualTo(expected.confusion());
      for (Metric metric : Metric.values()) {
        assertThat(actual.of(metric))
            .as(metric.name())
            .isCloseTo(expected.of(metric), within(1e-12));
      }
    }
  }

  @Test
  void classWeightsLeaveNoStatistics() throws IOException {
    Settings balanced = UNPENALISED.with(Settings.CLASS_WEIGHT, ClassWeight.BALANCED);
    try (LabelledData data = grouped(Grouped.read());
        TrainingResult result = LogisticRegression.with(balanced).train(data)) {
      assertThat(result.statistics().refused()).isPresent();
    }
  }

  @Test
  void eventsAreAmongTrials() {
    double[][] x = {{1}, {2}};

    assertThatThrownBy(() -> LabelledData.ofTrials(x, new int[] {1, 4}, new int[] {2, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected events from 0 to the 3 trials, was 4 in row 1");
    assertThatThrownBy(() -> LabelledData.ofTrials(x, new int[] {-1, 1}, new int[] {2, 3}))
        .hasMessage("expected events from 0 to the 2 trials, was -1 in row 0");
    assertThatThrownBy(() -> LabelledData.ofTrials(x, new int[] {1}, new int[] {2, 3}))
        .hasMessage("expected events and trials for each of 2 rows, found 1 and 2");
  }

  @Test
  void trialsAreNoSurvey() {
    Settings settings = UNPENALISED.with(Settings.WEIGHT_KIND, WeightKind.SAMPLING);
    try (LabelledData data = grouped(Grouped.read())) {
      assertThatThrownBy(() -> LogisticRegression.with(settings).train(data))
          .isInstanceOf(SettingsException.class)
          .hasMessage(
              "data.weight-kind=sampling needs the weights of a survey, found numbers of trials:"
                  + " leave it out");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.weight=w | data.trials=n needs rows that only their trials weigh: leave out data.weight=w, or multiply label and trials by it in SQL with data.query",
        "data.positive=1 | data.trials=n has the classes 0 and 1, and predicts the probability of an event: leave out data.positive=1",
        "data.weight-kind=frequency | data.weight-kind=frequency needs data.weight to name the column of weights, found none",
      })
  void settingsWithoutEffectAreRefused(String more, String message) {
    Settings settings =
        Settings.layered(
            List.of(
                Layer.assignments("test", List.of("data.source=t.csv", "data.trials=n", more))));

    assertThatThrownBy(() -> Combinations.check(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }
}
