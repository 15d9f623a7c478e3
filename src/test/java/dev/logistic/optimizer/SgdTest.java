package dev.logistic.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.Parameters;
import org.junit.jupiter.api.Test;

class SgdTest {

  @Test
  void aStepRoundsTheProductAndThenTheDifference() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters =
            Parameters.startingAt(manager.create(new float[] {0.1f, -3f}, new Shape(2, 1)));
        Sgd sgd = new Sgd(0.001, parameters)) {
      sgd.apply(parameters, manager.create(new float[] {0.7f, 1e-3f, 5f}, new Shape(3, 1)));

      assertThat(parameters.packed().toFloatArray())
          .containsExactly(0.1f - 0.001f * 0.7f, -3f - 0.001f * 1e-3f, 0f - 0.001f * 5f);
    }
  }

  @Test
  void float64KeepsTheLearningRatesDigits() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters =
            Parameters.startingAt(manager.create(new double[] {1}, new Shape(1, 1)));
        Sgd sgd = new Sgd(0.001, parameters)) {
      sgd.apply(parameters, manager.create(new double[] {0.3, 0}, new Shape(2, 1)));

      assertThat(parameters.packed().toDoubleArray()).containsExactly(1 - 0.001 * 0.3, 0);
    }
  }

  @Test
  void theLearningRateMustBePositive() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters = Parameters.startingAt(manager.zeros(new Shape(1, 1)))) {
      assertThatThrownBy(() -> new Sgd(0, parameters))
          .hasMessage("learning-rate must be above 0, was 0.0");
      assertThatThrownBy(() -> new Sgd(Double.NaN, parameters))
          .hasMessage("learning-rate must be above 0, was NaN");
    }
  }
}
