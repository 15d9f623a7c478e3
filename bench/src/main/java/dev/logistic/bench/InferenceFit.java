package dev.logistic.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fits rows without a penalty, once for each line of its input. Arguments: a file of float64
 * numbers, column after column, the label last; rows; columns; a covariance, as {@code hc3}, or
 * {@code lr} for tests of each column, or {@code profile} for its intervals. Prints {@code ready}
 * with the resident MiB before the rows were read; for each fit one line: seconds of the whole
 * call, the greatest resident MiB so far, and the standard errors, the bias first.
 */
public final class InferenceFit {

  private InferenceFit() {}

  /** See above. */
  public static void main(String[] args) throws IOException {
    System.setProperty("OPT_OUT_TRACKING", "true");
    long rows = Long.parseLong(args[1]);
    long columns = Long.parseLong(args[2]);
    Settings settings =
        withWork(
            Settings.defaults()
                .with(Settings.L2, 0)
                .with(Settings.STANDARDIZE, false)
                .with(Settings.PRECISION, Precision.FLOAT64),
            args[3]);
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      manager.zeros(new Shape(1)).close(); // the engine is loaded
      long before = resident("VmRSS");
      NDArray features = manager.create(new Shape(columns, rows), DataType.FLOAT64);
      NDArray labels = manager.create(new Shape(rows, 1), DataType.FLOAT64);
      read(Path.of(args[0]), features, labels);
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.out.println("ready " + before);
      try (LabelledData data = LabelledData.of(features.transpose(), labels)) {
        while (input.readLine() != null) {
          System.out.println(fit(settings, data));
        }
      }
    }
  }

  private static Settings withWork(Settings settings, String work) {
    return switch (work) {
      case "lr" -> settings.with(Settings.TESTS, Settings.TESTS.parse(work));
      case "profile" -> settings.with(Settings.INTERVALS, Settings.INTERVALS.parse(work));
      default -> settings.with(Settings.COVARIANCE, Settings.COVARIANCE.parse(work));
    };
  }

  private static String fit(Settings settings, LabelledData data) throws IOException {
    long start = System.nanoTime();
    try (TrainingResult result = LogisticRegression.with(settings).train(data)) {
      double seconds = (System.nanoTime() - start) / 1e9;
      StringBuilder line =
          new StringBuilder().append(seconds).append(' ').append(resident("VmHWM"));
      result.statistics().known().orElseThrow().coefficients().stream()
          .mapToDouble(CoefficientStatistic::standardError)
          .forEach(error -> line.append(' ').append(error));
      return line.toString();
    }
  }

  /** Reads into the arrays' own memory, as pages of a mapped file would count as memory too. */
  private static void read(Path file, NDArray features, NDArray labels) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      for (NDArray array : List.of(features, labels)) {
        ByteBuffer memory = array.toByteBuffer(true);
        while (memory.hasRemaining() && channel.read(memory) >= 0) {}
      }
    }
  }

  /** MiB of this process. */
  private static long resident(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
        .findFirst()
        .orElse(-1);
  }
}
