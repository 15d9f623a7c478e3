import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import dev.logistic.djl.LogisticTranslatorFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Predicts on many threads simultaneously: one model for all, and a predictor for each thread. */
public final class ManyThreads {

  private ManyThreads() {}

  /**
   * The most probable class of each row.
   *
   * @param directory of a model
   * @param parts of rows, one a thread; a row's features are on the scale of the columns
   */
  static List<List<String>> classes(Path directory, List<List<float[]>> parts)
      throws IOException,
          ModelNotFoundException,
          MalformedModelException,
          InterruptedException,
          ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(parts.size());
    try (ZooModel<float[], Classifications> model =
        Criteria.builder()
            .setTypes(float[].class, Classifications.class)
            .optModelPath(directory)
            .optTranslatorFactory(new LogisticTranslatorFactory())
            .build()
            .loadModel()) {
      List<Future<List<String>>> running = new ArrayList<>();
      for (List<float[]> part : parts) {
        running.add(
            threads.submit(
                () -> {
                  try (Predictor<float[], Classifications> own = model.newPredictor()) {
                    return own.batchPredict(part).stream()
                        .map(row -> row.best().getClassName())
                        .toList();
                  }
                }));
      }
      List<List<String>> all = new ArrayList<>();
      for (Future<List<String>> each : running) {
        all.add(each.get());
      }
      return all;
    } finally {
      threads.shutdown();
    }
  }
}
