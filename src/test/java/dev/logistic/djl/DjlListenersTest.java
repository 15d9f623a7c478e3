package dev.logistic.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.Trainer;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.evaluator.BinaryAccuracy;
import ai.djl.training.listener.EarlyStoppingListener;
import ai.djl.training.listener.SaveModelTrainingListener;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticBlock;
import dev.logistic.model.LogisticModel;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Stop;
import dev.logistic.train.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DJL's own listeners are notified of our training. Oracle: our losses, and predictions counted in
 * Java.
 */
class DjlListenersTest {

  private static final Settings SETTINGS =
      Settings.original()
          .with(Settings.SOLVER, Solver.LBFGS)
          .with(Settings.EPOCHS, 4)
          .with(Settings.L2, OptionalDouble.of(0.01))
          .with(Settings.TOLERANCE, OptionalDouble.of(1e-12));

  private NDManager manager;
  private int before;

  @BeforeEach
  void open() {
    Engine.getEngine("PyTorch");
    before = LiveArrays.count();
    manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
  }

  @AfterEach
  void nothingIsLeftOpen() {
    manager.close();
    assertThat(LiveArrays.count()).isEqualTo(before);
  }

  /** Rows on a line, with classes that overlap. */
  private LabelledData data(int rows, int classes) {
    float[] features = new float[2 * rows];
    float[] labels = new float[rows];
    for (int i = 0; i < rows; i++) {
      features[2 * i] = (float) i / rows - 0.5f;
      features[2 * i + 1] = (i * 7 % 10) / 10f;
      labels[i] = i % 9 == 0 ? 0 : classes * i / rows;
    }
    return LabelledData.ofClasses(
        manager.create(features, new Shape(rows, 2)),
        manager.create(labels),
        List.of(),
        List.of("a", "b", "c").subList(0, classes));
  }

  private static List<Double> values(Metrics metrics, String name) {
    return metrics.getMetric(name).stream().map(each -> each.getValue().doubleValue()).toList();
  }

