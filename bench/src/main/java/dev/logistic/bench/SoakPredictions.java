package dev.logistic.bench;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.logistic.djl.LogisticTranslatorFactory;
import dev.logistic.export.ExportFormat;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.score.Scorer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A million predictions of one row each on eight threads, by DJL's predictor and then by the plain
 * scorer, printing after every tenth the {@link Vitals} and the time of a prediction, all threads
 * together. All are to stay flat after the first line; and every prediction is compared with that
 * of the same row before.
 */
public final class SoakPredictions {

  private static final int THREADS = 8;
  private static final int LINES = 10;
  private static final int ROWS = 100;

  private SoakPredictions() {}

  /** The probability of the positive class of one row. */
  private interface Prediction extends AutoCloseable {
    double of(float[] row) throws Exception;

    @Override
    default void close() {}
  }

  private interface Predictions {
    Prediction ofOneThread();
  }

  /** Predicts; the number of predictions is the first argument, a million by default. */
  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.setProperty("OPT_OUT_TRACKING", "true");
    int predictions = Integer.parseInt(args.length == 0 ? "1000000" : args[0]);
    Path parent = Files.createTempDirectory("soak");
    Path directory = parent.resolve("m");
    try (LogisticModel model = Scoring.model(2)) {
      ModelDirectory.save(model, directory);
    }
    Criteria<float[], Classifications> criteria =
        Criteria.builder()
            .setTypes(float[].class, Classifications.class)
            .optModelPath(directory)
            .optTranslatorFactory(new LogisticTranslatorFactory())
            .build();
    try (ZooModel<float[], Classifications> loaded = criteria.loadModel()) {
      run("DJL's predictor", predictions, () -> ofDjl(loaded.newPredictor()));
    }
    ExportFormat.SAFETENSORS.write(directory, parent.resolve("m.safetensors"));
    Scorer scorer = Scorer.load(directory, parent.resolve("m.safetensors"));
    run("the plain scorer", predictions, () -> row -> scorer.probability(doubles(row)));
  }

  private static Prediction ofDjl(Predictor<float[], Classifications> predictor) {
    return new Prediction() {
      @Override
      public double of(float[] row) throws Exception {
        return predictor.predict(row).get("1").getProbability();
      }

      @Override
      public void close() {
        predictor.close();
      }
    };
  }

  private static double[] doubles(float[] row) {
    double[] wide = new double[row.length];
    Arrays.setAll(wide, i -> row[i]);
    return wide;
  }

  private static void run(String name, int count, Predictions predictions) throws Exception {
    System.out.println(name);
    System.out.println("predictions" + Vitals.HEAD + "  us/prediction");
    float[][] rows = rows();
    double[] expected = new double[ROWS];
    try (Prediction prediction = predictions.ofOneThread()) {
      for (int row = 0; row < ROWS; row++) {
        expected[row] = prediction.of(rows[row]);
      }
    }
    int eachThread = count / LINES / THREADS;
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int line = 1; line <= LINES; line++) {
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          running.add(threads.submit(() -> predict(predictions, rows, expected, eachThread)));
        }
        for (Future<?> each : running) {
          each.get();
        }
        int made = eachThread * THREADS;
        double micros = (System.nanoTime() - start) / 1e3 / made;
        System.out.println(
            String.format(Locale.ROOT, "%11d%s %14.2f", line * made, Vitals.taken(), micros));
      }
    } finally {
      threads.shutdown();
    }
  }

  private static Void predict(Predictions predictions, float[][] rows, double[] expected, int count)
      throws Exception {
    try (Prediction prediction = predictions.ofOneThread()) {
      for (int i = 0; i < count; i++) {
        double found = prediction.of(rows[i % ROWS]);
        if (found != expected[i % ROWS]) {
          throw new IllegalStateException(
              "row %d must give %s again, gave %s".formatted(i % ROWS, expected[i % ROWS], found));
        }
      }
    }
    return null;
  }

  private static float[][] rows() {
    float[] flat = Scoring.rows(ROWS);
    float[][] rows = new float[ROWS][];
    Arrays.setAll(
        rows, i -> Arrays.copyOfRange(flat, i * Scoring.FEATURES, (i + 1) * Scoring.FEATURES));
    return rows;
  }
}
