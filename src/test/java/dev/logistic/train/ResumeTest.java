package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that is interrupted and resumed ends in the bits of one that never stopped. */
class ResumeTest {

  private static final int ROWS = 150;
  private static final int COLUMNS = 4;

  /** As many iterations as it takes to the optimum. */
  private static final String FAR = "train.epochs=60";

  @TempDir Path directory;

  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
  private final List<LabelledData> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(LabelledData::close);
    manager.close();
  }

  /** Everything about a training that has to be the same. */
  private record Outcome(
      List<Long> parameters,
      Stop stop,
      Fit fit,
      Map<String, Double> metrics,
      List<EpochListener.Epoch> epochs) {}

  private LabelledData rows(String name, int classes, DataType type, long seed) {
    double noise = name.contains("separable") ? 0 : 0.7;
    Random random = new Random(seed);
    double[][] features = new double[ROWS][COLUMNS];
    int[] labels = new int[ROWS];
    double[] weights = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < COLUMNS; j++) {
        features[i][j] = random.nextGaussian();
      }
      for (int k = 0; k < classes; k++) {
        double score = features[i][k] + noise * random.nextGaussian();
        labels[i] = score > best ? k : labels[i];
        best = Math.max(best, score);
      }
      weights[i] = 0.5 + random.nextDouble();
    }
    NDArray x = manager.create(features).toType(type, false);
    NDArray y = manager.create(labels);
    LabelledData data =
        classes == 2
            ? LabelledData.of(x, y)
            : LabelledData.ofClasses(x, y, List.of("a", "b", "c", "d"), List.of("p", "q", "r"));
    opened.add(data);
    return name.contains("weights")
        ? data.withWeights(manager.create(weights).toType(type, false))
        : data;
  }

  private static Arguments training(String name, int classes, String... assignments) {
    return Arguments.of(name, classes, List.of(assignments));
  }

  static Stream<Arguments> trainings() {
    return Stream.of(
        training("sgd, row by row, as the original", 2, "train.batch-size=50"),
        training("sgd, shuffled", 2, "train.shuffle=true", "train.epoch-loss=mean"),
        training("sgd, closed form", 2, "train.gradient=closed-form", "train.shuffle=true"),
        training("momentum", 2, "train.momentum=0.9", "train.shuffle=true"),
        training("dampened momentum", 2, "train.momentum=0.9", "train.dampening=0.3"),
        training("Nesterov", 2, "train.momentum=0.8", "train.nesterov=true"),
        training("weight decay", 2, "train.weight-decay=0.1", "train.momentum=0.5"),
        training("clipping", 2, "train.clip-norm=0.1", "train.momentum=0.5"),
        training("adam", 2, "train.solver=adam", "train.shuffle=true"),
        training("adamw", 2, "train.solver=adamw", "train.clip-norm=0.1"),
        training("step schedule", 2, "train.schedule=step", "train.schedule-step=2"),
        training("cosine", 2, "train.solver=adam", "train.schedule=cosine"),
        training("warm-up", 2, "train.solver=adamw", "train.schedule=warm-up"),
        training("penalties", 2, "train.l1=0.01", "train.l2=0.1", "train.shuffle=true"),
        training("class weights", 2, "train.class-weight=balanced", "train.shuffle=true"),
        training("softmax", 3, "train.solver=adam", "train.shuffle=true"),
        training("softmax, closed form", 3, "train.gradient=closed-form"),
        training("lbfgs", 2, "train.solver=lbfgs", "train.l2=0.001"),
        training("lbfgs without a penalty", 2, "train.solver=lbfgs"),
        training("lbfgs, separable", 2, "train.solver=lbfgs", "train.epochs=12"),
        training("owl-qn", 2, "train.solver=lbfgs", "train.l1=0.01"),
        training("owl-qn to Newton's method", 2, "train.solver=lbfgs", "train.l1=.01", FAR),
        training("softmax by owl-qn to it", 3, "train.solver=lbfgs", "train.l1=.01", FAR),
        training("softmax by lbfgs", 3, "train.solver=lbfgs", "train.l2=0.01"),
        training("softmax by owl-qn", 3, "train.solver=lbfgs", "train.l1=0.01", "train.l2=0.01"),
        training("patience", 2, "train.patience=3", "train.solver=adam", "train.epochs=60"),
        training("patience of lbfgs", 2, "train.patience=3", "train.solver=lbfgs"));
  }

  /** A cosine's rates follow from the number of epochs, so that another is refused. */
  static Stream<Arguments> longer() {
    return trainings().filter(each -> !each.get()[0].equals("cosine"));
  }

  private static Stream<Arguments> inBothTypes() {
    return trainings()
        .flatMap(
            each ->
                Stream.of(DataType.FLOAT32, DataType.FLOAT64)
                    .map(type -> Arguments.of(each.get()[0], type, each.get()[1], each.get()[2])));
  }

  private static Settings settings(List<String> assignments) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("train.epochs", "6");
    values.put("train.batch-size", "16");
    values.put("train.learning-rate", "0.05");
    values.put("train.loss", "logits");
    return Settings.original()
        .under(new Layer("these", values))
        .under(Layer.assignments("test", assignments));
  }

  private static Outcome outcome(TrainingResult result, List<EpochListener.Epoch> epochs) {
    List<Long> bits = new ArrayList<>();
    for (NDArray part : List.of(result.model().weights(), result.model().bias())) {
      for (double value : part.toType(DataType.FLOAT64, true).toDoubleArray()) {
        bits.add(Double.doubleToRawLongBits(value));
      }
    }
    return new Outcome(
        bits, result.stop(), result.fit(), result.model().card().metrics(), List.copyOf(epochs));
  }

  /** Records a training's notifications: the epochs before it was resumed, and those after. */
  private static final class Recorded implements EpochListener {
    private final List<Epoch> all = new ArrayList<>();
    private final List<Epoch> after = new ArrayList<>();

    @Override
    public void epochEnded(Epoch epoch) {
      all.add(epoch);
      after.add(epoch);
    }

    @Override
    public void resumed(Resumption from) {
      all.addAll(from.epochs());
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("inBothTypes")
  void theBitsAreThoseOfATrainingThatNeverStopped(
      String name, DataType type, int classes, List<String> assignments) {
    Settings plain = settings(assignments);
    LabelledData data = rows(name, classes, type, 1);
    LogisticRegression regression = LogisticRegression.with(plain);
    if (plain.get(Settings.PATIENCE).isPresent()) {
      regression = regression.validation(rows("for validation", classes, type, 2));
    }
    int[] asked = {0};
    List<EpochListener.Epoch> epochs = new ArrayList<>();
    Outcome straight;
    try (TrainingResult result =
        regression
            .listener(epochs::add)
            .interruptedWhen(
                () -> {
                  asked[0]++;
                  return false;
                })
            .train(data)) {
      straight = outcome(result, epochs);
    }
    int all = asked[0];
    assertThat(all).isGreaterThan(3);
    for (int first : IntStream.of(1, 3, all / 2, all).distinct().toArray()) {
      Path checkpoints = directory.resolve("after-" + first);
      LogisticRegression kept =
          regression.settings(plain.with(Settings.CHECKPOINT, checkpoints.toString()));
      interruptAfter(kept, data, first);
      interruptAfter(kept.resume(), data, (all - first) / 3);

      Recorded recorded = new Recorded();
      try (TrainingResult result = kept.resume().listener(recorded).train(data)) {
        assertThat(outcome(result, recorded.all)).isEqualTo(straight);
        assertThat(recorded.after).hasSizeLessThanOrEqualTo(straight.epochs().size());
      }
      Recorded again = new Recorded();
      try (TrainingResult result = kept.resume().listener(again).train(data)) {
        assertThat(outcome(result, again.all)).isEqualTo(straight);
        assertThat(again.after).as("nothing is trained again").isEmpty();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("longer")
  void moreEpochsThanAtFirstEndInTheBitsOfALongTraining(
      String name, int classes, List<String> assignments) {
    Settings plain = settings(assignments);
    LabelledData data = rows(name, classes, DataType.FLOAT32, 1);
    LogisticRegression regression = LogisticRegression.with(plain);
    if (plain.get(Settings.PATIENCE).isPresent()) {
      regression = regression.validation(rows("for validation", classes, DataType.FLOAT32, 2));
    }
    Recorded straight = new Recorded();
    Outcome expected;
    try (TrainingResult result = regression.listener(straight).train(data)) {
      expected = outcome(result, straight.all);
    }
    Settings kept = plain.with(Settings.CHECKPOINT, directory.resolve("ck").toString());
    for (int epochs = 1; epochs <= 3; epochs++) {
      regression.settings(kept.with(Settings.EPOCHS, epochs)).resume().train(data).close();
    }

    Recorded recorded = new Recorded();
    try (TrainingResult result =
        regression.settings(kept).resume().listener(recorded).train(data)) {
      assertThat(outcome(result, recorded.all)).isEqualTo(expected);
      assertThat(recorded.after).isEqualTo(expected.epochs().subList(3, expected.epochs().size()));
    }
  }

  @Test
  void patienceThatEndsInTheVeryLastEpochIsTheEndWithMoreEpochsToo() {
    Settings plain =
        settings(List.of("train.patience=1", "train.learning-rate=5", "train.epochs=40"));
    LabelledData data = rows("patience", 2, DataType.FLOAT32, 1);
    LogisticRegression regression =
        LogisticRegression.with(plain).validation(rows("held out", 2, DataType.FLOAT32, 2));
    Recorded straight = new Recorded();
    Outcome expected;
    try (TrainingResult result = regression.listener(straight).train(data)) {
      assertThat(result.stop().reason()).isEqualTo(Stop.Reason.PATIENCE);
      expected = outcome(result, straight.all);
    }
    Settings kept = plain.with(Settings.CHECKPOINT, directory.resolve("ck").toString());
    int ended = expected.stop().iterations();
    assertThat(ended).isLessThan(40);
    regression.settings(kept.with(Settings.EPOCHS, ended)).train(data).close();

    Recorded recorded = new Recorded();
    try (TrainingResult result =
        regression.settings(kept).resume().listener(recorded).train(data)) {
      assertThat(outcome(result, recorded.all)).isEqualTo(expected);
      assertThat(recorded.after).isEmpty();
    }
  }

  /** Asks for the end at a step; 0 for none. */
  private static void interruptAfter(LogisticRegression regression, LabelledData data, int steps) {
    int[] left = {steps};
    if (steps > 0) {
      assertThatThrownBy(() -> regression.interruptedWhen(() -> --left[0] == 0).train(data).close())
          .isInstanceOf(TrainingInterruptedException.class);
    }
  }
}
