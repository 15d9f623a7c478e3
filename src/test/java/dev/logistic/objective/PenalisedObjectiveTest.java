package dev.logistic.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatch;
import dev.logistic.data.Minibatches;
import dev.logistic.engine.NoGradient;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle: the penalised formula in plain Java doubles, and its central differences. */
class PenalisedObjectiveTest {

  private static final double[][] ROWS = {{0.4, -1.1}, {1.7, 0.3}, {-0.6, 0.8}, {0.2, 2.4}};
  private static final int[] LABELS = {1, 0, 0, 1};
  private static final double[] WEIGHTS = {0.7, -1.3};

  private final NoGradient off = NoGradient.onThisThread();
  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
    off.close();
  }

  private static double loss(double... parameters) {
    double sum = 0;
    for (int i = 0; i < ROWS.length; i++) {
      double logit = ROWS[i][0] * parameters[0] + ROWS[i][1] * parameters[1] + parameters[2];
      sum += Math.log1p(Math.exp(LABELS[i] == 1 ? -logit : logit));
    }
    return sum / ROWS.length;
  }

  private static double objective(double l1, double l2, double... parameters) {
    double squared = parameters[0] * parameters[0] + parameters[1] * parameters[1];
    double sizes = Math.abs(parameters[0]) + Math.abs(parameters[1]);
    return loss(parameters) + l2 / 2 * squared + l1 * sizes;
  }

  private static double[] centralDifferences(double l1, double l2, double... at) {
    double step = 1e-5;
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] above = at.clone();
      double[] below = at.clone();
      above[i] += step;
      below[i] -= step;
      gradient[i] = (objective(l1, l2, above) - objective(l1, l2, below)) / (2 * step);
    }
    return gradient;
  }

  private record Value(double loss, List<Double> gradient) {}

  /** At the weights above and the given bias, without a penalty where l2 is NaN. */
  private Value evaluate(double l1, double l2, double bias, DataType type) {
    try (LabelledData data =
            LabelledData.of(manager.create(ROWS).toType(type, false), manager.create(LABELS));
        Parameters parameters =
            Parameters.startingAt(manager.create(WEIGHTS).reshape(2, 1).toType(type, false));
        Minibatches all = new Minibatches(data, ROWS.length, OptionalLong.empty());
        PenalisedObjective penalised =
            new PenalisedObjective(
                new ClosedFormObjective(),
                parameters,
                new Penalty(l1, Double.isNaN(l2) ? 0 : l2, 1));
        NDScope scope = new NDScope()) {
      parameters
          .packed()
          .addi(manager.create(new double[] {0, 0, bias}).reshape(3, 1).toType(type, false));
      Minibatch minibatch = all.epoch(0).iterator().next();
      Objective objective = Double.isNaN(l2) ? new ClosedFormObjective() : penalised;
      LossAndGradient result = objective.evaluate(parameters, minibatch);
      NDArray gradient = result.gradient().toType(DataType.FLOAT64, true);
      return new Value(result.loss(), Arrays.stream(gradient.toDoubleArray()).boxed().toList());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 0.01", "0, 0.5", "0, 20", "0.3, 0", "7, 0", "0.2, 0.4"})
  void theGradientIsThatOfLossAndPenaltyAndTheLossThatOfTheDataAlone(double l1, double l2) {
    Value value = evaluate(l1, l2, 0.9, DataType.FLOAT64);

    assertThat(value.loss()).isCloseTo(loss(0.7, -1.3, 0.9), within(1e-14));
    double[] expected = centralDifferences(l1, l2, 0.7, -1.3, 0.9);
    for (int i = 0; i < expected.length; i++) {
      assertThat(value.gradient().get(i)).isCloseTo(expected[i], within(1e-8));
    }
  }

  @Test
  void theBiasIsNotPenalised() {
    List<Double> without = evaluate(0, 0, 1e6, DataType.FLOAT64).gradient();
    List<Double> with = evaluate(2, 3, 1e6, DataType.FLOAT64).gradient();

    assertThat(with.get(2)).isEqualTo(without.get(2));
    assertThat(with.get(0)).isCloseTo(without.get(0) + 3 * 0.7 + 2, within(1e-12));
    assertThat(with.get(1)).isCloseTo(without.get(1) - 3 * 1.3 - 2, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT32", "FLOAT64"})
  void withoutAPenaltyEveryBitIsThatOfTheObjectiveWithin(DataType type) {
    Value zero = evaluate(0, 0, 0.9, type);
    Value plain = evaluate(0, Double.NaN, 0.9, type);

    assertThat(zero).isEqualTo(plain);
  }

  @Test
  void atAWeightOfZeroTheSubgradientTakenIsThatOfTheRest() {
    try (LabelledData data = LabelledData.of(manager.create(ROWS), manager.create(LABELS));
        Parameters parameters = Parameters.zeros(manager, 2, 1, DataType.FLOAT64);
        Minibatches all = new Minibatches(data, ROWS.length, OptionalLong.empty());
        PenalisedObjective lasso =
            new PenalisedObjective(new ClosedFormObjective(), parameters, new Penalty(5, 0, 1));
        NDScope scope = new NDScope()) {
      Minibatch minibatch = all.epoch(0).iterator().next();

      assertThat(lasso.evaluate(parameters, minibatch).gradient().toDoubleArray())
          .isEqualTo(
              new ClosedFormObjective().evaluate(parameters, minibatch).gradient().toDoubleArray());
    }
  }
}
