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
import dev.logistic.data.Minibatches;
import dev.logistic.engine.NoGradient;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import dev.logistic.model.Parameters;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Oracle: the formula in plain Java doubles, and its central differences. */
class SoftmaxObjectiveTest {

  private static final int COLUMNS = 3;
  private static final List<String> CLASSES = List.of("a", "b", "c", "d");
  private static final int K = CLASSES.size();

  private enum Form {
    AUTOGRAD,
    CLOSED;

    Objective objective() {
      return this == AUTOGRAD
          ? new AutogradObjective(LogLikelihood.OF_SOFTMAX)
          : new SoftmaxObjective();
    }
  }

  private final NoGradient off = NoGradient.onThisThread();
  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
    off.close();
  }

  /** Parameters row by row, a column a class, the biases last. */
  private static double loss(double[] features, double[] labels, double[] parameters) {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      double[] logits = new double[K];
      double greatest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < K; k++) {
        logits[k] = parameters[COLUMNS * K + k];
        for (int j = 0; j < COLUMNS; j++) {
          logits[k] += features[row * COLUMNS + j] * parameters[j * K + k];
        }
        greatest = Math.max(greatest, logits[k]);
      }
      double exponentials = 0;
      for (double logit : logits) {
        exponentials += Math.exp(logit - greatest);
      }
      sum += greatest + Math.log(exponentials) - logits[(int) labels[row]];
    }
    return sum / labels.length;
  }

  private static double[] centralDifferences(double[] features, double[] labels, double[] at) {
    double step = 1e-5;
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] above = at.clone();
      double[] below = at.clone();
      above[i] += step;
      below[i] -= step;
      gradient[i] = (loss(features, labels, above) - loss(features, labels, below)) / (2 * step);
    }
    return gradient;
  }

  @ParameterizedTest
  @EnumSource
  void lossAndGradientAreTheFormulaAndItsDerivative(Form form) {
    int rows = 29;
    NDArray features =
        RandomDraws.seeded(5, () -> manager.randomNormal(new Shape(rows, COLUMNS)))
            .toType(DataType.FLOAT64, true);
    double[] labels = new double[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row * row % K;
    }
    double[] packed = new double[(COLUMNS + 1) * K];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = Math.sin(i + 1);
    }

    try (LabelledData data =
            LabelledData.ofClasses(features, manager.create(labels), List.of(), CLASSES);
        Parameters parameters = Parameters.zeros(manager, COLUMNS, K, DataType.FLOAT64);
        Minibatches all = new Minibatches(data, rows, OptionalLong.empty());
        NDScope scope = new NDScope()) {
      parameters.set(packed);
      LossAndGradient actual =
          form.objective().evaluate(parameters, all.epoch(0).iterator().next());

      assertThat(actual.loss())
          .isCloseTo(loss(features.toDoubleArray(), labels, packed), within(1e-14));
      assertThat(actual.gradient().getShape()).isEqualTo(new Shape(COLUMNS + 1, K));
      assertThat(actual.gradient().toDoubleArray())
          .containsExactly(
              centralDifferences(features.toDoubleArray(), labels, packed), within(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowOfWeightTwoIsThatRowTwice(Form form) {
    double[] twice = {1, 2, 3, -1, 0, 1, -1, 0, 1};
    LossAndGradient expected = at(form, twice, new double[] {3, 1, 1}, new double[0]);
    double[] once = {1, 2, 3, -1, 0, 1};
    LossAndGradient actual = at(form, once, new double[] {3, 1}, new double[] {1, 2});

    assertThat(actual.loss()).isCloseTo(expected.loss(), within(1e-14));
    assertThat(actual.gradient().toDoubleArray())
        .containsExactly(expected.gradient().toDoubleArray(), within(1e-14));
  }

  private LossAndGradient at(Form form, double[] features, double[] labels, double[] weights) {
    NDArray rows = manager.create(features, new Shape(labels.length, COLUMNS));
    LabelledData plain = LabelledData.ofClasses(rows, manager.create(labels), List.of(), CLASSES);
    LabelledData data = weights.length == 0 ? plain : plain.withWeights(manager.create(weights));
    Parameters parameters = Parameters.zeros(manager, COLUMNS, K, DataType.FLOAT64);
    double[] packed = new double[(COLUMNS + 1) * K];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = Math.cos(i + 1);
    }
    parameters.set(packed);
    Minibatches all = new Minibatches(data, labels.length, OptionalLong.empty());
    return form.objective().evaluate(parameters, all.epoch(0).iterator().next());
  }

  @ParameterizedTest
  @EnumSource
  void logitsOfAThousandStayFinite(Form form) {
    NDArray features = manager.create(new float[][] {{1_000, 0, 0}});
    for (int label = 0; label < K; label++) {
      try (LabelledData data =
              LabelledData.ofClasses(
                  features, manager.create(new float[] {label}), List.of(), CLASSES);
          Parameters parameters = Parameters.zeros(manager, COLUMNS, K, DataType.FLOAT32);
          Minibatches all = new Minibatches(data, 1, OptionalLong.empty());
          NDScope scope = new NDScope()) {
        double[] packed = new double[(COLUMNS + 1) * K];
        packed[0] = 1; // the first class has a logit of 1,000, the second one of -1,000
        packed[1] = -1;
        parameters.set(packed);
        LossAndGradient actual =
            form.objective().evaluate(parameters, all.epoch(0).iterator().next());

        assertThat(actual.loss()).isEqualTo(new double[] {0, 2_000, 1_000, 1_000}[label]);
        double[] expected = new double[K];
        expected[0] += 1;
        expected[label] -= 1;
        assertThat(actual.gradient().get("-1").toType(DataType.FLOAT64, false).toDoubleArray())
            .containsExactly(expected);
      }
    }
  }
}
