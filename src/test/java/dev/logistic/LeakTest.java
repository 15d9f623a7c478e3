package dev.logistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.logistic.config.Settings;
import dev.logistic.data.SyntheticData;
import dev.logistic.djl.LogisticTranslatorFactory;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.train.EpochListener;
import dev.logistic.train.LogisticRegression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Native arrays that are open in the process. The soaks in {@code bench/} are the long form. */
class LeakTest {

  @TempDir Path directory;

  /** Models that other tests left open are ended by a finalizer, which must not happen later. */
  @BeforeEach
  void waitForFinalizers() throws InterruptedException {
    int before = -1;
    for (int now = liveArrays(); now != before; now = liveArrays()) {
      before = now;
      System.gc();
      Thread.sleep(100);
    }
  }

  private static int liveArrays() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      return manager.getParentManager().getManagedArrays().size();
    }
  }

  @Test
  void stepsLeaveNoArray() {
    Settings settings = Settings.original().with(Settings.EPOCHS, 20);
    List<Integer> counts = new ArrayList<>();
    try (SyntheticData data =
        SyntheticData.draw(123, 1000, List.of(0.5, -1.5), DataType.FLOAT32, Device.cpu())) {
      LogisticRegression.with(settings)
          .listener(epoch -> counts.add(liveArrays()))
          .train(data)
          .close();
    }

    assertThat(counts).hasSize(20);
    // The first epoch makes what later ones keep.
    assertThat(counts.subList(1, 20)).containsOnly(counts.get(1));
  }

  @Test
  void trainingsOfEveryKindLeaveNoArray() throws Exception {
    Trainings trainings = Trainings.in(directory);
    int before = liveArrays();

    for (String kind : Trainings.KINDS) {
      trainings.train(kind, EpochListener.SILENT);

      assertThat(liveArrays()).as(kind).isEqualTo(before);
      assertThat(openFilesOfRows()).as(kind).isZero();
    }
  }

  /** Files of rows beyond data.memory that are open in this process, which Linux lists. */
  private static long openFilesOfRows() throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (!Files.isDirectory(open)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(open)) {
      return files.filter(LeakTest::isOfRows).count();
    }
  }

  private static boolean isOfRows(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("djl-logistic-rows");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  @Test
  void trainingsThatTheirListenerEndsByAnErrorLeaveNoArray() throws Exception {
    Trainings trainings = Trainings.in(directory);
    int before = liveArrays();

    for (String kind : Trainings.KINDS) {
      assertThatThrownBy(
              () ->
                  trainings.train(
                      kind,
                      epoch -> {
                        throw new IllegalStateException("enough");
                      }))
          .hasMessage("enough");

      assertThat(liveArrays()).as(kind).isEqualTo(before);
      assertThat(openFilesOfRows()).as(kind).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "synthetic train.learning-rate=1e30, the loss became",
    "two.csv train.solver=sgd train.learning-rate=1e30, the loss became",
    "two.csv data.label=none, has no column",
    "gap.csv, has 1 missing value"
  })
  void trainingsThatFailLeaveNoArray(String kind, String message) throws Exception {
    Trainings trainings = Trainings.in(directory);
    Files.writeString(directory.resolve("gap.csv"), "a,label\n1,0\n,1\n2,0\n3,1\n");
    int before = liveArrays();

    assertThatThrownBy(() -> trainings.train(kind, EpochListener.SILENT))
        .hasMessageContaining(message);

    assertThat(liveArrays()).isEqualTo(before);
  }

  @Test
  void predictionsOnEightThreadsLeaveNoArray() throws Exception {
    try (LogisticModel model = SampleModels.ofNumbers(2, 2, true, DataType.FLOAT32)) {
      ModelDirectory.save(model, directory.resolve("m"));
    }
    int before = liveArrays();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (ZooModel<float[], Classifications> model =
        Criteria.builder()
            .setTypes(float[].class, Classifications.class)
            .optModelPath(directory.resolve("m"))
            .optTranslatorFactory(new LogisticTranslatorFactory())
            .build()
            .loadModel()) {
      int loaded = liveArrays();
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        running.add(threads.submit(() -> predict(model, 500)));
      }
      for (Future<?> each : running) {
        each.get();
      }
      assertThat(liveArrays()).isEqualTo(loaded);
    } finally {
      threads.shutdown();
    }
    assertThat(liveArrays()).isEqualTo(before);
  }

  private static Void predict(ZooModel<float[], Classifications> model, int times)
      throws Exception {
    try (Predictor<float[], Classifications> predictor = model.newPredictor()) {
      for (int i = 0; i < times; i++) {
        predictor.predict(new float[] {i, -i});
      }
    }
    return null;
  }
}