  /** Share of rows for which the class of the greatest probability is the label. */
  private static double accuracy(LogisticModel model, LabelledData data) {
    float[] flat = data.features().toFloatArray();
    float[] labels = data.labels().toFloatArray();
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      double[] p = model.classProbabilities(new float[][] {{flat[2 * i], flat[2 * i + 1]}})[0];
      int best = 0;
      for (int k = 1; k < p.length; k++) {
        best = p[k] > p[best] ? k : best;
      }
      right += best == labels[i] ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  @Test
  void lossAndAccuracyOfEachEpochAreMeasuredOnTrainingAndHeldOutRows() {
    for (int classes : new int[] {2, 3}) {
      Metrics metrics = new Metrics();
      List<Double> losses = new ArrayList<>();
      List<Double> validationLosses = new ArrayList<>();
      String loss = classes == 2 ? "SigmoidBinaryCrossEntropyLoss" : "SoftmaxCrossEntropyLoss";
      String accuracy = classes == 2 ? "BinaryAccuracy" : "Accuracy";
      LabelledData training = data(200, classes);
      LabelledData heldOut = data(50, classes);
      try (DjlListeners listeners =
              DjlListeners.of(
                      DjlListeners.config(training)
                          .addEvaluator(classes == 2 ? new BinaryAccuracy() : new Accuracy())
                          .addTrainingListeners(TrainingListener.Defaults.logging()),
                      training,
                      heldOut)
                  .metrics(metrics);
          TrainingResult result =
              LogisticRegression.with(SETTINGS)
                  .validation(heldOut)
                  .listener(
                      listeners.andThen(
                          epoch -> {
                            losses.add(epoch.loss());
                            validationLosses.add(epoch.validationLoss().orElseThrow());
                          }))
                  .train(training)) {
        assertThat(losses).hasSize(4);
        assertClose(values(metrics, "train_epoch_" + loss), losses);
        assertClose(values(metrics, "validate_epoch_" + loss), validationLosses);
        assertThat(values(metrics, "train_epoch_" + accuracy)).hasSize(4);
        assertThat(values(metrics, "train_epoch_" + accuracy).get(3))
            .isCloseTo(accuracy(result.model(), training), within(1e-6));
        assertThat(values(metrics, "validate_epoch_" + accuracy).get(3))
            .isCloseTo(accuracy(result.model(), heldOut), within(1e-6));
        assertThat(listeners.trainer().getTrainingResult().getEpoch()).isEqualTo(4);
        assertThat(listeners.trainer().getTrainingResult().getTrainLoss().doubleValue())
            .isCloseTo(losses.get(3), within(1e-6));
      }
    }
  }

  private static void assertClose(List<Double> actual, List<Double> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).isCloseTo(expected.get(i), within(1e-6));
    }
  }

  /** Records its notifications. */
  private static final class Diary implements TrainingListener {
    private final List<String> entries = new ArrayList<>();

    @Override
    public void onEpoch(Trainer trainer) {
      entries.add("epoch");
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
      entries.add("training " + batchData.getBatch().getSize());
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData batchData) {
      entries.add("validation " + batchData.getBatch().getSize());
    }

    @Override
    public void onTrainingBegin(Trainer trainer) {
      entries.add("begin");
    }

    @Override
    public void onTrainingEnd(Trainer trainer) {
      entries.add("end");
    }
  }

  @Test
  void theyHearInTheOrderOfDjlsOwnTraining() {
    Diary diary = new Diary();
    LabelledData training = data(20, 2);
    LabelledData heldOut = data(5, 2);
    try (DjlListeners listeners =
        DjlListeners.of(
            DjlListeners.config(training).addTrainingListeners(diary), training, heldOut)) {
      LogisticRegression.with(SETTINGS.with(Settings.EPOCHS, 2))
          .listener(listeners)
          .train(training)
          .close();
    }
    assertThat(diary.entries)
        .containsExactly(
            "begin",
            "training 20",
            "validation 5",
            "epoch",
            "training 20",
            "validation 5",
            "epoch",
            "end");
  }

  @Test
  void earlyStoppingEndsTheTrainingWithWhatItHasReached() {
    LabelledData training = data(200, 2);
    Settings settings = SETTINGS.with(Settings.SOLVER, Solver.SGD).with(Settings.EPOCHS, 500);
    EarlyStoppingListener early =
        EarlyStoppingListener.builder()
            .optEpochPatience(1)
            .optEarlyStopPctImprovement(1)
            .optMonitoredMetric("train_loss")
            .build();
    try (DjlListeners listeners =
            DjlListeners.of(
                DjlListeners.config(training)
                    .addTrainingListeners(TrainingListener.Defaults.basic())
                    .addTrainingListeners(early),
                training);
        TrainingResult result =
            LogisticRegression.with(settings).listener(listeners).train(training)) {
      int made = listeners.trainer().getTrainingResult().getEpoch();
      assertThat(made).isBetween(2, 499);
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.LISTENER);
      assertThat(result.stop().iterations()).isEqualTo(made);
    }
  }

  @Test
  void whatIsSavedAreTheParametersOfTheEpoch(@TempDir Path directory) throws Exception {
    LabelledData training = data(100, 3);
    SaveModelTrainingListener saving =
        new SaveModelTrainingListener(directory.toString(), "checkpoint", 2);
    try (DjlListeners listeners =
            DjlListeners.of(DjlListeners.config(training).addTrainingListeners(saving), training);
        TrainingResult result =
            LogisticRegression.with(SETTINGS).listener(listeners).train(training)) {
      assertThat(directory.resolve("checkpoint-0002.params")).exists();
      try (Model saved = Model.newInstance("checkpoint", Device.cpu(), "PyTorch")) {
        saved.setBlock(new LogisticBlock(Optional.empty(), 3));
        saved.load(directory, "checkpoint", Map.of("epoch", "4"));
        NDArray weight = saved.getBlock().getDirectParameters().get("weight").getArray();
        assertThat(weight.toFloatArray()).isEqualTo(result.model().weights().toFloatArray());
      }
    }
  }

  @Test
  void float64IsListenedToAsWell() {
    Metrics metrics = new Metrics();
    List<Double> losses = new ArrayList<>();
    LabelledData narrow = data(100, 2);
    LabelledData wide =
        LabelledData.of(narrow.features().toType(DataType.FLOAT64, true), narrow.labels());
    try (DjlListeners listeners =
        DjlListeners.of(
                DjlListeners.config(wide).addTrainingListeners(TrainingListener.Defaults.basic()),
                wide)
            .metrics(metrics)) {
      LogisticRegression.with(SETTINGS)
          .listener(listeners.andThen(epoch -> losses.add(epoch.loss())))
          .train(wide)
          .close();
    }
    assertClose(values(metrics, "train_epoch_SigmoidBinaryCrossEntropyLoss"), losses);
  }

  @Test
  void anAccuracyThatWouldAlwaysBeOneIsRefused() {
    LabelledData training = data(20, 2);

    assertThatThrownBy(
            () ->
                DjlListeners.of(
                    DjlListeners.config(training).addEvaluator(new Accuracy()), training))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Accuracy compares outputs of classes, and two classes have one output: use BinaryAccuracy");
  }

  @Test
  void anyOtherFailureOfAListenerEndsTheTraining() {
    LabelledData training = data(20, 2);
    TrainingListener failing = new Broken();
    try (DjlListeners listeners =
        DjlListeners.of(DjlListeners.config(training).addTrainingListeners(failing), training)) {
      assertThatThrownBy(
              () -> LogisticRegression.with(SETTINGS).listener(listeners).train(training))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken");
    }
  }

  /** Breaks at the first epoch. */
  private static final class Broken extends TrainingListenerAdapter {
    @Override
    public void onEpoch(Trainer trainer) {
      throw new IllegalStateException("broken");
    }
  }
}
