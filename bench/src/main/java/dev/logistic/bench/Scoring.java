package dev.logistic.bench;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.logistic.engine.PyTorch;
import dev.logistic.export.ExportFormat;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.Parameters;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Standardization;
import dev.logistic.score.Scorer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Rows a second and latency of the plain scorer and of a DJL predictor, at 28 standardized features
 * and two or more classes, on one thread. The plain scorer is timed by the processor time of its
 * thread, so that other load does not count; the best of several rounds after warming up.
 */
public final class Scoring {

  static final int FEATURES = 28;
  private static final int ROUNDS = 7;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static float sink;

  private Scoring() {}

  /** Argument: the number of classes, 2 unless given. */
  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.setProperty("OPT_OUT_TRACKING", "true");
    int classes = args.length > 0 ? Integer.parseInt(args[0]) : 2;
    Path parent = Files.createTempDirectory("scoring");
    Path directory = parent.resolve("m");
    Path weights = parent.resolve("m.safetensors");
    try (LogisticModel model = model(classes)) {
      ModelDirectory.save(model, directory);
    }
    ExportFormat.SAFETENSORS.write(directory, weights);
    Scorer scorer = Scorer.load(directory, weights);
    for (int rows : new int[] {1, 1_024, 65_536}) {
      plainBatch(scorer, rows);
    }
    plainRow(scorer);
    Criteria<NDList, NDList> criteria =
        Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(directory).build();
    try (ZooModel<NDList, NDList> loaded = criteria.loadModel();
        Predictor<NDList, NDList> predictor = loaded.newPredictor()) {
      predictor(loaded.getNDManager(), predictor, 1);
      predictor(loaded.getNDManager(), predictor, 1_024);
    }
  }

  static LogisticModel model(int classes) {
    List<String> names = IntStream.range(0, FEATURES).mapToObj(i -> "x" + i).toList();
    Standardization scaling =
        new Standardization(Collections.nCopies(FEATURES, 0.5), Collections.nCopies(FEATURES, 2.0));
    ModelCard card =
        new ModelCard(
            new FeatureSchema(FeatureSchema.ofNumbers(names).terms(), Optional.of(scaling)),
            IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
            Map.of(),
            1,
            "",
            "",
            new ModelCard.TrainingData(0, ""),
            Map.of());
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters =
            Parameters.zeros(manager, FEATURES, card.outputs(), DataType.FLOAT32)) {
      parameters.set(new Random(1).doubles((FEATURES + 1L) * card.outputs(), -0.5, 0.5).toArray());
      return new LogisticModel(parameters, card);
    }
  }

  static float[] rows(int count) {
    Random random = new Random(2);
    float[] rows = new float[count * FEATURES];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return rows;
  }

  private static void plainBatch(Scorer scorer, int rows) {
    float[] features = rows(rows);
    float[] probabilities = new float[rows * scorer.outputs()];
    int calls = Math.max(1, 4_000_000 / (rows + 30));
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int call = 0; call < calls; call++) {
        scorer.score(features, rows, probabilities);
        sink += probabilities[0];
      }
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
    }
    print("plain, batches of " + rows, (double) best / calls, rows);
  }

  private static void plainRow(Scorer scorer) {
    double[] row = new Random(3).doubles(FEATURES).toArray();
    int calls = 1_000_000;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int call = 0; call < calls; call++) {
        row[0] = call;
        sink += (float) scorer.classProbabilities(row)[0];
      }
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
    }
    print("plain, one row as double[]", (double) best / calls, 1);
  }

  private static void predictor(NDManager parent, Predictor<NDList, NDList> predictor, int rows)
      throws Exception {
    float[] features = rows(rows);
    int calls = 5_000;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int call = 0; call < calls; call++) {
        try (NDManager manager = parent.newSubManager()) {
          NDArray input = manager.create(features, new Shape(rows, FEATURES));
          try (NDList output = predictor.predict(new NDList(input))) {
            sink += output.singletonOrThrow().toFloatArray()[0];
          }
        }
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    print("DJL predictor to logits, batches of " + rows, (double) best / calls, rows);
  }

  static void print(String what, double nanosPerCall, int rows) {
    System.out.printf(
        Locale.ROOT,
        "%-40s %10.2f us a call %8.2f million rows/s%n",
        what,
        nanosPerCall / 1e3,
        rows / nanosPerCall * 1e3);
  }
}
