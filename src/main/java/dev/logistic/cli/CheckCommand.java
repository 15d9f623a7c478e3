package dev.logistic.cli;

import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.console.ExitStatus;
import dev.logistic.console.JsonOutput;
import dev.logistic.console.Warnings;
import dev.logistic.drift.Drift;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.table.TableRows;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Compares rows with those that a model was trained on. */
@Command(
    sortOptions = false,
    name = "check",
    description =
        "Check whether rows still look like those that a model was trained on: population stability"
            + " index of each column and of the score, missing values, unseen texts, numbers out of"
            + " range. Exits with status 1 if an index is above the limit.")
final class CheckCommand implements Callable<Integer> {

  private static final String USUAL_LIMIT = "0.2";

  @Mixin private SourceOptions source = new SourceOptions();
  @ParentCommand private RootCommand root = new RootCommand();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--limit",
      paramLabel = "PSI",
      defaultValue = USUAL_LIMIT,
      description =
          "The largest index that passes, a number from 0. Below 0.1 is usually taken as no change,"
              + " above 0.2 as a change that matters. Default: 0.2.")
  private double limit;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write the figures as JSON to a file, or to stdout with nothing else.")
  private @Nullable String json;

  @Override
  public Integer call() throws Exception {
    if (!(limit >= 0)) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be a number from 0, was " + limit);
    }
    source.requireSense();
    if (source.isSynthetic() || source.isLibSvm()) {
      throw new SettingsException("check needs a table with named columns: --data SOURCE");
    }
    source.outputs().require("--json", json);
    try (LogisticModel model = ModelDirectory.load(source.model(), source.device());
        Progress progress = Progress.ofRows("Checking", root.quiet(), true)) {
      Drift.requireProfile(model.card());
      Settings settings = source.over(ModelSettings.of(model, source.model()));
      Drift drift;
      try (TableRows rows =
          TableRows.builder(source.table(model.card(), settings), model.card().schema())
              .na(settings.get(Settings.NA))
              .notMissing(settings.get(Settings.NOT_MISSING))
              .open()) {
        drift = Drift.of(model, rows, progress::rows);
        Warnings.print(spec, rows.warnings());
      }
      DriftTable table = new DriftTable(drift, limit);
      PrintWriter stdout = spec.commandLine().getOut();
      if (json != null) {
        JsonOutput.write(json, table.toMap(), stdout);
      }
      if (!root.quiet() && !RowsOutput.STDOUT.equals(json)) {
        table.print(stdout);
      }
      List<String> complaints = table.complaints();
      complaints.forEach(spec.commandLine().getErr()::println);
      return complaints.isEmpty() ? 0 : ExitStatus.WORLD;
    }
  }
}
