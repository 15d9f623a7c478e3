package dev.logistic.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelCard;
import dev.logistic.model.ModelDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what a model holds. */
@Command(name = "inspect", description = "Show a model's parameters and where it came from.")
final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model.")
  private Path modelDirectory = Path.of("");

  @Option(names = "--json", description = "Print everything as JSON, floats as exact doubles.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (LogisticModel model = ModelDirectory.load(modelDirectory)) {
      if (json) {
        JsonOutput.print(asJson(model), out);
      } else {
        printTable(model, out);
      }
    }
    return 0;
  }

  private static Map<String, Object> asJson(LogisticModel model) {
    ModelCard card = model.card();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("weights", Arrays.stream(doubles(model.weights())).mapToObj(List::of).toList());
    object.put("bias", doubles(model.bias()));
    object.put("classes", card.classes());
    object.put("features", card.features());
    object.put("settings", card.settings());
    object.put("seed", card.seed());
    object.put("djl_version", card.djlVersion());
    object.put("pytorch_version", card.pytorchVersion());
    object.put("rows", card.trainingData().rows());
    object.put("data_fingerprint", card.trainingData().fingerprint());
    object.put("metrics", card.metrics());
    return object;
  }

  private static void printTable(LogisticModel model, PrintWriter out) {
    ModelCard card = model.card();
    out.printf(Locale.ROOT, "Classes:   %s (negative), %s (positive)%n", card.classes().toArray());
    out.printf(
        Locale.ROOT, "Trained:   %d rows, seed %d%n", card.trainingData().rows(), card.seed());
    out.printf(
        Locale.ROOT, "Engine:    DJL %s, PyTorch %s%n", card.djlVersion(), card.pytorchVersion());
    Map<String, Double> metrics = card.metrics();
    out.println("Loss:      " + metrics.get("loss") + " (mean over all rows)");
    out.println("Gradient:  " + metrics.get("gradient_norm") + " (largest component)");
    out.println();
    double[] weights = doubles(model.weights());
    int width = card.features().stream().mapToInt(String::length).max().orElse(0);
    width = Math.max(width, "(bias)".length());
    out.println(row("(bias)", width, doubles(model.bias())[0]));
    for (int column = 0; column < weights.length; column++) {
      out.println(row(card.features().get(column), width, weights[column]));
    }
  }

  private static String row(String name, int width, double value) {
    String number = Fixed.of(value, 6);
    return name + " ".repeat(width - name.length() + Math.max(1, 14 - number.length())) + number;
  }

  private static double[] doubles(NDArray array) {
    try (NDArray converted = array.toType(DataType.FLOAT64, true)) {
      return converted.toDoubleArray();
    }
  }
}
