package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.config.ClassWeight;
import dev.logistic.config.EpochLoss;
import dev.logistic.config.GradientForm;
import dev.logistic.config.LossForm;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Training on weighted rows. */
class WeightedTrainingTest {

  private static final int ROWS = 60;

  private static final Settings LBFGS =
      Settings.original()
          .with(Settings.SOLVER, Solver.LBFGS)
          .with(Settings.L2, OptionalDouble.of(0.01))
          .with(Settings.TOLERANCE, OptionalDouble.of(1e-10));

  private static final Settings SGD =
      Settings.original()
          .with(Settings.EPOCHS, 5)
          .with(Settings.LEARNING_RATE, 0.1)
          .with(Settings.EPOCH_LOSS, EpochLoss.MEAN);

  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  private record Outcome(List<Double> parameters, List<Double> losses, List<Double> validation) {}

  private static Outcome train(Settings settings, LabelledData data) {
    return train(LogisticRegression.with(settings), data);
  }

  private static Outcome train(LogisticRegression training, LabelledData data) {
    List<Double> losses = new ArrayList<>();
    List<Double> validation = new ArrayList<>();
    EpochListener listener =
        epoch -> {
          losses.add(epoch.loss());
          epoch.validationLoss().ifPresent(validation::add);
        };
    try (TrainingResult result = training.listener(listener).train(data)) {
      losses.add(result.fit().loss());
      losses.add(result.fit().objective());
      return new Outcome(parameters(result), losses, validation);
    }
  }

  private static List<Double> parameters(TrainingResult result) {
    return Arrays.stream(result.model().weights().concat(result.model().bias()).toArray())
        .map(Number::doubleValue)
        .toList();
  }

