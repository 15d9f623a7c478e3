package dev.logistic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.data.SyntheticData;
import dev.logistic.data.table.TrainingTable;
import dev.logistic.djl.LogisticTranslatorFactory;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.train.EpochListener;
import dev.logistic.train.Fit;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Stop;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many things at once in one process. Oracle: the same, one after the other. */
class ConcurrencyTest {

  private static final int AT_ONCE = 8;

  /** One training each, {@code data.source} first. */
  private static final List<String> TRAININGS =
      List.of(
          "synthetic train.epochs=8",
          "synthetic train.epochs=20 train.shuffle=true train.gradient=closed-form"
              + " engine.precision=float64",
          "two.csv train.solver=sgd train.epochs=8 train.momentum=0.9 train.gradient=autograd",
          "two.csv train.solver=adam train.epochs=20 data.validation=0.2 train.patience=3",
          "two.csv train.solver=adamw train.epochs=8 train.gradient=autograd train.clip-norm=1"
              + " engine.precision=float64",
          "two.csv train.l2=0 engine.precision=float64",
          "three.csv data.validation=0.2 train.l1=0.001",
          "three.csv train.solver=sgd train.epochs=6 train.gradient=autograd"
              + " train.schedule=cosine");

  @TempDir Path directory;

  /** All that a training gives, to the last bit. */
  private record Outcome(
      List<EpochListener.Epoch> epochs, List<Number> parameters, Fit fit, Stop stop) {}

  private Outcome train(String training, Callable<?> afterFirstEpoch) throws Exception {
    List<String> assignments = new ArrayList<>(List.of(training.split(" ")));
    String source = assignments.remove(0);
    boolean synthetic = source.equals(Settings.SYNTHETIC);
    assignments.add("data.source=" + (synthetic ? source : directory.resolve(source).toString()));
    Settings settings =
        Settings.layered(
            List.of(
                Layer.assignments("test", List.of("data.label=label", "data.samples=300")),
                Layer.assignments("test", assignments)));
    List<EpochListener.Epoch> epochs = new ArrayList<>();
    LogisticRegression regression =
        LogisticRegression.with(settings)
            .listener(
                epoch -> {
                  epochs.add(epoch);
                  if (epochs.size() == 1) {
                    call(afterFirstEpoch);
                  }
                });
    DataType type = Tables.type(settings);
    if (synthetic) {
      try (SyntheticData data =
              SyntheticData.draw(123, 300, List.of(0.5, -1.5), type, Device.cpu());
          TrainingResult result = regression.train(data)) {
        return outcome(epochs, result);
      }
    }
    try (TrainingTable table = Tables.read(settings, null, Device.cpu(), rows -> {});
        TrainingResult result = regression.train(table)) {
      return outcome(epochs, result);
    }
  }

  private static void call(Callable<?> action) {
    try {
      action.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Outcome outcome(List<EpochListener.Epoch> epochs, TrainingResult result) {
    List<Number> parameters = new ArrayList<>(List.of(result.model().weights().toArray()));
    parameters.addAll(List.of(result.model().bias().toArray()));
    return new Outcome(epochs, parameters, result.fit(), result.stop());
  }

  private void writeTables() throws Exception {
    Random random = new Random(6);
    List<String> two = new ArrayList<>(List.of("a,b,town,label"));
    List<String> three = new ArrayList<>(List.of("a,b,label"));
    for (int row = 0; row < 400; row++) {
      double a = random.nextGaussian();
      double b = 100 * random.nextGaussian();
      String town = List.of("Bonn", "Köln", "Ulm").get(random.nextInt(3));
      double score = a - b / 100 + random.nextGaussian();
      two.add(a + "," + b + "," + town + "," + (score > 0 ? 1 : 0));
      three.add(a + "," + b + "," + (score > 1 ? "high" : score > -1 ? "mid" : "low"));
    }
    Files.write(directory.resolve("two.csv"), two);
    Files.write(directory.resolve("three.csv"), three);
  }

  @Test
  void eightTrainingsAtOnceBesidePredictionsGiveTheBitsOfEachAlone() throws Exception {
    writeTables();
    List<Outcome> alone = new ArrayList<>();
    for (String training : TRAININGS) {
      alone.add(train(training, () -> null));
    }

    CyclicBarrier allAreInside = new CyclicBarrier(AT_ONCE);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ZooModel<float[], Classifications> model = model()) {
      List<Future<Integer>> predicting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        predicting.add(threads.submit(() -> predictUntil(done, model)));
      }
      List<Future<Outcome>> together = new ArrayList<>();
      for (String training : TRAININGS) {
        together.add(
            threads.submit(() -> train(training, () -> allAreInside.await(1, TimeUnit.MINUTES))));
      }
      for (int i = 0; i < AT_ONCE; i++) {
        assertThat(together.get(i).get()).as(TRAININGS.get(i)).isEqualTo(alone.get(i));
      }
      done.set(true);
      for (Future<Integer> each : predicting) {
        assertThat(each.get()).isGreaterThan(100);
      }
    } finally {
      done.set(true);
      threads.shutdown();
    }
  }

  private ZooModel<float[], Classifications> model() throws Exception {
    try (LogisticModel model = SampleModels.ofNumbers(4, 3, true, DataType.FLOAT32)) {
      ModelDirectory.save(model, directory.resolve("m"));
    }
    return Criteria.builder()
        .setTypes(float[].class, Classifications.class)
        .optModelPath(directory.resolve("m"))
        .optTranslatorFactory(new LogisticTranslatorFactory())
        .build()
        .loadModel();
  }

  /** Predicts the same rows over and over; how often, if always with the bits of the first time. */
  private static int predictUntil(AtomicBoolean done, ZooModel<float[], Classifications> model)
      throws Exception {
    List<float[]> rows =
        new Random(4)
            .doubles(40)
            .mapToObj(x -> new float[] {(float) x, (float) (1 - x), (float) (300 * x), 5})
            .toList();
    try (Predictor<float[], Classifications> predictor = model.newPredictor()) {
      List<List<Double>> expected = probabilities(predictor, rows);
      int rounds = 0;
      while (!done.get()) {
        assertThat(probabilities(predictor, rows)).isEqualTo(expected);
        rounds++;
      }
      return rounds;
    }
  }

  private static List<List<Double>> probabilities(
      Predictor<float[], Classifications> predictor, List<float[]> rows) throws Exception {
    return predictor.batchPredict(rows).stream().map(Classifications::getProbabilities).toList();
  }
}
