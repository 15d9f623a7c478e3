package dev.logistic.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Settings;
import dev.logistic.data.SyntheticData;
import dev.logistic.engine.PyTorch;
import dev.logistic.train.LogisticRegression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A million steps of the original's kind, telling every 100 epochs the live arrays, the resident
 * memory (Linux) and the time of a step. All three are to stay flat after the first line.
 */
public final class Soak {

  private Soak() {}

  /** Trains; the number of steps is the first argument, a million by default. */
  public static void main(String[] args) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.setProperty("OPT_OUT_TRACKING", "true");
    int epochs = Integer.parseInt(args.length == 0 ? "1000000" : args[0]) / 1000;
    Settings settings = Settings.original().with(Settings.EPOCHS, epochs);
    System.out.println("    steps  arrays  resident MiB  us/step");
    try (SyntheticData data =
        SyntheticData.draw(123, 1000, List.of(0.5, -1.5), DataType.FLOAT32, Device.cpu())) {
      long[] start = {System.nanoTime()};
      LogisticRegression.with(settings)
          .listener(
              progress -> {
                int epoch = progress.number();
                if ((epoch + 1) % 100 == 0) {
                  long now = System.nanoTime();
                  print((epoch + 1) * 1000L, (now - start[0]) / 1e3 / 100_000);
                  start[0] = System.nanoTime();
                }
              })
          .train(data)
          .close();
    }
  }

  private static void print(long steps, double micros) {
    System.out.println(
        String.format(
            Locale.ROOT, "%9d %7d %13d %8.1f", steps, liveArrays(), residentMebibytes(), micros));
  }

  private static int liveArrays() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      return manager.getParentManager().getManagedArrays().size();
    }
  }

  private static long residentMebibytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }
}
