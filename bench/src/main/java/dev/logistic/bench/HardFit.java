package dev.logistic.bench;

import ai.djl.Device;
import dev.logistic.config.Key;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.table.TableException;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a table once and fits it once for each line of its input. Arguments: settings, as {@code
 * data.source=t.csv}. Prints {@code ready}, and for each fit one line: seconds of the whole call,
 * iterations, whether it converged, optimality gap ({@code NaN} where none was proven), and the
 * parameters on the scale of the columns, output by output, each with its bias last.
 */
public final class HardFit {

  private HardFit() {}

  /** See above. */
  public static void main(String[] args) throws IOException, TableException {
    System.setProperty("OPT_OUT_TRACKING", "true");
    Map<String, String> given = new LinkedHashMap<>();
    Arrays.stream(args).map(arg -> arg.split("=", 2)).forEach(pair -> given.put(pair[0], pair[1]));
    Settings settings = settings(given);
    try (TrainingTable table = Tables.read(settings, null, Device.cpu(), rows -> {})) {
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.out.println("ready");
      while (input.readLine() != null) {
        System.gc();
        long start = System.nanoTime();
        try (TrainingResult result = LogisticRegression.with(settings).train(table)) {
          double seconds = (System.nanoTime() - start) / 1e9;
          System.out.println(seconds + " " + described(result));
        }
      }
    }
  }

  private static Settings settings(Map<String, String> given) {
    Settings settings = Settings.original().with(Settings.SOLVER, Solver.LBFGS);
    settings = settings.with(Settings.EPOCHS, 200);
    for (Key<?> key :
        List.of(
            Settings.SOURCE,
            Settings.LABEL,
            Settings.STANDARDIZE,
            Settings.PRECISION,
            Settings.L2)) {
      settings = with(settings, key, given);
    }
    return settings;
  }

  private static <T> Settings with(Settings settings, Key<T> key, Map<String, String> given) {
    String text = given.get(key.name());
    return text == null ? settings : settings.with(key, key.parse(text));
  }

  private static String described(TrainingResult result) {
    StringBuilder line = new StringBuilder();
    line.append(result.stop().iterations()).append(' ').append(result.stop().converged());
    line.append(' ').append(result.fit().provenGap().orElse(Double.NaN));
    LogisticModel model = result.model();
    for (int output = 0; output < model.card().outputs(); output++) {
      int at = output;
      Coefficients raw = model.rawCoefficients(at).orElseGet(() -> model.coefficients(at));
      raw.weights().forEach(weight -> line.append(' ').append(weight.doubleValue()));
      line.append(' ').append(raw.bias());
    }
    return line.toString();
  }
}
