package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.SyntheticData;
import dev.logistic.model.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener sees the parameters of each epoch and may end the training. */
class ListenerStopTest {

  private static final Settings SHORT =
      Settings.original().with(Settings.SAMPLES, 50).with(Settings.EPOCHS, 5);

  private static SyntheticData data() {
    return SyntheticData.draw(123, 50, List.of(0.5, -1.5), DataType.FLOAT32, Device.cpu());
  }

  private static EpochListener stopAfter(int epoch) {
    return each -> {
      if (each.number() == epoch) {
        throw new TrainingStoppedException("enough");
      }
    };
  }

  @ParameterizedTest
  @EnumSource(
      value = Solver.class,
      names = {"SGD", "ADAM", "LBFGS"})
  void theResultIsThatOfAsManyEpochs(Solver solver) {
    Settings settings = SHORT.with(Settings.SOLVER, solver);
    try (SyntheticData data = data();
        TrainingResult stopped =
            LogisticRegression.with(settings).listener(stopAfter(1)).train(data);
        TrainingResult two =
            LogisticRegression.with(settings.with(Settings.EPOCHS, 2)).train(data)) {
      assertThat(stopped.stop().reason()).isEqualTo(Stop.Reason.LISTENER).hasToString("listener");
      assertThat(stopped.stop().iterations()).isEqualTo(2);
      assertThat(stopped.stop().converged()).isFalse();
      assertThat(stopped.model().coefficients()).isEqualTo(two.model().coefficients());
    }
  }

  @Test
  void everyListenerInARowSeesTheParametersOfTheEpoch() {
    List<double[]> seen = new ArrayList<>();
    List<Integer> epochs = new ArrayList<>();
    EpochListener reading =
        new EpochListener() {
          @Override
          public void epochEnded(Epoch epoch) {
            throw new AssertionError("told without parameters");
          }

          @Override
          public void epochEnded(Epoch epoch, Parameters parameters) {
            seen.add(parameters.toDoubles());
          }
        };
    EpochListener all = reading.andThen(epoch -> epochs.add(epoch.number())).andThen(reading);
    try (SyntheticData data = data();
        TrainingResult result = LogisticRegression.with(SHORT).listener(all).train(data)) {
      assertThat(epochs).containsExactly(0, 1, 2, 3, 4);
      assertThat(seen).hasSize(10);
      double[] last = seen.get(9);
      assertThat(result.model().coefficients().weights()).containsExactly(last[0], last[1]);
      assertThat(result.model().coefficients().bias()).isEqualTo(last[2]);
      assertThat(seen.get(0)).isNotEqualTo(last);
    }
  }
}
