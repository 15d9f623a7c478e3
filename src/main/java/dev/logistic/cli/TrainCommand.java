package dev.logistic.cli;

import ai.djl.Device;
import dev.logistic.config.Settings;
import dev.logistic.data.SyntheticData;
import dev.logistic.engine.Devices;
import dev.logistic.evaluate.Accuracy;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.PendingDirectory;
import dev.logistic.train.EpochListener;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Trains a model, prints its progress and a summary, and keeps it where asked. */
@Command(
    name = "train",
    description = "Train a model; without options, as the original program does.")
final class TrainCommand implements Callable<Integer> {

  @Mixin private SettingsOptions settingsOptions = new SettingsOptions();
  @ParentCommand private RootCommand root = new RootCommand();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--model", paramLabel = "DIR", description = "Where to keep the model.")
  private @Nullable Path modelDirectory;

  @Option(names = "--overwrite", description = "Replace a model that is there already.")
  private boolean overwrite;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write figures of the training to a file, or alone to stdout.")
  private @Nullable String json;

  @Override
  public Integer call() throws IOException {
    if (overwrite && modelDirectory == null) {
      throw new ParameterException(spec.commandLine(), "--overwrite needs --model");
    }
    Settings settings = settingsOptions.settings();
    if (json != null && !json.equals("-")) {
      AtomicFile.requireWritable(Path.of(json));
    }
    boolean quiet = root.quiet() || "-".equals(json);
    try (PendingDirectory pending =
        modelDirectory == null ? null : PendingDirectory.at(modelDirectory, overwrite)) {
      train(settings, quiet, pending);
    }
    return 0;
  }

  private void train(Settings settings, boolean quiet, @Nullable PendingDirectory pending)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    long start = System.nanoTime();
    Device device = EngineStart.device(settings);
    if (!quiet && settings.get(Settings.DEVICE).equals("auto")) {
      out.println("Device: " + Devices.name(device) + " (engine.device=auto)");
    }
    EpochListener listener = quiet ? EpochListener.SILENT : new EpochLines(out);
    try (SyntheticData data = Synthetic.draw(settings, device)) {
      double loadingSeconds = (System.nanoTime() - start) / 1e9;
      try (TrainingResult result =
          LogisticRegression.with(settings).listener(listener).train(data)) {
        if (pending != null) {
          ModelDirectory.save(result.model(), pending);
        }
        Accuracy accuracy = Accuracy.of(result.model(), data.rows());
        if (!quiet) {
          TrainingSummary.print(out, result.model(), data.rows(), accuracy);
        }
        if (json != null) {
          JsonOutput.write(json, figures(result, accuracy, loadingSeconds), out);
        }
      }
    }
  }

  private static Map<String, Object> figures(
      TrainingResult result, Accuracy accuracy, double loadingSeconds) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("converged", false); // a fixed number of epochs proves nothing
    figures.put("stopped_because", "epochs");
    figures.put("iterations", result.epochs());
    figures.put("loss", result.loss());
    figures.put("objective", result.loss());
    figures.put("gradient_norm", result.gradientNorm());
    figures.put("device", Devices.name(result.model().weights().getDevice()));
    figures.put("accuracy", accuracy.share());
    figures.put("rows", accuracy.rows());
    figures.put("training_seconds", result.seconds());
    figures.put("loading_seconds", loadingSeconds);
    return figures;
  }
}
