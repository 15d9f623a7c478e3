package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logistic.config.GradientForm;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticModel;
import dev.logistic.selection.CrossValidation;
import dev.logistic.selection.PenaltyGrid;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A training ends when its thread is interrupted, and within a limit. */
class InterruptionTest {

  private static final double[][] ROWS = {{1, 10}, {2, 30}, {3, 20}, {4, 50}, {5, 10}, {6, 40}};
  private static final int[] LABELS = {0, 0, 1, 0, 1, 1};
  private static final Duration SHORT = Duration.ofNanos(1);

  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  @ParameterizedTest
  @EnumSource(names = {"SGD", "LBFGS"})
  void anInterruptedThreadEndsItsTrainingAndStaysInterrupted(Solver solver) {
    Settings settings = Settings.defaults().with(Settings.SOLVER, solver);
    try (LabelledData data = LabelledData.of(ROWS, LABELS)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> LogisticRegression.with(settings).train(data))
          .isInstanceOf(TrainingInterruptedException.class)
          .hasMessage("the training was interrupted");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
  }

  @Test
  void anInterruptedThreadWritesACheckpointFromWhichTheTrainingEndsInTheSameBits(
      @TempDir Path folder) {
    Settings settings =
        Settings.defaults()
            .with(Settings.SOLVER, Solver.SGD)
            .with(Settings.EPOCHS, 20)
            .with(Settings.CHECKPOINT, folder.resolve("c").toString());
    try (LabelledData data = LabelledData.of(ROWS, LABELS)) {
      EpochListener interrupting =
          epoch -> {
            if (epoch.number() == 7) {
              Thread.currentThread().interrupt();
            }
          };
      assertThatThrownBy(() -> LogisticRegression.with(settings).listener(interrupting).train(data))
          .isInstanceOf(TrainingInterruptedException.class)
          .hasMessageContaining("interrupted after 8 epochs")
          .hasMessageContaining(folder.toString());
      assertThat(Thread.interrupted()).isTrue();

      Settings whole = settings.with(Settings.CHECKPOINT, "");
      try (TrainingResult resumed = LogisticRegression.with(settings).resume().train(data);
          TrainingResult unbroken = LogisticRegression.with(whole).train(data)) {
        LogisticModel model = resumed.model();
        assertThat(model.weights().toDoubleArray())
            .isEqualTo(unbroken.model().weights().toDoubleArray());
      }
    }
  }

  @Test
  void aTrainingThatTakesLongerThanItsLimitEndsWithTheLimitInTheMessage() {
    try (LabelledData data = LabelledData.of(ROWS, LABELS)) {
      LogisticRegression regression = LogisticRegression.with(Settings.defaults());
      assertThatThrownBy(() -> regression.within(SHORT).train(data))
          .isInstanceOf(TrainingInterruptedException.class)
          .hasMessage("the training did not end within its limit of PT0.000000001S");
      try (TrainingResult result = regression.within(Duration.ofHours(1)).train(data)) {
        assertThat(result.stop().converged()).isTrue();
      }
      assertThatThrownBy(() -> regression.within(Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PT0S");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTOGRAD", "CLOSED_FORM"})
  void aCrossValidationEndsByItsThreadAndItsLimitToo(GradientForm form) {
    Settings settings = Settings.defaults().with(Settings.GRADIENT, form);
    CrossValidation validation = CrossValidation.of(settings, 2, PenaltyGrid.AUTO);
    try (LabelledData data = LabelledData.of(ROWS, LABELS)) {
      assertThatThrownBy(() -> validation.within(SHORT).path(data))
          .isInstanceOf(TrainingInterruptedException.class);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> validation.path(data))
          .isInstanceOf(TrainingInterruptedException.class);
      assertThatThrownBy(() -> CrossValidation.evaluate(settings, data, 2))
          .isInstanceOf(TrainingInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
