package dev.logistic.diagnose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.WeightKind;
import dev.logistic.data.LabelledData;
import dev.logistic.diagnose.Diagnostics.CalibrationLine;
import dev.logistic.diagnose.Diagnostics.HosmerLemeshow;
import dev.logistic.diagnose.Diagnostics.VarianceInflation;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.Standardization;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Diagnostics against closed forms and R's figures, which {@code bench/diagnostics_figures.R}
 * wrote.
 */
class DiagnosticsTest {

  private static final Settings UNPENALISED =
      Settings.defaults()
          .with(Settings.L2, 0)
          .with(Settings.EPOCHS, 500)
          .with(Settings.PRECISION, Precision.FLOAT64);

  private static JsonObject ofR(String name) throws IOException {
    Path file = Path.of("src/test/resources/diagnose/births.json");
    return JsonParser.parseString(Files.readString(file, UTF_8))
        .getAsJsonObject()
        .getAsJsonObject(name);
  }

  private static TrainingTable births() throws IOException {
    return Tables.read(
        UNPENALISED.with(Settings.SOURCE, "examples/data/births.csv").with(Settings.LABEL, "low"));
  }

  private static LogisticModel trained(Settings settings, LabelledData data) {
    return LogisticRegression.with(settings).train(data).takeModel();
  }

  /** The features of a row on the scale of the columns. */
  private static double[] features(LabelledData data, int row) {
    Standardization scaling = data.schema().standardization().orElseThrow();
    double[] scaled = data.features().get(row).toType(DataType.FLOAT64, true).toDoubleArray();
    return IntStream.range(0, scaled.length)
        .mapToDouble(i -> scaled[i] * scaling.scales().get(i) + scaling.means().get(i))
        .toArray();
  }

  private static void assertClose(double actual, JsonElement expected, String name) {
    double figure = expected.getAsDouble();
    assertThat(actual).as(name).isCloseTo(figure, within(1e-9 * Math.abs(figure) + 1e-13));
  }

  private static void assertRows(
      JsonObject expected, String name, int[] rows, IntToDoubleFunction actual) {
    JsonArray figures = expected.getAsJsonArray(name);
    assertThat(figures).hasSize(rows.length);
    for (int i = 0; i < rows.length; i++) {
      assertClose(actual.applyAsDouble(rows[i]), figures.get(i), name + " " + i);
    }
  }

  private static void assertRows(
      JsonObject expected, int[] rows, Diagnostics actual, LabelledData data) {
    assertRows(expected, "pearson", rows, actual::pearsonResidual);
    assertRows(expected, "deviance", rows, actual::devianceResidual);
    assertRows(expected, "leverage", rows, actual::leverage);
    assertRows(expected, "cooks_distance", rows, actual::cooksDistance);
    JsonArray dfbetas = expected.getAsJsonArray("dfbetas");
    for (int i = 0; i < rows.length; i++) {
      double[] found = actual.dfbetas(rows[i], features(data, rows[i]));
      JsonArray figures = dfbetas.get(i).getAsJsonArray();
      assertThat(found).hasSize(figures.size());
      for (int j = 0; j < found.length; j++) {
        assertClose(found[j], figures.get(j), "dfbetas " + i + " " + j);
      }
    }
    JsonArray vif = expected.getAsJsonArray("vif");
    List<VarianceInflation> inflations = actual.varianceInflation();
    for (int i = 0; i < vif.size(); i++) {
      JsonArray figures = vif.get(i).getAsJsonArray();
      assertClose(inflations.get(i).gvif(), figures.get(0), "gvif " + i);
      assertThat(inflations.get(i).df()).isEqualTo(figures.get(1).getAsInt());
      assertClose(inflations.get(i).adjusted(), figures.get(2), "adjusted " + i);
    }
  }

  private static void assertHosmer(JsonObject expected, HosmerLemeshow actual) {
    assertClose(actual.chi2(), expected.get("hosmer_chi2"), "chi2");
    assertThat(actual.df()).isEqualTo(expected.get("hosmer_df").getAsInt());
    assertClose(actual.p(), expected.get("hosmer_p"), "p");
  }

