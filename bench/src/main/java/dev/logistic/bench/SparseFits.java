package dev.logistic.bench;

import ai.djl.Device;
import dev.logistic.config.Settings;
import dev.logistic.engine.PyTorch;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a LibSVM file several times, and prints the seconds of the first and the median of the
 * others; then fits it again and again: reads lines {@code l1 l2 tolerance} from stdin, and prints
 * the seconds of the solver and its iterations; the parameters go to a file. For {@code sparse.py}.
 */
final class SparseFits {

  private SparseFits() {}

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.defaults().with(Settings.SOURCE, args[0]);
    PyTorch.engine();
    double first = secondsToRead(settings);
    double[] later = new double[5];
    for (int i = 0; i < later.length; i++) {
      later[i] = secondsToRead(settings);
    }
    Arrays.sort(later);
    System.out.println("ready " + first + " " + later[later.length / 2]);
    try (TrainingTable table = Tables.read(settings, null, Device.cpu(), rows -> {})) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", -1);
        Settings own =
            settings
                .with(Settings.L1, Double.valueOf(parts[0]))
                .with(Settings.L2, Double.parseDouble(parts[1]))
                .with(Settings.EPOCHS, 2000);
        try (TrainingResult result = LogisticRegression.with(own).train(table)) {
          write(result, Path.of(args[1]));
          System.out.println(
              result.seconds() + " " + result.stop().iterations() + " " + result.fit().objective());
        }
      }
    }
  }

  private static double secondsToRead(Settings settings) throws Exception {
    long start = System.nanoTime();
    try (TrainingTable table = Tables.read(settings, null, Device.cpu(), rows -> {})) {
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static void write(TrainingResult result, Path file) throws java.io.IOException {
    float[] weights = result.model().weights().toFloatArray();
    float bias = result.model().bias().toFloatArray()[0];
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * (weights.length + 1));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(weights).put(bias);
    Files.write(file, bytes.array());
  }
}
