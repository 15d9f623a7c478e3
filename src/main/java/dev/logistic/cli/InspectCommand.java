package dev.logistic.cli;

import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelCard;
import dev.logistic.model.ModelDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  @Option(
      names = "--statistics",
      description = "Standard errors, z, p and confidence intervals, or why there are none.")
  private boolean statistics;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (LogisticModel model = ModelDirectory.load(modelDirectory)) {
      if (json) {
        Map<String, Object> object = asJson(model);
        if (statistics) {
          StatisticsTable.addTo(object, model.card().statistics());
        }
        JsonOutput.print(object, out);
      } else {
        printTable(model, out);
        if (statistics) {
          StatisticsTable.print(model.card().statistics(), out);
        }
      }
    }
    return 0;
  }

  private static Map<String, Object> asJson(LogisticModel model) {
    ModelCard card = model.card();
    Map<String, Object> object = new LinkedHashMap<>();
    Coefficients coefficients = model.coefficients();
    object.put("weights", coefficients.weights().stream().map(List::of).toList());
    object.put("bias", List.of(coefficients.bias()));
    model
        .rawCoefficients()
        .ifPresent(
            raw -> {
              object.put("raw_weights", raw.weights().stream().map(List::of).toList());
              object.put("raw_bias", List.of(raw.bias()));
            });
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
    Coefficients own = model.coefficients();
    Optional<Coefficients> raw = model.rawCoefficients();
    int width = card.features().stream().mapToInt(String::length).max().orElse(0);
    width = Math.max(width, "(bias)".length());
    if (raw.isPresent()) {
      out.println(" ".repeat(width) + "  standardized   on its own scale");
    }
    out.println(row("(bias)", width, own.bias(), raw.map(Coefficients::bias)));
    for (int i = 0; i < own.weights().size(); i++) {
      int feature = i;
      Optional<Double> rawWeight = raw.map(known -> known.weights().get(feature));
      out.println(row(card.features().get(i), width, own.weights().get(i), rawWeight));
    }
  }

  private static String row(String name, int width, double value, Optional<Double> raw) {
    String line = name + " ".repeat(width - name.length()) + cell(Fixed.of(value, 6), 14);
    return raw.map(number -> line + cell(String.format(Locale.ROOT, "%.6g", number), 19))
        .orElse(line);
  }

  private static String cell(String number, int width) {
    return " ".repeat(Math.max(1, width - number.length())) + number;
  }
}
