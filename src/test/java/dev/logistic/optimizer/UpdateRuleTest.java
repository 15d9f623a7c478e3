package dev.logistic.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rules refuse and keep; their figures are compared with PyTorch's in the train package. */
class UpdateRuleTest {

  private static final Adam.Betas BETAS = new Adam.Betas(0.9, 0.999);

  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
  private final Parameters parameters = Parameters.zeros(manager, 1, 1, DataType.FLOAT32);
  private final Sgd sgd = new Sgd(0.1, parameters);

  @AfterEach
  void close() {
    parameters.close();
    manager.close();
  }

  @Test
  void numbersOutOfRangeAreNamedWithTheirRule() {
    assertThatThrownBy(() -> new Momentum(sgd, 1, 0, parameters))
        .hasMessage("momentum must be from 0 to below 1, was 1.0");
    assertThatThrownBy(() -> Momentum.nesterov(sgd, Double.NaN, parameters))
        .hasMessage("momentum must be from 0 to below 1, was NaN");
    assertThatThrownBy(() -> new Momentum(sgd, 0.9, 1.5, parameters))
        .hasMessage("dampening must be from 0 to 1, was 1.5");
    assertThatThrownBy(() -> new WeightDecay(sgd, 0, parameters))
        .hasMessage("weight-decay must be finite and above 0, was 0.0");
    assertThatThrownBy(() -> new ClippedNorm(sgd, Double.POSITIVE_INFINITY, parameters))
        .hasMessage("clip-norm must be finite and above 0, was Infinity");
    assertThatThrownBy(() -> new Adam.Betas(1, 0.999))
        .hasMessage("beta1 must be from 0 to below 1, was 1.0");
    assertThatThrownBy(() -> new Adam.Betas(0.9, -1))
        .hasMessage("beta2 must be from 0 to below 1, was -1.0");
    assertThatThrownBy(() -> new Adam(0.1, BETAS, 0, parameters))
        .hasMessage("epsilon must be finite and above 0, was 0.0");
    assertThatThrownBy(() -> new Adam(-1, BETAS, 1e-8, parameters))
        .hasMessage("learning-rate must be above 0, was -1.0");
    assertThatThrownBy(() -> new AdamW(0.1, BETAS, 1e-8, -1, parameters))
        .hasMessage("weight-decay must be finite and above 0, was -1.0");
  }

  @Test
  void aScheduledRateMayVanishButNotTurnNegativeOrInfinite() {
    sgd.setLearningRate(0);
    sgd.apply(parameters, manager.ones(new Shape(2, 1)));

    assertThat(parameters.toDoubles()).containsExactly(0, 0);
    assertThatThrownBy(() -> sgd.setLearningRate(-1))
        .hasMessage("learning-rate must be above 0, was -1.0");
    assertThatThrownBy(() -> sgd.setLearningRate(1e39))
        .hasMessage("learning-rate must be finite in the parameters' type, was 1.0E39");
  }

  @Test
  void whatARuleKeepsOutlivesTheScopeOfAStep() {
    try (NDArray gradient = manager.ones(new Shape(2, 1))) {
      AdamW adamW;
      try (NDScope scope = new NDScope()) {
        adamW = new AdamW(0.1, BETAS, 1e-8, 0.5, parameters);
        adamW.setLearningRate(0.2);
        adamW.apply(parameters, gradient);
      }
      try (adamW) {
        adamW.apply(parameters, gradient);
        assertThat(parameters.areFinite()).isTrue();
      }
    }
  }

  /** As in PyTorch, where the factor is 0 and 0 times infinity is NaN: the next loss reveals it. */
  @Test
  void anInfiniteGradientIsNotHiddenByClipping() {
    try (ClippedNorm clipped = new ClippedNorm(sgd, 1, parameters)) {
      clipped.apply(
          parameters, manager.create(new float[] {Float.POSITIVE_INFINITY, 1}, new Shape(2, 1)));

      assertThat(parameters.toDoubles()).containsExactly(Double.NaN, 0);
    }
  }

  @Test
  void aStepScheduleThatNeverDropsKeepsItsRate() {
    Schedule schedule = Schedule.step(0.1, Integer.MAX_VALUE, 0.5);

    assertThat(schedule.rate(Integer.MAX_VALUE - 1)).isEqualTo(0.1);
    assertThat(schedule.rate(Integer.MAX_VALUE)).isEqualTo(0.05);
  }
}
