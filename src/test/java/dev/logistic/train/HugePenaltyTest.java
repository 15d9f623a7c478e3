package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where l2 is huge, the objective is curved thousands and billions of times as much in the weights
 * as in the bias. Oracle: its first order in 1/l2, {@code w = (mean(x * y) - mean(x) * mean(y)) /
 * l2}, the bias being the logit of the positives' share.
 */
class HugePenaltyTest {

  private static final int ROWS = 500;

  @ParameterizedTest
  @CsvSource({
    "1e4, FLOAT32",
    "1e6, FLOAT32",
    "1e9, FLOAT32",
    "1e4, FLOAT64",
    "1e9, FLOAT64",
    "1e12, FLOAT64"
  })
  void theOptimumIsReachedInAFewIterations(double l2, DataType type) {
    Random random = new Random(3);
    double[][] rows = new double[ROWS][2];
    int[] labels = new int[ROWS];
    double positives = 0;
    for (int i = 0; i < ROWS; i++) {
      labels[i] = random.nextDouble() < 0.2 ? 1 : 0;
      rows[i] = new double[] {random.nextGaussian() + labels[i], 3 * random.nextGaussian() + 1};
      positives += labels[i];
    }
    double share = positives / ROWS;
    double[] slope = new double[2];
    for (int i = 0; i < ROWS; i++) {
      slope[0] += rows[i][0] * (labels[i] - share) / ROWS;
      slope[1] += rows[i][1] * (labels[i] - share) / ROWS;
    }
    Settings settings =
        Settings.original()
            .with(Settings.SOLVER, Solver.LBFGS)
            .with(Settings.L2, OptionalDouble.of(l2));

    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        NDArray features = manager.create(rows).toType(type, true);
        LabelledData data = LabelledData.of(features, manager.create(labels));
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      assertThat(result.stop().converged()).isTrue();
      assertThat(result.stop().iterations()).isLessThan(15);
      double tolerance = type == DataType.FLOAT32 ? 1e-3 : 1e-6;
      List<Double> weights = result.model().coefficients().weights();
      assertThat(l2 * weights.get(0)).isCloseTo(slope[0], within(tolerance + 10 / l2));
      assertThat(l2 * weights.get(1)).isCloseTo(slope[1], within(tolerance + 10 / l2));
      assertThat(result.model().coefficients().bias())
          .isCloseTo(Math.log(share / (1 - share)), within(tolerance + 10 / l2));
    }
  }
}
