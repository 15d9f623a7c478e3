package dev.logistic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.logistic.data.SyntheticData;
import dev.logistic.djl.LogisticTranslatorFactory;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.train.EpochListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simultaneous trainings and predictions in one process. Oracle: the same, run alone. */
class ConcurrencyTest {

  private static final int AT_ONCE = Trainings.KINDS.size();

  @TempDir Path directory;

  @Test
  void simultaneousTrainingsAndPredictionsHaveTheBitsOfEachAlone() throws Exception {
    Trainings trainings = Trainings.in(directory);
    List<Trainings.Outcome> alone = new ArrayList<>();
    for (String training : Trainings.KINDS) {
      alone.add(trainings.train(training, EpochListener.SILENT));
    }

    CyclicBarrier allAreInside = new CyclicBarrier(AT_ONCE);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ZooModel<float[], Classifications> model = model()) {
      List<Future<Integer>> predicting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        predicting.add(threads.submit(() -> predictUntil(done, model)));
      }
      Future<Integer> drawing = threads.submit(() -> drawUntil(done));
      List<Future<Trainings.Outcome>> together = new ArrayList<>();
      for (String training : Trainings.KINDS) {
        together.add(threads.submit(() -> trainings.train(training, waiting(allAreInside))));
      }
      for (int i = 0; i < AT_ONCE; i++) {
        assertThat(together.get(i).get()).as(Trainings.KINDS.get(i)).isEqualTo(alone.get(i));
      }
      done.set(true);
      for (Future<Integer> each : predicting) {
        assertThat(each.get()).isGreaterThan(100);
      }
      assertThat(drawing.get()).isGreaterThan(100);
    } finally {
      done.set(true);
      threads.shutdown();
    }
  }

  /** Makes a training wait, after its first epoch, until all have completed theirs. */
  private static EpochListener waiting(CyclicBarrier barrier) {
    return epoch -> {
      if (epoch.number() == 0) {
        try {
          barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new IllegalStateException("all trainings must be able to run at once", e);
        }
      }
    };
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

  /**
   * Predicts the same rows repeatedly, and checks that the bits are the same; returns how often.
   */
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

  /** Draws from PyTorch's one generator, to interfere with shuffling; returns how often. */
  private static int drawUntil(AtomicBoolean done) {
    float[] expected = drawn();
    int rounds = 0;
    while (!done.get()) {
      assertThat(drawn()).isEqualTo(expected);
      rounds++;
    }
    return rounds;
  }

  private static float[] drawn() {
    try (SyntheticData data =
        SyntheticData.draw(7, 500, List.of(1.0, 1.0), DataType.FLOAT32, Device.cpu())) {
      return data.rows().features().toFloatArray();
    }
  }

  private static List<List<Double>> probabilities(
      Predictor<float[], Classifications> predictor, List<float[]> rows) throws Exception {
    return predictor.batchPredict(rows).stream().map(Classifications::getProbabilities).toList();
  }
}