  private static void assertClose(List<Double> actual, List<Double> expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).isCloseTo(expected.get(i), within(tolerance));
    }
  }

  private NDArray features(int rows) {
    return RandomDraws.seeded(8, () -> manager.randomNormal(new Shape(rows, 2)))
        .toType(DataType.FLOAT64, false);
  }

  /** Labels that no line separates. */
  private NDArray labels(int rows) {
    return manager.arange(rows).mod(7).gt(3);
  }

  private LabelledData plain() {
    return LabelledData.of(features(ROWS), labels(ROWS));
  }

  /** Rows again and again, as often as they weigh. */
  private LabelledData repeated(int[] weights) {
    NDList features = new NDList();
    NDList labels = new NDList();
    for (int row = 0; row < weights.length; row++) {
      NDIndex one = new NDIndex("{}:{}", row, row + 1);
      for (int times = 0; times < weights[row]; times++) {
        features.add(features(ROWS).get(one));
        labels.add(labels(ROWS).toType(DataType.FLOAT64, false).get(one));
      }
    }
    return LabelledData.of(NDArrays.concat(features), NDArrays.concat(labels));
  }

  private static int[] weights() {
    int[] weights = new int[ROWS];
    Arrays.setAll(weights, row -> row % 4);
    return weights;
  }

  @Test
  void aRowOfWeightTwoIsAsGoodAsThatRowTwiceAndOneOfZeroAsNone() {
    try (LabelledData data = plain();
        LabelledData weighted = data.withWeights(manager.create(weights()));
        LabelledData repeated = repeated(weights())) {
      Outcome expected = train(LBFGS, repeated);
      Outcome actual = train(LBFGS, weighted);

      assertClose(actual.parameters(), expected.parameters(), 1e-8);
      assertClose(last(actual.losses()), last(expected.losses()), 1e-14);
      assertThat(weighted.weightSum()).isEqualTo((double) repeated.rows());
    }
  }

  private static List<Double> last(List<Double> losses) {
    return losses.subList(losses.size() - 2, losses.size());
  }

  /** With all rows in one step, each step is the same as on repeated rows. */
  @ParameterizedTest
  @CsvSource({"AUTOGRAD,PROBABILITY", "AUTOGRAD,LOGITS", "CLOSED_FORM,LOGITS"})
  void descentOnAllRowsAtOnceIsThatOnRepeatedRows(GradientForm gradient, LossForm loss) {
    Settings settings =
        SGD.with(Settings.GRADIENT, gradient)
            .with(Settings.LOSS, loss)
            .with(Settings.BATCH_SIZE, 1_000)
            .with(Settings.L2, OptionalDouble.of(0.1));
    try (LabelledData data = plain();
        LabelledData weighted = data.withWeights(manager.create(weights()));
        LabelledData repeated = repeated(weights())) {
      Outcome expected = train(settings, repeated);
      Outcome actual = train(settings, weighted);

      assertClose(actual.parameters(), expected.parameters(), 1e-14);
      assertClose(actual.losses(), expected.losses(), 1e-14);
    }
  }

  /** Oracle: the steps in plain Java. */
  @ParameterizedTest
  @EnumSource
  void aStepOfOneRowGoesItsWeightTimesAsFar(GradientForm form) {
    double[] w = new double[3];
    double loss = 0;
    double mean = Arrays.stream(weights()).average().orElseThrow();
    double[] x = features(ROWS).toDoubleArray();
    boolean[] y = labels(ROWS).toBooleanArray();
    for (int row = 0; row < ROWS; row++) {
      double weight = weights()[row] / mean;
      double logit = w[0] * x[2 * row] + w[1] * x[2 * row + 1] + w[2];
      double residual = weight * (1 / (1 + Math.exp(-logit)) - (y[row] ? 1 : 0));
      loss += weight * Math.log1p(Math.exp(y[row] ? -logit : logit)) / ROWS;
      w[0] -= 0.1 * residual * x[2 * row];
      w[1] -= 0.1 * residual * x[2 * row + 1];
      w[2] -= 0.1 * residual;
    }
    try (LabelledData data = plain();
        LabelledData weighted = data.withWeights(manager.create(weights()))) {
      Outcome actual = train(SGD.with(Settings.EPOCHS, 1).with(Settings.GRADIENT, form), weighted);

      assertClose(actual.parameters(), List.of(w[0], w[1], w[2]), 1e-14);
      assertThat(actual.losses().get(0)).isCloseTo(loss, within(1e-14));
    }
  }

  @Test
  void onlyTheRatiosOfWeightsCountUnlessTheyMakeTheDefaultPenalty() {
    NDArray weights = manager.create(weights()).toType(DataType.FLOAT64, false);
    Settings defaultPenalty = LBFGS.with(Settings.L2, OptionalDouble.empty());
    try (LabelledData data = plain();
        LabelledData weighted = data.withWeights(weights);
        LabelledData tenfold = data.withWeights(weights.mul(10))) {
      assertClose(train(LBFGS, tenfold).parameters(), train(LBFGS, weighted).parameters(), 1e-8);
      assertThat(recordedL2(defaultPenalty, data)).isEqualTo(1.0 / ROWS);
      assertThat(recordedL2(defaultPenalty, weighted)).isEqualTo(1.0 / 90);
      assertThat(recordedL2(defaultPenalty, tenfold)).isEqualTo(1.0 / 900);
      Settings heavy = defaultPenalty.with(Settings.CLASS_WEIGHT, classWeight("1", 5));
      double sum = 0;
      boolean[] positive = labels(ROWS).toBooleanArray();
      for (int row = 0; row < ROWS; row++) {
        sum += weights()[row] * (positive[row] ? 5 : 1);
      }
      assertThat(recordedL2(heavy, weighted)).isEqualTo(1 / sum);
    }
  }

  private static double recordedL2(Settings settings, LabelledData data) {
    try (TrainingResult result = LogisticRegression.with(settings).train(data)) {
      return Double.parseDouble(result.model().card().settings().getOrDefault("train.l2", ""));
    }
  }

  private static ClassWeight classWeight(String name, double weight) {
    return new ClassWeight(false, Map.of(name, weight));
  }

  /** Of 60 rows 24 are positive: 60 / (2 * 24) and 60 / (2 * 36). */
  @Test
  void classWeightsMultiplyThoseOfRows() {
    boolean[] positive = labels(ROWS).toBooleanArray();
    double[] balanced = new double[ROWS];
    double[] explicit = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      balanced[row] = weights()[row] * (positive[row] ? 60 / 48.0 : 60 / 72.0);
      explicit[row] = weights()[row] * (positive[row] ? 5 : 1);
    }
    try (LabelledData data = plain();
        LabelledData weighted = data.withWeights(manager.create(weights()));
        LabelledData byHand = data.withWeights(manager.create(balanced));
        LabelledData byHandToo = data.withWeights(manager.create(explicit))) {
      assertThat(labels(ROWS).sum().getLong()).isEqualTo(24);
      assertThat(train(LBFGS.with(Settings.CLASS_WEIGHT, ClassWeight.BALANCED), weighted))
          .isEqualTo(train(LBFGS, byHand));
      assertThat(train(LBFGS.with(Settings.CLASS_WEIGHT, classWeight("1", 5)), weighted))
          .isEqualTo(train(LBFGS, byHandToo));
    }
  }

  @Test
  void rowsHeldOutWeighInTheValidationLossTimesTheTrainingRowsClassWeights() {
    double[][] x = {{0.5, -1}, {2, 0.25}, {-1.5, 1}};
    int[] y = {1, 0, 0};
    double[] weights = {2, 0.5, 3};
    double[] byClass = {60 / 72.0, 60 / 48.0};
    try (LabelledData data = plain();
        LabelledData rows = LabelledData.of(manager.create(x), manager.create(y));
        LabelledData heldOut = rows.withWeights(manager.create(weights))) {
      Settings settings =
          SGD.with(Settings.EPOCHS, 1).with(Settings.CLASS_WEIGHT, ClassWeight.BALANCED);
      Outcome actual = train(LogisticRegression.with(settings).validation(heldOut), data);

      double sum = 0;
      double total = 0;
      for (int i = 0; i < y.length; i++) {
        double logit =
            actual.parameters().get(0) * x[i][0]
                + actual.parameters().get(1) * x[i][1]
                + actual.parameters().get(2);
        double weight = weights[i] * byClass[y[i]];
        sum += weight * Math.log1p(Math.exp(y[i] == 1 ? -logit : logit));
        total += weight;
      }
      assertThat(actual.validation()).hasSize(1);
      assertThat(actual.validation().get(0)).isCloseTo(sum / total, within(1e-14));
    }
  }

  @Test
  void aClassThatIsNotThereIsNamedWithThoseThatAre() {
    try (LabelledData data = plain()) {
      assertThatThrownBy(
              () -> train(LBFGS.with(Settings.CLASS_WEIGHT, classWeight("yes", 2)), data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("train.class-weight must name classes, which are 0, 1, was \"yes\"");
    }
  }

  @Test
  void aClassThatWeighsNothingIsRefused() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.of(
                manager.create(new float[][] {{1}, {2}, {3}, {4}}),
                manager.create(new float[] {0, 1, 0, 1}));
        LabelledData weighted = data.withWeights(manager.create(new float[] {0, 1, 0, 2}))) {
      String message = "every class must have a positive weight, but the rows of \"%s\" weigh 0";
      assertThatThrownBy(() -> train(LBFGS, weighted)).hasMessage(message.formatted(0));
      Settings settings = LBFGS.with(Settings.CLASS_WEIGHT, classWeight("1", 0));
      assertThatThrownBy(() -> train(settings, data)).hasMessage(message.formatted(1));
    }
  }

  /** The fingerprint includes the data's own weights; those of classes are among the settings. */
  @Test
  void theModelRecordsClassWeights() {
    Settings settings = LBFGS.with(Settings.CLASS_WEIGHT, classWeight("1", 5));
    try (LabelledData data = plain();
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      assertThat(result.model().card().settings()).containsEntry("train.class-weight", "1:5.0");
    }
  }

  @ParameterizedTest
  @CsvSource({"LBFGS,1", "SGD,100001", "SGD,30000"})
  void resultsDoNotDependOnThreads(Solver solver, int batchSize) {
    int rows = 100_001;
    Settings settings =
        SGD.with(Settings.SOLVER, solver)
            .with(Settings.BATCH_SIZE, batchSize)
            .with(Settings.CLASS_WEIGHT, ClassWeight.BALANCED)
            .with(Settings.SHUFFLE, true);
    NDArray drawn = features(rows).toType(DataType.FLOAT32, false);
    int before = PyTorch.threads();
    try (LabelledData data = LabelledData.of(drawn, labels(rows));
        LabelledData weighted = data.withWeights(drawn.get(":, 0").abs())) {
      PyTorch.setThreads(1);
      Outcome one = train(settings, weighted);
      PyTorch.setThreads(2);
      assertThat(train(settings, weighted)).isEqualTo(one);
    } finally {
      PyTorch.setThreads(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stepsLeaveNoArraysBehind(GradientForm form) {
    Settings settings =
        SGD.with(Settings.GRADIENT, form)
            .with(Settings.SHUFFLE, true)
            .with(Settings.CLASS_WEIGHT, ClassWeight.BALANCED);
    try (LabelledData data = plain();
        LabelledData weighted = data.withWeights(manager.create(weights()))) {
      train(settings, weighted);
      int before = liveArrays();
      train(settings, weighted);
      assertThat(liveArrays()).isEqualTo(before);
    }
  }

  private static int liveArrays() {
    NDManager top = PyTorch.engine().newBaseManager(Device.cpu());
    try (top) {
      return top.getParentManager().getManagedArrays().size();
    }
  }
}
