package dev.logistic.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatch;
import dev.logistic.data.Minibatches;
import dev.logistic.engine.NoGradient;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import dev.logistic.model.Parameters;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Oracle: the formula in plain Java doubles, and its central differences. */
class ObjectiveTest {

  private static final int ROWS = 37;
  private static final int COLUMNS = 4;

  private enum Form {
    PROBABILITY,
    LOGITS,
    CLOSED;

    Objective objective() {
      return switch (this) {
        case PROBABILITY -> new AutogradObjective(LogLikelihood.OF_PROBABILITY);
        case LOGITS -> new AutogradObjective(LogLikelihood.OF_LOGITS);
        case CLOSED -> new ClosedFormObjective();
      };
    }
  }

  private final NoGradient off = NoGradient.onThisThread();
  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
    off.close();
  }

  private static double loss(double[][] rows, double[] labels, double[] parameters) {
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      double logit = parameters[COLUMNS];
      for (int j = 0; j < COLUMNS; j++) {
        logit += rows[i][j] * parameters[j];
      }
      sum += Math.log1p(Math.exp(labels[i] == 1 ? -logit : logit));
    }
    return sum / rows.length;
  }

  private static double[] centralDifferences(double[][] rows, double[] labels, double[] at) {
    double step = 1e-5;
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] above = at.clone();
      double[] below = at.clone();
      above[i] += step;
      below[i] -= step;
      gradient[i] = (loss(rows, labels, above) - loss(rows, labels, below)) / (2 * step);
    }
    return gradient;
  }

  @ParameterizedTest
  @EnumSource
  void lossAndGradientAreTheFormulaAndItsDerivative(Form form) {
    NDArray drawn = RandomDraws.seeded(5, () -> manager.randomNormal(new Shape(ROWS, COLUMNS)));
    double[][] rows = new double[ROWS][COLUMNS];
    double[] labels = new double[ROWS];
    float[] values = drawn.toFloatArray();
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        rows[i][j] = values[i * COLUMNS + j];
      }
      labels[i] = i % 3 == 0 ? 1 : 0;
    }
    double[][] points = {{0.3, -1.2, 0.7, 2.1, -0.5}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0.4}};

    try (LabelledData data =
            LabelledData.of(drawn.toType(DataType.FLOAT64, true), manager.create(labels));
        Parameters parameters = Parameters.zeros(manager, COLUMNS, 1, DataType.FLOAT64);
        Minibatches all = new Minibatches(data, ROWS, OptionalLong.empty());
        NDScope scope = new NDScope()) {
      Minibatch minibatch = all.epoch(0).iterator().next();
      for (double[] packed : points) { // a gradient left over would add to the next
        parameters.set(packed);
        LossAndGradient actual = form.objective().evaluate(parameters, minibatch);
        assertThat(actual.loss()).isCloseTo(loss(rows, labels, packed), within(1e-14));
        assertThat(actual.gradient().getShape()).isEqualTo(new Shape(COLUMNS + 1, 1));
        assertThat(actual.gradient().toDoubleArray())
            .containsExactly(centralDifferences(rows, labels, packed), within(1e-9));

        double[] numbers = new double[COLUMNS + 1];
        assertThat(form.objective().evaluate(parameters, minibatch, numbers))
            .isCloseTo(loss(rows, labels, packed), within(1e-14));
        assertThat(numbers).containsExactly(centralDifferences(rows, labels, packed), within(1e-9));
      }
    }
  }

  private LossAndGradient oneRow(Form form, float feature, int label) {
    NDArray features = manager.create(new float[][] {{feature}});
    try (LabelledData data = LabelledData.of(features, manager.create(new int[] {label}));
        Parameters parameters = Parameters.startingAt(manager.ones(new Shape(1, 1)));
        Minibatches all = new Minibatches(data, 1, OptionalLong.empty());
        NDScope scope = new NDScope()) {
      LossAndGradient result =
          form.objective().evaluate(parameters, all.epoch(0).iterator().next());
      NDArray kept = result.gradient().duplicate();
      NDScope.unregister(kept);
      kept.attach(manager);
      return new LossAndGradient(result.loss(), kept);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRightPredictionThatSaturatesCostsNothing(Form form) {
    for (float logit : new float[] {200, 1_000}) {
      for (int label = 0; label < 2; label++) {
        LossAndGradient result = oneRow(form, label == 1 ? logit : -logit, label);
        assertThat(Math.abs(result.loss())).isLessThan(1e-80);
        assertThat(result.gradient().abs().sum().getFloat()).isZero();
      }
    }
  }

  @Test
  void aWrongPredictionThatSaturatesIsInfiniteFromTheProbabilityAndFiniteFromTheLogit() {
    assertThat(oneRow(Form.PROBABILITY, 200, 0).loss()).isInfinite();
    for (Form form : new Form[] {Form.LOGITS, Form.CLOSED}) {
      assertThat(oneRow(form, 1_000, 0).loss()).isEqualTo(1_000);
      assertThat(oneRow(form, 1_000, 0).gradient().toFloatArray()).containsExactly(1_000, 1);
      assertThat(oneRow(form, -1_000, 1).gradient().toFloatArray()).containsExactly(1_000, -1);
    }
  }

  /** Python prints "-0.000" there, and so must the epoch lines. */
  @Test
  void theProbabilityFormKeepsTheSignOfZeroThatTheOriginalComputes() {
    double loss = oneRow(Form.PROBABILITY, -50, 0).loss();

    assertThat(Double.doubleToRawLongBits(loss)).isEqualTo(Double.doubleToRawLongBits(-0.0));
  }
}
