package dev.logistic.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.PendingDirectory;
import dev.logistic.model.SampleModels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading by {@code Criteria} while another process replaces the model. */
class ReplacedModelTest {

  private static final Duration LASTING = Duration.ofSeconds(5);

  @TempDir Path parent;
  private Path directory;

  /** Other columns, other classes, another type. */
  private LogisticModel three;

  private LogisticModel five;

  @BeforeEach
  void save() throws Exception {
    directory = parent.toRealPath().resolve("m");
    three = SampleModels.ofNumbers(3, 2, true, DataType.FLOAT32);
    five = SampleModels.ofNumbers(5, 3, false, DataType.FLOAT64);
    ModelDirectory.save(three, directory);
  }

  @AfterEach
  void close() {
    three.close();
    five.close();
  }

  private void replace(LogisticModel by) throws IOException {
    try (PendingDirectory pending = PendingDirectory.at(directory, true)) {
      ModelDirectory.save(by, pending);
    }
  }

  /** Whether it is the model of three columns; fails where it is a mixture of both. */
  @SuppressWarnings("rawtypes")
  private static boolean requireWhole(Model model, Translator<Map, Classifications> translator)
      throws TranslateException {
    Map<String, Double> row = new HashMap<>();
    IntStream.range(0, 5).forEach(column -> row.put("x" + column, 0.5));
    Shape weight = model.getBlock().getParameters().get("weight").getArray().getShape();
    boolean ofThree = weight.get(0) == 3;

    assertThat(weight).isEqualTo(ofThree ? new Shape(3, 1) : new Shape(5, 3));
    assertThat(model.getDataType()).isEqualTo(ofThree ? DataType.FLOAT32 : DataType.FLOAT64);
    assertThat(model.describeInput().valueAt(0).get(1)).isEqualTo(ofThree ? 3 : 5);
    try (Predictor<Map, Classifications> predictor = model.newPredictor(translator)) {
      assertThat(predictor.predict(row).getClassNames()).hasSize(ofThree ? 2 : 3);
    }
    return ofThree;
  }

  @Test
  @SuppressWarnings("rawtypes")
  void aModelReplacedAfterItsBlockIsMadeIsLoadedAsItWas() throws Exception {
    try (Model model = Model.newInstance("logistic", Device.cpu(), "PyTorch")) {
      model.setBlock(new LogisticBlockFactory().newBlock(model, directory, Map.of()));
      replace(five);
      model.load(directory, "logistic", Map.of());
      replace(five);
      Translator<Map, Classifications> translator =
          new LogisticTranslatorFactory()
              .newInstance(Map.class, Classifications.class, model, Map.of());

      assertThat(requireWhole(model, translator)).isTrue();
    }
  }

  @Test
  @SuppressWarnings("rawtypes")
  void everyModelLoadedWhileOthersReplaceItIsWhole() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<?> replacing =
          writer.submit(
              () -> {
                for (int i = 0; !done.get(); i++) {
                  replace(i % 2 == 0 ? five : three);
                }
                return null;
              });
      Set<Boolean> loaded = new HashSet<>();
      long end = System.nanoTime() + LASTING.toNanos();
      while (System.nanoTime() < end) {
        try (ZooModel<Map, Classifications> model = load()) {
          if (model != null) {
            loaded.add(requireWhole(model, model.getTranslator()));
          }
        }
      }
      done.set(true);
      replacing.get();

      assertThat(loaded).containsExactlyInAnyOrder(true, false);
    } finally {
      done.set(true);
      writer.shutdown();
    }
  }

  /** Null where DJL itself looked for a file in vain, between the two moves of a replacement. */
  @SuppressWarnings("rawtypes")
  private @Nullable ZooModel<Map, Classifications> load() throws Exception {
    try {
      return Criteria.builder()
          .setTypes(Map.class, Classifications.class)
          .optTranslatorFactory(new LogisticTranslatorFactory())
          .optModelPath(directory)
          .build()
          .loadModel();
    } catch (MalformedModelException e) {
      throw e;
    } catch (Exception | AssertionError e) { // of many kinds
      return null;
    }
  }
}
