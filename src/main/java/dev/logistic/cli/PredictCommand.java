package dev.logistic.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.console.Warnings;
import dev.logistic.data.SyntheticData;
import dev.logistic.effects.PredictionErrors;
import dev.logistic.model.ConfidenceLevel;
import dev.logistic.model.KeptCovariance;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.table.LibSvmTable;
import dev.logistic.table.TableRows;
import java.io.IOException;
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

/** Scores rows with a model. */
@Command(
    sortOptions = false,
    name = "predict",
    description = "Score rows with a model and write them out as CSV, Parquet or JSON lines.")
final class PredictCommand implements Callable<Integer> {

  @Mixin private SourceOptions source = new SourceOptions();
  @ParentCommand private RootCommand root = new RootCommand();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "FILE|-",
      defaultValue = "-",
      description =
          "A file, in the format of its ending: .csv, .parquet or .jsonl; CSV without an ending, or"
              + " with - for stdout. Default: -.")
  private String out = "-";

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description =
          "The smallest probability at which the positive class is predicted, 0 to 1; by default"
              + " the model's own (train.threshold), mostly 0.5. For models of two classes: with"
              + " more, the most probable one is predicted.")
  private @Nullable Double threshold;

  @Option(
      names = "--on-missing",
      paramLabel = "error|empty",
      description =
          "Refuse a row with a missing value that the model has no value to fill in, or leave its"
              + " prediction empty. Default: empty for models of data.missing=drop, else error.")
  private @Nullable String onMissing;

  @Option(
      names = "--interval",
      paramLabel = "LEVEL",
      description =
          "Add the ends of a confidence interval of the probability of this level, as 0.95:"
              + " probability_low and probability_high. For models of two classes with statistics.")
  private @Nullable Double interval;

  @Option(
      names = "--contributions",
      paramLabel = "N",
      description =
          "Add the N columns that move the logit most from that at the means of the training rows,"
              + " as reason_1 to reason_N, and by how much, as contribution_1 to contribution_N. For"
              + " tables and models of two classes with standardized features.")
  private @Nullable Integer contributions;

  @Override
  public Integer call() throws Exception {
    if (contributions != null && contributions < 1) {
      throw usage("--contributions must be a number from 1, was " + contributions);
    }
    if (threshold != null && !(threshold >= 0 && threshold <= 1)) {
      throw usage("--threshold must be a number from 0 to 1, was " + threshold);
    }
    if (onMissing != null && !onMissing.equals("error") && !onMissing.equals("empty")) {
      throw usage("--on-missing must be error or empty, was \"" + onMissing + "\"");
    }
    Optional<ConfidenceLevel> level =
        Optional.ofNullable(interval).map(value -> LevelOption.of("--interval", value, spec));
    RowsOutput output = RowsOutput.of("--out", out, spec.commandLine());
    source.requireSense();
    if (onMissing != null && (source.isSynthetic() || source.isLibSvm())) {
      throw new SettingsException("--on-missing needs a table: --data SOURCE");
    }
    if (contributions != null && (source.isSynthetic() || source.isLibSvm())) {
      throw new SettingsException("--contributions needs a table: --data SOURCE");
    }
    source.outputs().require("--out", out);
    Device device = source.device();
    try (LogisticModel model = ModelDirectory.load(source.model(), device);
        Progress progress = Progress.ofRows("Predicting", root.quiet(), true)) {
      ThresholdOption.requireSense(threshold, model.card().classes());
      PredictionColumns columns = columns(model, level);
      Settings settings = source.over(ModelSettings.of(model, source.model()));
      if (source.isSynthetic()) {
        try (SyntheticData rows = Synthetic.draw(settings, device)) {
          Synthetic.requireFit(model, rows.rows());
          write(new SyntheticRowSource(model, rows.rows()), columns, progress, output);
        }
        return 0;
      }
      if (source.isLibSvm()) {
        try (LibSvmTable rows = LibSvmTable.open(source.toString(), model.card().schema());
            LibSvmRowSource some = new LibSvmRowSource(model, rows)) {
          write(some, columns, progress, output);
          Warnings.print(spec, rows.warnings());
        }
        return 0;
      }
      List<String> na = settings.get(Settings.NA);
      List<String> notMissing = settings.get(Settings.NOT_MISSING);
      try (TableRows rows =
          TableRows.builder(source.table(model.card(), settings), model.card().schema())
              .na(na)
              .notMissing(notMissing)
              .allCells()
              .open()) {
        rows.onIncomplete(incomplete(settings));
        PredictionColumns all =
            contributions == null
                ? columns
                : new ContributionColumns(columns, model.contributions(), rows, contributions);
        write(new TableRowSource(model, rows), all, progress, output);
        Warnings.print(spec, rows.warnings());
      }
    }
    return 0;
  }

  private TableRows.Incomplete incomplete(Settings settings) {
    boolean empty =
        onMissing == null
            ? settings.get(Settings.MISSING).leavesOutRows()
            : onMissing.equals("empty");
    return empty ? TableRows.Incomplete.MARK : TableRows.Incomplete.REFUSE;
  }

  private PredictionColumns columns(LogisticModel model, Optional<ConfidenceLevel> level)
      throws IOException, MalformedModelException {
    double from = threshold == null ? model.card().threshold() : threshold;
    PredictionColumns columns = PredictionColumns.of(model.card().classes(), from);
    if (level.isEmpty()) {
      return columns;
    }
    if (model.card().outputs() > 1) {
      throw new IllegalArgumentException(
          "--interval is for models of two classes; this one has %d"
              .formatted(model.card().classes().size()));
    }
    KeptCovariance covariance = KeptCovariance.of(source.model(), model.card());
    return columns.withInterval(
        PredictionErrors.of(model, covariance.require("--interval needs")), level.get());
  }

  private void write(
      RowSource rows, PredictionColumns columns, Progress progress, RowsOutput output)
      throws IOException {
    Predictions predictions = new Predictions(rows, columns, progress::rows);
    output.write(predictions, spec.commandLine().getOut());
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