  @Test
  void everyFigureIsRs() throws IOException {
    JsonObject expected = ofR("births");
    try (TrainingTable table = births();
        LogisticModel model = trained(UNPENALISED, table.training())) {
      LabelledData data = table.training();

      Diagnostics actual = Diagnostics.ofFit(model, data);

      assertThat(actual.ofFit()).isTrue();
      assertRows(expected, IntStream.range(0, actual.rows()).toArray(), actual, data);
      assertHosmer(expected, actual.hosmerLemeshow(10));
      assertThat(actual.varianceInflation())
          .extracting(VarianceInflation::term)
          .containsExactly("age", "weight", "smoker", "visits", "region");
      assertThat(actual.deviance())
          .isCloseTo(
              model.card().statistics().known().orElseThrow().deviance(), within(1e-9 * 308));
      CalibrationLine line = actual.calibration().orElseThrow();
      assertThat(line.slope()).isCloseTo(1, within(1e-10));
      assertThat(line.intercept()).isCloseTo(0, within(1e-10));
      JsonArray errors = expected.getAsJsonArray("calibration_errors");
      assertClose(line.interceptError(), errors.get(0), "error of the intercept");
      assertClose(line.slopeError(), errors.get(1), "error of the slope");
      assertThat(actual.mostInfluential(3))
          .containsExactly(26, 96, 10); // in R order(-cooks.distance(fit))
      double sum = IntStream.range(0, actual.rows()).mapToDouble(actual::leverage).sum();
      assertThat(sum).isCloseTo(7, within(1e-11));
    }
  }

  @Test
  void frequenciesArePriorWeightsAndTheTestIsThatOfTheRepeatedRows() throws IOException {
    JsonObject expected = ofR("weighted");
    Settings counted = UNPENALISED.with(Settings.WEIGHT_KIND, WeightKind.FREQUENCY);
    try (TrainingTable table = births();
        NDManager manager = table.training().newManager()) {
      int rows = Math.toIntExact(table.training().rows());
      double[] weights = IntStream.range(0, rows).mapToDouble(row -> row % 4).toArray();
      NDArray array = manager.create(weights);
      try (LabelledData data = table.training().withWeights(array);
          LogisticModel model = trained(counted, data)) {

        Diagnostics actual = Diagnostics.ofFit(model, data);

        int[] some = IntStream.range(0, rows).filter(row -> weights[row] > 0).toArray();
        assertRows(expected, some, actual, data);
        assertHosmer(expected, actual.hosmerLemeshow(10));
        assertThat(actual.leverage(0)).isZero();
      }
    }
  }

