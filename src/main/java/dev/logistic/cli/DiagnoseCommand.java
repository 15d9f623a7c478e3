package dev.logistic.cli;

import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.console.JsonOutput;
import dev.logistic.console.Warnings;
import dev.logistic.diagnose.Diagnostics;
import dev.logistic.diagnose.Diagnostics.HosmerLemeshow;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.evaluate.Scores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.ModelCard;
import dev.logistic.table.TableRows;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Diagnoses an unpenalised fit. */
@Command(
    sortOptions = false,
    name = "diagnose",
    description =
        "Diagnose a model with statistics: residuals, leverage and influence of the rows it was"
            + " trained on, Hosmer-Lemeshow test, calibration, variance inflation.")
final class DiagnoseCommand implements Callable<Integer> {

  private static final String USUAL_GROUPS = "10";

  @Mixin private SourceOptions source = new SourceOptions();
  @ParentCommand private RootCommand root = new RootCommand();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "The label column; by default the one that the model was trained on.")
  private @Nullable String label;

  @Option(
      names = "--out",
      paramLabel = "FILE|-",
      description =
          "Write all rows with their residuals, leverage, Cook's distance and dfbetas to a file, in"
              + " the format of its ending: .csv, .parquet or .jsonl; or as CSV to stdout with"
              + " nothing else.")
  private @Nullable String out;

  @Option(
      names = "--groups",
      paramLabel = "G",
      defaultValue = USUAL_GROUPS,
      description = "Most groups of the Hosmer-Lemeshow test, at least 3. Default: 10.")
  private int groups;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write the figures as JSON to a file, or to stdout with nothing else.")
  private @Nullable String json;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with plots of residuals, influence and calibration.")
  private @Nullable Path report;

  @Override
  public Integer call() throws Exception {
    if (groups < 3) {
      throw usage("--groups must be at least 3, was " + groups);
    }
    RowsOutput output = out == null ? null : RowsOutput.of("--out", out, spec.commandLine());
    if (output != null && output.isStdout() && RowsOutput.STDOUT.equals(json)) {
      throw usage("--out - and --json - would both write to stdout: write one of them to a file");
    }
    source.requireSense();
    if (source.isSynthetic() || source.isLibSvm()) {
      throw new SettingsException(
          "diagnose needs a table with named columns: --data SOURCE; from Java, Diagnostics reads"
              + " any rows");
    }
    OutputFiles outputs = source.outputs();
    outputs.requirePage("--report", report);
    outputs.require("--json", json);
    outputs.require("--out", out);
    try (LogisticModel model = ModelDirectory.load(source.model(), source.device());
        Progress progress = Progress.ofRows("Diagnosing", root.quiet(), true)) {
      Diagnostics.requireStatistics(model.card());
      Settings settings =
          source.over(ModelSettings.of(model, source.model())).with(Settings.LABEL, label(model));
      TableSource table = source.table(model.card(), settings);
      Diagnostics diagnostics = diagnostics(model, table, settings, progress);
      HosmerLemeshow test = diagnostics.hosmerLemeshow(groups);
      if (output != null) {
        write(model, diagnostics, settings, table, output);
      }
      write(new DiagnosticsTable(diagnostics, test), output);
      if (report != null) {
        ReportFile.ofDiagnostics(model, source.toString(), diagnostics, test).write(report);
      }
    }
    return 0;
  }

  private String label(LogisticModel model) {
    String column = label != null ? label : model.card().settings().getOrDefault("data.label", "");
    if (column.isEmpty()) {
      throw usage(
          "the model was not trained on a table and has no label column: name it with --label COLUMN");
    }
    return column;
  }

  private Diagnostics diagnostics(
      LogisticModel model, TableSource table, Settings settings, Progress progress)
      throws IOException {
    Optional<TrainingTable> known =
        settings.get(Settings.VALIDATION) > 0
            ? Optional.empty() // some of the rows are not those of the fit
            : TrainingRows.read(model.card(), table, settings);
    if (known.isPresent()) {
      try (TrainingTable rows = known.get()) {
        return Diagnostics.ofFit(model, rows.training());
      }
    }
    try (TableRows rows = Evaluations.rows(model.card(), table, settings, "", Optional.empty())) {
      Scores scores = (Scores) Scoring.of(model, rows, progress::rows);
      Warnings.print(spec, rows.warnings());
      Warnings.print(spec, MissingWeights.warnings(rows, table, settings, Settings.WEIGHT));
      return Diagnostics.of(model, scores);
    }
  }

  private void write(
      LogisticModel model,
      Diagnostics diagnostics,
      Settings settings,
      TableSource table,
      RowsOutput output)
      throws IOException {
    ModelCard card = model.card();
    try (TableRows rows =
        TableRows.builder(table, card.schema())
            .na(settings.get(Settings.NA))
            .notMissing(settings.get(Settings.NOT_MISSING))
            .allCells()
            .open()) {
      if (settings.get(Settings.MISSING).leavesOutRows()) {
        rows.onIncomplete(TableRows.Incomplete.MARK);
      }
      DiagnosticColumns columns = new DiagnosticColumns(diagnostics, card, rows);
      Predictions all =
          new Predictions(
              new TableRowSource(model, rows), columns, count -> {}, columns::requireAll);
      output.write(all, spec.commandLine().getOut());
      Warnings.print(spec, rows.warnings());
      if (!diagnostics.ofFit()) {
        Warnings.print(spec, List.of("no leverage and influence: " + DiagnosticsTable.OTHER_ROWS));
      }
    }
  }

  private void write(DiagnosticsTable figures, @Nullable RowsOutput rows) throws IOException {
    PrintWriter stdout = spec.commandLine().getOut();
    if (json != null) {
      JsonOutput.write(json, figures.toMap(), stdout);
    }
    boolean taken = RowsOutput.STDOUT.equals(json) || (rows != null && rows.isStdout());
    if (!root.quiet() && !taken) {
      figures.print(stdout);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
