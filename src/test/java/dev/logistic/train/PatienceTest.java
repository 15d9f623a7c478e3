package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PatienceTest {

  private static final int COLUMNS = 20;
  private static final int PATIENCE = 4;

  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
  private final LabelledData few = rows(40, 1);
  private final LabelledData others = rows(400, 2);

  @AfterEach
  void close() {
    few.close();
    others.close();
    manager.close();
  }

  /** So much noise and so many columns that later epochs overfit. */
  private LabelledData rows(int rows, long seed) {
    Random random = new Random(seed);
    double[][] features = new double[rows][COLUMNS];
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        features[i][j] = random.nextGaussian();
      }
      labels[i] = features[i][0] + random.nextGaussian() > 0 ? 1 : 0;
    }
    return LabelledData.of(manager.create(features), manager.create(labels));
  }

  private static Settings patient(Solver solver) {
    return Settings.original()
        .with(Settings.SOLVER, solver)
        .with(Settings.EPOCHS, 300)
        .with(Settings.LEARNING_RATE, 0.1)
        .with(Settings.PATIENCE, OptionalInt.of(PATIENCE));
  }

  private double lossOnOthers(TrainingResult result) {
    double[] logits = result.model().logits(others).toDoubleArray();
    double[] labels = others.labels().toDoubleArray();
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      sum += Math.log1p(Math.exp(labels[i] == 1 ? -logits[i] : logits[i]));
    }
    return sum / logits.length;
  }

  @ParameterizedTest
  @EnumSource
  void trainingStopsOnceNothingGetsBetterAndTakesTheBest(Solver solver) {
    List<Double> losses = new ArrayList<>();
    try (TrainingResult result =
        LogisticRegression.with(patient(solver))
            .validation(others)
            .listener(epoch -> losses.add(epoch.validationLoss().orElseThrow()))
            .train(few)) {
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.PATIENCE);
      assertThat(result.stop().reason()).hasToString("patience");
      assertThat(result.stop().converged()).isFalse();
      assertThat(result.stop().iterations()).isEqualTo(losses.size());
      double best = Collections.min(losses);
      assertThat(losses.indexOf(best)).isEqualTo(losses.size() - 1 - PATIENCE);
      assertThat(lossOnOthers(result)).isCloseTo(best, within(1e-12));
    }
  }

  @Test
  void anEndByTheNumberOfEpochsTakesTheBestToo() {
    List<Double> losses = new ArrayList<>();
    Settings settings =
        patient(Solver.LBFGS)
            .with(Settings.EPOCHS, 8)
            .with(Settings.L2, OptionalDouble.of(1e-4))
            .with(Settings.PATIENCE, OptionalInt.of(100));
    try (TrainingResult result =
        LogisticRegression.with(settings)
            .validation(others)
            .listener(epoch -> losses.add(epoch.validationLoss().orElseThrow()))
            .train(few)) {
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.EPOCHS);
      assertThat(losses).hasSize(8);
      assertThat(lossOnOthers(result)).isCloseTo(Collections.min(losses), within(1e-12));
    }
  }

  @Test
  void whereTheOptimumIsReachedFirstTheBestIsTakenAndNotCalledConverged() {
    List<Double> losses = new ArrayList<>();
    Settings settings =
        patient(Solver.LBFGS)
            .with(Settings.EPOCHS, 1_000)
            .with(Settings.L2, OptionalDouble.of(1e-4))
            .with(Settings.PATIENCE, OptionalInt.of(1_000));
    try (TrainingResult result =
        LogisticRegression.with(settings)
            .validation(others)
            .listener(epoch -> losses.add(epoch.validationLoss().orElseThrow()))
            .train(few)) {
      assertThat(losses).hasSizeLessThan(1_000);
      assertThat(losses.indexOf(Collections.min(losses))).isLessThan(losses.size() - 1);
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.PATIENCE);
      assertThat(lossOnOthers(result)).isCloseTo(Collections.min(losses), within(1e-12));
    }
  }

  @Test
  void withoutRowsHeldOutItIsRefused() {
    assertThatThrownBy(() -> LogisticRegression.with(patient(Solver.SGD)).train(few))
        .isInstanceOf(SettingsException.class)
        .hasMessage("train.patience needs rows held out for validation");
  }
}