  @Test
  void newRowsHaveACalibrationAndNoInfluence() throws IOException {
    JsonObject expected = ofR("new_rows");
    String sql = "SELECT * FROM (SELECT *, row_number() OVER () AS n FROM data) WHERE n ";
    Settings first =
        UNPENALISED
            .with(Settings.FEATURES, List.of("age", "visits"))
            .with(Settings.STANDARDIZE, false)
            .with(Settings.SOURCE, "examples/data/births.csv")
            .with(Settings.LABEL, "low")
            .with(Settings.QUERY, sql + "<= 150");
    try (TrainingTable training = Tables.read(first);
        TrainingTable others = Tables.read(first.with(Settings.QUERY, sql + "> 150"));
        LogisticModel model = trained(UNPENALISED, training.training())) {
      LabelledData unseen = others.training();

      Diagnostics actual = Diagnostics.of(model, (Scores) Scoring.of(model, unseen));

      CalibrationLine line = actual.calibration().orElseThrow();
      JsonArray figures = expected.getAsJsonArray("calibration");
      JsonArray errors = expected.getAsJsonArray("calibration_errors");
      assertClose(line.intercept(), figures.get(0), "intercept");
      assertClose(line.slope(), figures.get(1), "slope");
      assertClose(line.interceptError(), errors.get(0), "error of the intercept");
      assertClose(line.slopeError(), errors.get(1), "error of the slope");
      HosmerLemeshow test = actual.hosmerLemeshow(5);
      assertThat(test.df()).isEqualTo(test.groups().size());
      assertThat(actual.ofFit()).isFalse();
      assertThatThrownBy(() -> actual.leverage(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("leverage and influence are known for the rows of a fit");
      assertThatThrownBy(() -> Diagnostics.ofFit(model, unseen))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("expected the 150 rows that the model was trained on");
    }
  }

  private static final double[][] GROUPS = {{0, 0}, {1, 0}, {0, 1}};
  private static final int[][] COUNTS = {{3, 5}, {4, 2}, {6, 7}};

  /** Rows of groups with so many of each class: a model with a coefficient for each. */
  private static double[][] saturated(int[] labels) {
    double[][] rows = new double[labels.length][];
    int row = 0;
    for (int group = 0; group < GROUPS.length; group++) {
      for (int label = 0; label < 2; label++) {
        for (int i = 0; i < COUNTS[group][label]; i++) {
          labels[row] = label;
          rows[row++] = GROUPS[group];
        }
      }
    }
    return rows;
  }

  /**
   * There a leverage is 1/n of the group, a Pearson residual {@code (y - p) / sqrt(p (1 - p))} with
   * the share p, and the test is exactly satisfied.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e6})
  void ofASaturatedFitAllIsKnown(double offset) {
    int[] labels = new int[27];
    double[][] rows = saturated(labels);
    double[][] moved = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      moved[i] = new double[] {rows[i][0] + offset, rows[i][1]};
    }
    try (LabelledData data = LabelledData.of(moved, labels);
        LogisticModel model = trained(UNPENALISED, data)) {

      Diagnostics actual = Diagnostics.ofFit(model, data);

      int row = 0;
      for (int group = 0; group < GROUPS.length; group++) {
        int n = COUNTS[group][0] + COUNTS[group][1];
        double share = (double) COUNTS[group][1] / n;
        for (int i = 0; i < n; i++, row++) {
          double residual = (labels[row] - share) / Math.sqrt(share * (1 - share));
          double h = 1.0 / n;
          assertThat(actual.leverage(row)).isCloseTo(h, within(1e-9));
          assertThat(actual.pearsonResidual(row)).isCloseTo(residual, within(1e-7));
          double cook = residual * residual * h / (1 - h) / (1 - h) / 3;
          assertThat(actual.cooksDistance(row)).isCloseTo(cook, within(1e-7));
        }
      }
      HosmerLemeshow test = actual.hosmerLemeshow(10);
      assertThat(test.groups()).hasSize(3);
      assertThat(test.chi2()).isCloseTo(0, within(1e-9));
      assertThat(test.df()).isEqualTo(1);
      assertThat(test.groups())
          .extracting(HosmerLemeshow.Group::rows)
          .containsExactly(6.0, 13.0, 8.0);
      assertThat(test.groups())
          .extracting(HosmerLemeshow.Group::positives)
          .containsExactly(2.0, 7.0, 5.0);
    }
  }

  @Test
  void aRowThatItsOwnCoefficientFitsHasNoDistance() {
    double[][] x = {{0}, {1}, {0}, {1}, {0.5}, {0.5}};
    int[] y = {0, 1, 1, 0, 1, 0};
    try (LabelledData data = LabelledData.of(x, y);
        LogisticModel model = trained(UNPENALISED, data)) {
      Diagnostics actual = Diagnostics.ofFit(model, data);

      double sum = IntStream.range(0, 6).mapToDouble(actual::leverage).sum();
      assertThat(sum).isCloseTo(2, within(1e-12));
      assertThat(actual.hosmerLemeshow(10).isDefined()).isFalse(); // all probabilities are 1/2
      assertThat(actual.hosmerLemeshow(10).chi2()).isNaN();
      assertThat(actual.hosmerLemeshow(10).p()).isNaN();
      assertThat(actual.calibration()).isEmpty();
    }
  }

  @Test
  void whatHasNoDiagnosticsIsRefusedWithTheReason() {
    double[][] x = {{0}, {1}, {0}, {1}, {2}, {3}};
    Settings penalised = UNPENALISED.with(Settings.L2, 0.5);
    try (LabelledData two = LabelledData.of(x, new int[] {0, 1, 1, 0, 1, 0});
        LabelledData three = LabelledData.of(x, new int[] {0, 1, 2, 0, 1, 2});
        LogisticModel ofTwo = trained(penalised, two);
        TrainingResult ofThree = LogisticRegression.with(penalised).train(three)) {
      assertThatThrownBy(() -> Diagnostics.ofFit(ofTwo, two))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "diagnostics need a model with statistics, and this one has none: the fit is penalised"
                  + " (train.l2=0.5), which biases its coefficients: train with train.l2=0");
      assertThatThrownBy(() -> Diagnostics.ofFit(ofThree.model(), three))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("diagnostics are defined for two classes, and the model has 3");
    }
  }

  @Test
  void weightsOfASurveyAreRefused() {
    double[][] x = {{0}, {1}, {0}, {1}, {2}, {3}};
    Settings survey = UNPENALISED.with(Settings.WEIGHT_KIND, WeightKind.SAMPLING);
    try (LabelledData data = LabelledData.of(x, new int[] {0, 1, 1, 0, 1, 0});
        NDManager manager = data.newManager();
        LabelledData weighted =
            data.withWeights(manager.create(new double[] {1, 2, 1.5, 2, 1, 1}));
        LogisticModel model = trained(survey, weighted)) {
      assertThatThrownBy(() -> Diagnostics.ofFit(model, weighted))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("data.weight-kind=sampling");
    }
  }

  @Test
  void eventsAmongTrialsAreRefused() {
    double[][] dose = {{0.5}, {1}, {1.5}, {2}};
    int[] trials = {10, 12, 9, 11};
    try (LabelledData data = LabelledData.ofTrials(dose, new int[] {1, 4, 4, 9}, trials);
        LogisticModel model = trained(UNPENALISED, data)) {
      assertThatThrownBy(() -> Diagnostics.ofFit(model, data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("data.trials");
    }
  }
}
