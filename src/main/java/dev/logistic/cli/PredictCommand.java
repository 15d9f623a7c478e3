package dev.logistic.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.data.SyntheticData;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Scores rows with a model. */
@Command(name = "predict", description = "Score rows with a model and write them out as CSV.")
final class PredictCommand implements Callable<Integer> {

  private static final Pattern NOT_CSV =
      Pattern.compile("(?i)\\.(parquet|json|jsonl|ndjson|tsv|gz|zip|xlsx?)$");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model.")
  private Path modelDirectory = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "SOURCE",
      required = true,
      description = "Where rows come from: synthetic, the rows of the model's own settings.")
  private String data = "";

  @Option(
      names = "--out",
      paramLabel = "FILE|-",
      defaultValue = "-",
      description = "A file, written as CSV, or - for stdout, which is the default.")
  private String out = "-";

  @Option(
      names = "--threshold",
      paramLabel = "T",
      defaultValue = "0.5",
      description = "Predict the positive class from this probability on, 0 to 1; default 0.5.")
  private double threshold;

  @Override
  public Integer call() throws Exception {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw usage("--threshold must be a number from 0 to 1, was " + threshold);
    }
    if (NOT_CSV.matcher(out).find()) {
      throw usage("--out is written as CSV and must not end otherwise, was \"" + out + "\"");
    }
    Layer source = Layer.assignments("--data", List.of(Settings.SOURCE.name() + "=" + data));
    Layer system = Layer.systemProperties(System.getProperties());
    Device device = EngineStart.device(Settings.layered(List.of(system, source)));
    try (LogisticModel model = ModelDirectory.load(modelDirectory, device)) {
      Settings settings = settingsOf(model).under(system).under(source);
      try (SyntheticData rows = Synthetic.draw(settings, device)) {
        requireColumns(model, rows.rows().featureNames());
        write(new PredictionCsv(model, rows.rows(), threshold));
      }
    }
    return 0;
  }

  private Settings settingsOf(LogisticModel model) throws MalformedModelException {
    try {
      return Settings.original()
          .under(new Layer(modelDirectory + "/model.json", model.card().settings()));
    } catch (SettingsException e) {
      throw new MalformedModelException(modelDirectory + " is damaged: " + e.getMessage(), e);
    }
  }

  private static void requireColumns(LogisticModel model, List<String> columns) {
    if (!columns.equals(model.card().features())) {
      throw new IllegalArgumentException(
          "the model needs the columns " + model.card().features() + ", the rows have " + columns);
    }
  }

  private void write(PredictionCsv csv) throws IOException {
    PrintWriter stdout = spec.commandLine().getOut();
    if (out.equals("-")) {
      csv.writeTo(stdout);
    } else {
      AtomicFile.write(Path.of(out), csv::writeTo);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
