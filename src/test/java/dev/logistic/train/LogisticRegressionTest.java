package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;
import dev.logistic.config.EpochLoss;
import dev.logistic.config.GradientForm;
import dev.logistic.config.LossForm;
import dev.logistic.config.RateSchedule;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SyntheticData;
import dev.logistic.engine.PyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticRegressionTest {

  private static final Settings ARRAYS =
      Settings.original().with(Settings.EPOCHS, 3).with(Settings.LEARNING_RATE, 0.05);

  private static final Settings SHORT = ARRAYS.with(Settings.SAMPLES, 200);

  private record Outcome(List<Double> parameters, List<Double> losses) {}

  private static Outcome train(Settings settings) {
    return train(settings, DataType.FLOAT32);
  }

  private static Outcome train(Settings settings, DataType type) {
    List<Double> losses = new ArrayList<>();
    try (SyntheticData data =
            SyntheticData.draw(
                settings.get(Settings.SEED),
                settings.get(Settings.SAMPLES),
                settings.get(Settings.COEFFICIENTS),
                type,
                Device.cpu());
        TrainingResult result =
            LogisticRegression.with(settings)
                .listener(epoch -> losses.add(epoch.loss()))
                .train(data)) {
      List<Double> parameters = new ArrayList<>();
      for (Number number : result.model().weights().concat(result.model().bias()).toArray()) {
        parameters.add(number.doubleValue());
      }
      return new Outcome(parameters, losses);
    }
  }

  private static void assertClose(Outcome actual, Outcome expected, double tolerance) {
    for (int i = 0; i < expected.parameters().size(); i++) {
      assertThat(actual.parameters().get(i))
          .isCloseTo(expected.parameters().get(i), within(tolerance));
    }
    for (int i = 0; i < expected.losses().size(); i++) {
      assertThat(actual.losses().get(i)).isCloseTo(expected.losses().get(i), within(tolerance));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 200})
  void theGradientFormsAndLossFormsAgree(int batchSize) {
    Settings settings = SHORT.with(Settings.BATCH_SIZE, batchSize);
    Outcome expected = train(settings);

    assertClose(train(settings.with(Settings.GRADIENT, GradientForm.CLOSED_FORM)), expected, 1e-5);
    assertClose(train(settings.with(Settings.LOSS, LossForm.LOGITS)), expected, 1e-5);
  }

  @Test
  void theWholeOriginalRunInClosedFormStaysWithinRoundingOfAutograd() {
    Settings closed = Settings.original().with(Settings.GRADIENT, GradientForm.CLOSED_FORM);

    assertClose(train(closed), train(Settings.original()), 1e-6);
  }

  @Test
  void float64AgreesWithFloat32ToItsPrecision() {
    assertClose(train(SHORT, DataType.FLOAT64), train(SHORT), 1e-5);
  }

  /** Oracle: the update written out in Java doubles, over the same rows in the same order. */
  @Test
  void aBatchStepFollowsTheMeanGradientOfItsRows() {
    Settings settings = SHORT.with(Settings.BATCH_SIZE, 64).with(Settings.EPOCHS, 2);
    Outcome actual = train(settings, DataType.FLOAT64);

    double[] w = new double[3];
    try (SyntheticData data =
        SyntheticData.draw(123, 200, List.of(0.5, -1.5), DataType.FLOAT64, Device.cpu())) {
      double[] x = data.rows().features().toDoubleArray();
      double[] y = data.rows().labels().toDoubleArray();
      System.arraycopy(data.initialWeights().toDoubleArray(), 0, w, 0, 2);
      for (int step = 0; step < 8; step++) {
        int from = step % 4 * 64;
        int to = Math.min(200, from + 64);
        double[] gradient = new double[3];
        for (int i = from; i < to; i++) {
          double logit = w[0] * x[2 * i] + w[1] * x[2 * i + 1] + w[2];
          double residual = 1 / (1 + Math.exp(-logit)) - y[i];
          gradient[0] += residual * x[2 * i] / (to - from);
          gradient[1] += residual * x[2 * i + 1] / (to - from);
          gradient[2] += residual / (to - from);
        }
        for (int j = 0; j < 3; j++) {
          w[j] -= 0.05 * gradient[j];
        }
      }
    }
    for (int j = 0; j < 3; j++) {
      assertThat(actual.parameters().get(j)).isCloseTo(w[j], within(1e-12));
    }
  }

  @Test
  void shufflingIsReproducibleAndChangesTheOrder() {
    Settings shuffled = SHORT.with(Settings.SHUFFLE, true);

    assertThat(train(shuffled)).isEqualTo(train(shuffled)).isNotEqualTo(train(SHORT));
  }

  @Test
  void theEpochsLossIsThatOfItsLastStepOrTheMean() {
    Settings oneEpoch = SHORT.with(Settings.EPOCHS, 1).with(Settings.SAMPLES, 3);
    double last = train(oneEpoch).losses().get(0);
    double mean = train(oneEpoch.with(Settings.EPOCH_LOSS, EpochLoss.MEAN)).losses().get(0);
    double afterOne = train(oneEpoch.with(Settings.SAMPLES, 1)).losses().get(0);

    assertThat(mean).isNotEqualTo(last);
    assertThat(afterOne).isPositive();
    // With a whole-data batch there is one step, so both are the loss before it.
    Settings whole = oneEpoch.with(Settings.BATCH_SIZE, 3);
    assertThat(train(whole.with(Settings.EPOCH_LOSS, EpochLoss.MEAN)).losses())
        .isEqualTo(train(whole).losses());
  }

  @Test
  void trainingsAtOnceGiveTheSameBitsAsOneAfterTheOther() throws Exception {
    List<Settings> variants = new ArrayList<>();
    for (long seed = 1; seed <= 8; seed++) {
      variants.add(
          SHORT
              .with(Settings.SEED, seed)
              .with(Settings.SHUFFLE, seed % 2 == 0)
              .with(
                  Settings.GRADIENT,
                  seed % 4 == 3 ? GradientForm.CLOSED_FORM : GradientForm.AUTOGRAD));
    }
    List<Outcome> alone = variants.stream().map(LogisticRegressionTest::train).toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Outcome>> together =
          variants.stream().map(settings -> threads.submit(() -> train(settings))).toList();
      for (int i = 0; i < alone.size(); i++) {
        assertThat(together.get(i).get()).isEqualTo(alone.get(i));
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void trainingLeavesTheThreadsRecordingOfGradientsAsItWas() throws Exception {
    boolean[] after = new boolean[2];
    Thread thread =
        new Thread(
            () -> {
              for (boolean mode : new boolean[] {true, false}) {
                JniUtils.setGradMode(mode);
                train(SHORT);
                after[mode ? 1 : 0] = JniUtils.isGradMode();
              }
            });
    thread.start();
    thread.join();

    assertThat(after).containsExactly(false, true);
  }

  private static void trainOnContradictions(Settings settings) {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.of(
                manager.create(new float[][] {{100}, {-100}, {100}}),
                manager.create(new float[] {1, 0, 0}))) {
      LogisticRegression.with(settings).train(data).close();
    }
  }

  @Test
  void aLossThatIsNotFiniteStopsWithEpochStepAndLearningRate() {
    assertThatThrownBy(() -> trainOnContradictions(ARRAYS.with(Settings.LEARNING_RATE, 3.0)))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessage(
            "the loss became Infinity at epoch 0, step 2 (both counted from 0), with"
                + " train.learning-rate=3.0; it must stay finite: try a smaller learning rate, or"
                + " train.loss=logits where it is not");
  }

  @Test
  void theErrorNamesWhatAScheduleMadeOfTheLearningRate() {
    Settings warmUp =
        ARRAYS
            .with(Settings.LEARNING_RATE, 4.5)
            .with(Settings.SCHEDULE, RateSchedule.WARM_UP)
            .with(Settings.WARM_UP, 3);

    assertThatThrownBy(() -> trainOnContradictions(warmUp))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessage(
            "the loss became Infinity at epoch 0, step 2 (both counted from 0), with"
                + " train.learning-rate=4.5, by train.schedule 1.5; it must stay finite: try a"
                + " smaller learning rate, or train.loss=logits where it is not");
  }

  @Test
  void settingsThatMakeNoSenseTogetherAreRefusedInCodeToo() {
    assertThatThrownBy(() -> trainOnContradictions(ARRAYS.with(Settings.NESTEROV, true)))
        .isInstanceOf(SettingsException.class)
        .hasMessage("train.nesterov=true needs train.momentum above 0");
  }

  @Test
  void initialWeightsMustFitTheFeatures() {
    try (SyntheticData data =
        SyntheticData.draw(1, 5, List.of(1.0, 1.0), DataType.FLOAT64, Device.cpu())) {
      assertThatThrownBy(
              () ->
                  LogisticRegression.with(ARRAYS)
                      .train(data.rows(), data.rows().labels().toType(DataType.FLOAT32, true)))
          .hasMessage(
              "initial weights must have shape (2, 1) and type float64 like the features, was"
                  + " (5, 1) and float32");
    }
  }

  @Test
  void parametersThatOverflowInTheLastStepAreNoResult() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.of(
                manager.create(new float[][] {{3e38f}}), manager.create(new int[] {1}))) {
      Settings once = ARRAYS.with(Settings.EPOCHS, 1).with(Settings.LEARNING_RATE, 100.0);
      assertThatThrownBy(() -> LogisticRegression.with(once).train(data))
          .isInstanceOf(NonFiniteLossException.class)
          .hasMessageStartingWith("the loss became NaN at epoch 0, step 1 (both counted from 0), ");
    }
  }

  @Test
  void fromLogitsTheSameTrainingStaysFinite() {
    Settings logits = ARRAYS.with(Settings.LEARNING_RATE, 3.0).with(Settings.LOSS, LossForm.LOGITS);

    trainOnContradictions(logits);
    trainOnContradictions(logits.with(Settings.GRADIENT, GradientForm.CLOSED_FORM));
  }

  /** With 0.5 on the original's rows a right prediction saturates, and the original is all NaN. */
  @Test
  void rightPredictionsThatSaturateDoNotTurnTheLossIntoNaN() {
    Outcome outcome =
        train(Settings.original().with(Settings.LEARNING_RATE, 0.5).with(Settings.EPOCHS, 5));

    assertThat(outcome.losses()).allMatch(Double::isFinite);
  }

  @Test
  void theResultReportsLossAndGradientAtTheEnd() {
    Settings settings =
        ARRAYS
            .with(Settings.EPOCHS, 400)
            .with(Settings.BATCH_SIZE, 50)
            .with(Settings.LEARNING_RATE, 2.0);
    try (SyntheticData data =
            SyntheticData.draw(3, 50, List.of(1.0), DataType.FLOAT64, Device.cpu());
        LabelledData noisy =
            LabelledData.of(
                data.rows().features(),
                data.rows().features().add(1).gt(0).logicalXor(data.rows().features().gt(1)));
        TrainingResult result = LogisticRegression.with(settings).train(noisy)) {
      assertThat(result.stop().iterations()).isEqualTo(400);
      assertThat(result.fit().loss()).isBetween(0.1, 0.69);
      assertThat(result.fit().gradientNorm()).isLessThan(1e-6);
      assertThat(result.seconds()).isPositive();
      assertThat(result.model().card().metrics())
          .containsEntry("loss", result.fit().loss())
          .containsEntry("gradient_norm", result.fit().gradientNorm());
    }
  }

  /** Oracle: the mean loss over the rows held out, by hand, at each epoch's parameters. */
  @Test
  void theValidationLossIsTheMeanOverTheRowsHeldOutAfterEachEpoch() {
    double[][] heldOut = {{0.5, -1}, {2, 0.25}, {-1.5, 1}};
    int[] labels = {1, 1, 0};
    List<Double> actual = new ArrayList<>();
    try (SyntheticData data =
            SyntheticData.draw(3, 60, List.of(1.0, -1.0), DataType.FLOAT64, Device.cpu());
        NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData validation =
            LabelledData.of(manager.create(heldOut), manager.create(labels))) {
      LogisticRegression.with(SHORT)
          .validation(validation)
          .listener(epoch -> actual.add(epoch.validationLoss().orElseThrow()))
          .train(data)
          .close();

      assertThat(actual).hasSize(3);
      for (int epochs = 1; epochs <= 3; epochs++) {
        try (TrainingResult result =
            LogisticRegression.with(SHORT.with(Settings.EPOCHS, epochs)).train(data)) {
          double[] w = result.model().weights().toDoubleArray();
          double bias = result.model().bias().toDoubleArray()[0];
          double sum = 0;
          for (int i = 0; i < heldOut.length; i++) {
            double logit = w[0] * heldOut[i][0] + w[1] * heldOut[i][1] + bias;
            sum += Math.log1p(Math.exp(labels[i] == 1 ? -logit : logit));
          }
          assertThat(actual.get(epochs - 1)).isCloseTo(sum / heldOut.length, within(1e-14));
        }
      }
    }
  }

  @Test
  void withoutRowsHeldOutThereIsNoValidationLoss() {
    try (SyntheticData data =
        SyntheticData.draw(3, 5, List.of(1.0), DataType.FLOAT32, Device.cpu())) {
      LogisticRegression.with(SHORT)
          .listener(epoch -> assertThat(epoch.validationLoss()).isEmpty())
          .train(data)
          .close();
    }
  }

  @ParameterizedTest
  @EnumSource(GradientForm.class)
  void resultsDoNotDependOnTheThreadsOfAnOperation(GradientForm form) {
    Settings settings =
        SHORT
            .with(Settings.GRADIENT, form)
            .with(Settings.SAMPLES, 100_001)
            .with(Settings.BATCH_SIZE, 100_001);
    int before = PyTorch.threads();
    try {
      PyTorch.setThreads(1);
      Outcome one = train(settings);
      PyTorch.setThreads(2);
      assertThat(train(settings)).isEqualTo(one);
    } finally {
      PyTorch.setThreads(before);
    }
  }

  @Test
  void aModelFromTheCallersArraysRecordsWhatTheyAreAndNoSource() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.of(
                manager.create(new double[][] {{1}, {-1}}), manager.create(new int[] {1, 0}));
        TrainingResult result = LogisticRegression.with(ARRAYS).train(data)) {
      assertThat(result.model().card().settings())
          .containsEntry("engine.precision", "float64")
          .containsEntry("train.epochs", "3")
          .doesNotContainKey("data.source");
    }
  }

  @ParameterizedTest
  @EnumSource(GradientForm.class)
  void stepsLeaveNoArraysBehind(GradientForm form) {
    Settings settings = SHORT.with(Settings.GRADIENT, form).with(Settings.EPOCHS, 20);

    List<Integer> inOrder = liveArraysByEpoch(settings.with(Settings.SHUFFLE, false));
    assertThat(inOrder.subList(1, 20)).containsOnly(inOrder.get(1));

    // Beside the steps' 200 rows the next ones are fetched, which may have begun or not.
    List<Integer> shuffled = liveArraysByEpoch(settings.with(Settings.SHUFFLE, true));
    int most = inOrder.get(1) + 2 * 4 * 200;
    assertThat(shuffled).allMatch(count -> count < most);
  }

  private static List<Integer> liveArraysByEpoch(Settings settings) {
    List<Integer> counts = new ArrayList<>();
    try (SyntheticData data =
        SyntheticData.draw(1, 200, List.of(0.5, -1.5), DataType.FLOAT32, Device.cpu())) {
      int before = liveArrays();
      LogisticRegression.with(settings)
          .listener(epoch -> counts.add(liveArrays()))
          .train(data)
          .close();
      assertThat(liveArrays()).isEqualTo(before);
    }
    return counts;
  }

  private static int liveArrays() {
    NDManager top = PyTorch.engine().newBaseManager(Device.cpu());
    try (top) {
      return top.getParentManager().getManagedArrays().size();
    }
  }
}
