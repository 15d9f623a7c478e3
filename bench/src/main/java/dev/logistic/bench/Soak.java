package dev.logistic.bench;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.Settings;
import dev.logistic.data.SyntheticData;
import dev.logistic.train.LogisticRegression;
import java.util.List;
import java.util.Locale;

/**
 * A million steps of the original's kind, printing every 100 epochs the {@link Vitals} and the time
 * of a step. All are to stay flat after the first line.
 */
public final class Soak {

  private static final int ROWS = 1000;
  private static final int EPOCHS_A_LINE = 100;

  private Soak() {}

  /** Trains; the number of steps is the first argument, a million by default. */
  public static void main(String[] args) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.setProperty("OPT_OUT_TRACKING", "true");
    int epochs = Integer.parseInt(args.length == 0 ? "1000000" : args[0]) / ROWS;
    Settings settings = Settings.original().with(Settings.EPOCHS, epochs);
    System.out.println("    steps" + Vitals.HEAD + "  us/step");
    try (SyntheticData data =
        SyntheticData.draw(123, ROWS, List.of(0.5, -1.5), DataType.FLOAT32, Device.cpu())) {
      long[] start = {System.nanoTime()};
      LogisticRegression.with(settings)
          .listener(
              progress -> {
                int made = progress.number() + 1;
                if (made % EPOCHS_A_LINE == 0) {
                  double micros = (System.nanoTime() - start[0]) / 1e3 / EPOCHS_A_LINE / ROWS;
                  print(made * (long) ROWS, micros);
                  start[0] = System.nanoTime();
                }
              })
          .train(data)
          .close();
    }
    System.out.println("   closed" + Vitals.taken());
  }

  private static void print(long steps, double micros) {
    System.out.println(String.format(Locale.ROOT, "%9d%s %8.1f", steps, Vitals.taken(), micros));
  }
}
