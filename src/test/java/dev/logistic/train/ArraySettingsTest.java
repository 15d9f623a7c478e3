package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logistic.config.Missing;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.evaluate.Figures;
import dev.logistic.selection.CrossValidation;
import dev.logistic.selection.PenaltyGrid;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings that have no effect on rows in arrays are refused with them. */
class ArraySettingsTest {

  private static final double[][] ROWS = {{1, 10}, {2, 30}, {3, 20}, {4, 50}, {5, 10}, {6, 40}};
  private static final int[] LABELS = {0, 0, 1, 0, 1, 1};

  private static void train(Settings settings) {
    try (LabelledData data = LabelledData.of(ROWS, LABELS)) {
      LogisticRegression.with(settings).train(data).close();
    }
  }

  @Test
  void settingsOfTablesAreRefused() {
    Settings settings = Settings.defaults();
    List<Settings> ofTables =
        List.of(
            settings.with(Settings.SOURCE, "x.csv"),
            settings.with(Settings.LABEL, "y"),
            settings.with(Settings.POSITIVE, "1"),
            settings.with(Settings.EXCLUDE, List.of("id")),
            settings.with(Settings.NA, List.of("NA")),
            settings.with(Settings.MAX_LEVELS, 7),
            settings.with(Settings.VALIDATION, 0.2));

    for (Settings each : ofTables) {
      assertThatThrownBy(() -> train(each))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining(" has no effect on rows in arrays: ")
          .hasMessageContaining("Tables.of");
    }
    assertThatThrownBy(() -> train(settings.with(Settings.EXCLUDE, List.of("id"))))
        .hasMessage(
            "data.exclude=id has no effect on rows in arrays: leave it out, or read the rows as a"
                + " table by Tables.of or Tables.read and train on that");
  }

  @Test
  void settingsOfSyntheticRowsAreRefused() {
    assertThatThrownBy(() -> train(Settings.original().with(Settings.SAMPLES, 10)))
        .hasMessage(
            "data.samples=10 has no effect on rows in arrays: it is for synthetic rows; leave it"
                + " out");
  }

  @Test
  void rowsAreOfTheDeviceAndTypeThatTheirArraysHave() {
    Settings settings = Settings.defaults();

    assertThatThrownBy(() -> train(settings.with(Settings.PRECISION, Precision.FLOAT32)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "engine.precision=float32 has no effect on rows in float64: leave it out, or train on"
                + " rows of that kind");
    assertThatCode(
            () ->
                train(
                    settings
                        .with(Settings.PRECISION, Precision.FLOAT64)
                        .with(Settings.DEVICE, "cpu")))
        .doesNotThrowAnyException();
  }

  @Test
  void theThreadsOfTheEngineAreThoseOfTheSettings() {
    int before = PyTorch.threads();
    try {
      train(Settings.defaults().with(Settings.THREADS, before + 1));

      assertThat(PyTorch.threads()).isEqualTo(before + 1);
    } finally {
      PyTorch.setThreads(before);
    }
  }

  @Test
  void aPathOfPenaltiesRefusesThemToo() {
    Settings settings = Settings.defaults();
    try (LabelledData data = LabelledData.of(ROWS, LABELS)) {
      assertThatThrownBy(
              () ->
                  CrossValidation.of(settings.with(Settings.LABEL, "y"), 2, PenaltyGrid.AUTO)
                      .path(data))
          .hasMessageContaining("data.label=y has no effect on rows in arrays");
      assertThatThrownBy(
              () ->
                  CrossValidation.of(
                          settings.with(Settings.PRECISION, Precision.FLOAT32), 2, PenaltyGrid.AUTO)
                      .path(data))
          .hasMessageContaining("engine.precision=float32 has no effect on rows in float64");
    }
  }

  @Test
  void passwordsAreNotShown() {
    assertThatThrownBy(
            () -> train(Settings.defaults().with(Settings.SOURCE, "jdbc:x:y?password=secret")))
        .hasMessageContaining("data.source=jdbc:x:y?password=***")
        .hasMessageNotContaining("secret");
  }

  @Test
  void initialWeightsDoNotChangeThat() {
    try (LabelledData data = LabelledData.of(ROWS, LABELS)) {
      assertThatThrownBy(
              () ->
                  LogisticRegression.with(Settings.original().with(Settings.LABEL, "y"))
                      .train(data, data.features().getManager().create(new double[][] {{1}, {2}})))
          .hasMessageContaining("data.label=y has no effect");
    }
  }

  @Test
  void defaultsAreNeverRefusedAndArraysMayBeTrainedUnscaled() {
    assertThatCode(
            () ->
                train(
                    Settings.defaults()
                        .with(Settings.SOURCE, Settings.SYNTHETIC)
                        .with(Settings.LABEL, "")
                        .with(Settings.MISSING, Missing.ERROR)
                        .with(Settings.SAMPLES, 1000)
                        .with(Settings.STANDARDIZE, false)))
        .doesNotThrowAnyException();
  }

  @Test
  void tablesAreCrossValidatedWithTheSettingsThatTheyWereReadWith() throws IOException {
    Settings settings = Settings.defaults().with(Settings.LABEL, "y");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < 12; row++) {
      rows.add(Map.of("a", row % 5, "y", row % 3 == 0 ? "no" : "yes"));
    }

    try (TrainingTable table = Tables.of(rows, settings)) {
      List<Figures> figures = CrossValidation.evaluate(settings, table, 2);

      assertThat(figures).hasSize(2);
      assertThatThrownBy(() -> CrossValidation.evaluate(settings, table.training(), 2))
          .hasMessageContaining("data.label=y has no effect");
    }
  }
}
