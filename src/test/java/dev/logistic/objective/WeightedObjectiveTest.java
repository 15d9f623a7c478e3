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
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Oracle: {@code sum(w * loss) / sum(w)} in plain Java doubles, and its central differences. */
class WeightedObjectiveTest {

  private static final int COLUMNS = 2;
  private static final double[] AT = {0.6, -1.1, 0.3};

  private enum Form {
    PROBABILITY,
    LOGITS,
    CLOSED;

    Objective objective() {
      return new PartwiseObjective(
          switch (this) {
            case PROBABILITY -> new AutogradObjective(LogLikelihood.OF_PROBABILITY);
            case LOGITS -> new AutogradObjective(LogLikelihood.OF_LOGITS);
            case CLOSED -> new ClosedFormObjective();
          });
    }
  }

  private final NoGradient off = NoGradient.onThisThread();
  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
    off.close();
  }

  private static double loss(double[] x, double[] y, double[] weights, double[] at) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < y.length; i++) {
      double logit = at[COLUMNS];
      for (int j = 0; j < COLUMNS; j++) {
        logit += x[i * COLUMNS + j] * at[j];
      }
      sum += weights[i] * Math.log1p(Math.exp(y[i] == 1 ? -logit : logit));
      total += weights[i];
    }
    return sum / total;
  }

  private static double[] centralDifferences(double[] x, double[] y, double[] weights) {
    double step = 1e-5;
    double[] gradient = new double[AT.length];
    for (int i = 0; i < AT.length; i++) {
      double[] above = AT.clone();
      double[] below = AT.clone();
      above[i] += step;
      below[i] -= step;
      gradient[i] = (loss(x, y, weights, above) - loss(x, y, weights, below)) / (2 * step);
    }
    return gradient;
  }

  private static double[] weights(int rows) {
    double[] weights = new double[rows];
    Arrays.setAll(weights, i -> i % 4 == 0 ? 0 : 0.25 + i % 7);
    return weights;
  }

  /** The mean over the minibatches, each by its size, is the whole. */
  @ParameterizedTest
  @CsvSource({
    "37,1,false",
    "37,1,true",
    "37,8,false",
    "37,8,true",
    "37,37,false",
    "20001,20001,true"
  })
  void lossAndGradientAreTheWeightedMeanAndItsDerivative(int rows, int batchSize, boolean shuffle) {
    NDArray drawn = RandomDraws.seeded(5, () -> manager.randomNormal(new Shape(rows, COLUMNS)));
    NDArray features = drawn.toType(DataType.FLOAT64, false);
    double[] labels = new double[rows];
    Arrays.setAll(labels, i -> i % 3 == 0 ? 1 : 0);
    double[] weights = weights(rows);
    double[] x = features.toDoubleArray();
    double expected = loss(x, labels, weights, AT);
    double[] derivative = centralDifferences(x, labels, weights);

    try (LabelledData plain = LabelledData.of(features, manager.create(labels));
        LabelledData data = plain.withWeights(manager.create(weights));
        Parameters parameters = Parameters.zeros(manager, COLUMNS, 1, DataType.FLOAT64)) {
      parameters.set(AT);
      for (Form form : Form.values()) {
        OptionalLong seed = shuffle ? OptionalLong.of(1) : OptionalLong.empty();
        double loss = 0;
        double[] gradient = new double[AT.length];
        try (Minibatches minibatches = new Minibatches(data, batchSize, seed)) {
          for (Minibatch minibatch : minibatches.epoch(0)) {
            try (NDScope scope = new NDScope()) {
              LossAndGradient result = form.objective().evaluate(parameters, minibatch);
              double share = (double) minibatch.size() / rows;
              double[] part = result.gradient().toDoubleArray();
              loss += share * result.loss();
              Arrays.setAll(gradient, i -> gradient[i] + share * part[i]);
            }
          }
        }
        assertThat(loss).as(form.name()).isCloseTo(expected, within(1e-13));
        assertThat(gradient).as(form.name()).containsExactly(derivative, within(1e-9));
      }
    }
  }

  /** The first row's prediction is wrong and saturated: its log-likelihood can be -infinity. */
  @ParameterizedTest
  @EnumSource
  void aRowOfWeightZeroDoesNotCountWhateverItsLoss(Form form) {
    NDArray features = manager.create(new float[][] {{200, 0}, {0.5f, 1}, {-1, 0.25f}});
    try (LabelledData plain = LabelledData.of(features, manager.create(new int[] {0, 1, 0}));
        LabelledData data = plain.withWeights(manager.create(new float[] {0, 3, 3}));
        LabelledData others =
            LabelledData.of(features.get("1:"), manager.create(new int[] {1, 0}))) {
      for (int batchSize : new int[] {1, 3}) {
        double[] expected = evaluate(form, others, batchSize);
        double[] actual = evaluate(form, data, batchSize);
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i]).isCloseTo(expected[i], within(1e-6));
        }
      }
    }
  }

  /** Loss and gradient over an epoch at parameters (1, -1) and a bias of 0. */
  private double[] evaluate(Form form, LabelledData data, int batchSize) {
    double[] sums = new double[COLUMNS + 2];
    try (Parameters parameters = Parameters.zeros(manager, COLUMNS, 1, DataType.FLOAT32);
        Minibatches all = new Minibatches(data, batchSize, OptionalLong.empty())) {
      parameters.set(new double[] {1, -1, 0});
      for (Minibatch minibatch : all.epoch(0)) {
        try (NDScope scope = new NDScope()) {
          LossAndGradient result = form.objective().evaluate(parameters, minibatch);
          double share = (double) minibatch.size() / data.rows();
          float[] gradient = result.gradient().toFloatArray();
          sums[0] += share * result.loss();
          for (int i = 0; i < gradient.length; i++) {
            sums[i + 1] += share * gradient[i];
          }
        }
      }
    }
    return sums;
  }
}
