package dev.logistic.spark.cli;

import dev.logistic.config.Settings;
import dev.logistic.console.EpochLines;
import dev.logistic.console.FixedDecimals;
import dev.logistic.console.JsonOutput;
import dev.logistic.console.SettingsOptions;
import dev.logistic.console.TrainingFigures;
import dev.logistic.console.Warnings;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.PendingDirectory;
import dev.logistic.spark.TableTraining;
import dev.logistic.spark.table.PreparedTable;
import dev.logistic.train.EpochListener;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a model on a table that Spark reads, and saves it if requested. */
@Command(
    sortOptions = false,
    name = "djl-logistic-spark",
    description = {
      "Train a model on Apache Spark, by the options and settings of djl-logistic train.",
      "SOURCE is a path that Spark reads (CSV, TSV, JSON, Parquet, ORC) or a table of its catalog."
    })
@SuppressWarnings("UnusedVariable") // picocli acts on help
final class TrainOnSpark implements Callable<Integer> {

  /**
   * Otherwise partitions, and hence the bits of a model, would depend on the cores of the cluster.
   */
  private static final Map<String, String> PARTITIONS =
      Map.of(
          "spark.sql.files.minPartitionNum", "32",
          "spark.sql.adaptive.coalescePartitions.minPartitionNum", "32");

  @Mixin private SettingsOptions settingsOptions = new SettingsOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "The directory to save the model in, on the driver.")
  private @Nullable Path modelDirectory;

  @Option(names = "--overwrite", description = "Replace an existing model.")
  private boolean overwrite;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description =
          "Write figures of the training as JSON to a file, or to stdout with nothing else.")
  private @Nullable String json;

  @Option(names = "--quiet", description = "Print only the requested output.")
  private boolean quiet;

  @Option(names = "--stacktrace", description = "Print the stack trace of an error.")
  private boolean stacktrace;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean help;

  boolean stacktrace() {
    return stacktrace;
  }

  @Override
  public Integer call() throws IOException {
    if (overwrite && modelDirectory == null) {
      throw new ParameterException(spec.commandLine(), "--overwrite needs --model");
    }
    Settings settings = settingsOptions.settings();
    OnSpark.check(settings);
    try (PendingDirectory pending =
        modelDirectory == null ? null : PendingDirectory.at(modelDirectory, overwrite)) {
      train(settings, pending);
    }
    return 0;
  }

  private void train(Settings settings, @Nullable PendingDirectory pending) throws IOException {
    SparkSession session = SparkSession.builder().appName("djl-logistic").getOrCreate();
    PARTITIONS.forEach(
        (key, value) -> {
          if (session.conf().getOption(key).isEmpty()) {
            session.conf().set(key, value);
          }
        });
    long start = System.nanoTime();
    PreparedTable table = PreparedTable.read(session, settings);
    Warnings.print(spec, table.warnings());
    try (TrainingResult result = trained(table, settings)) {
      double loadingSeconds = (System.nanoTime() - start) / 1e9 - result.seconds();
      if (pending != null) {
        ModelDirectory.save(result.model(), pending);
      }
      Warnings.print(spec, result.warnings());
      printSummary(result, loadingSeconds);
    }
  }

  private boolean quiet() {
    return quiet || "-".equals(json);
  }

  private TrainingResult trained(PreparedTable table, Settings settings) {
    try (EpochLines lines = new EpochLines(this::print, settings.get(Settings.SOLVER), true)) {
      return TableTraining.train(table, settings, quiet() ? EpochListener.SILENT : lines);
    }
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private void printSummary(TrainingResult result, double loadingSeconds) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    long rows = result.model().card().trainingData().rows();
    if (!quiet()) {
      out.println();
      out.printf(
          Locale.ROOT,
          "Training:    %d rows, log-loss %s%n",
          rows,
          FixedDecimals.of(result.fit().loss(), 4));
      if (modelDirectory != null) {
        out.println("Model:       " + modelDirectory);
      }
      out.flush();
    }
    if (json != null) {
      JsonOutput.write(json, figures(result, rows, loadingSeconds), out);
    }
  }

  private static Map<String, @Nullable Object> figures(
      TrainingResult result, long rows, double loadingSeconds) {
    Map<String, @Nullable Object> figures = TrainingFigures.of(result);
    figures.put("rows", rows);
    figures.put("training_seconds", result.seconds());
    figures.put("loading_seconds", loadingSeconds);
    figures.put("validation", null);
    return figures;
  }
}
