package dev.logistic.cli;

import ai.djl.Device;
import dev.logistic.config.Key;
import dev.logistic.config.Settings;
import dev.logistic.console.JsonOutput;
import dev.logistic.console.Warnings;
import dev.logistic.data.SyntheticData;
import dev.logistic.effects.MarginalEffects;
import dev.logistic.effects.PredictionErrors;
import dev.logistic.model.ConfidenceLevel;
import dev.logistic.model.KeptCovariance;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.table.LibSvmTable;
import dev.logistic.table.TableRows;
import dev.logistic.table.TableSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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

/** Shows by how much the columns change the probability. */
@Command(
    sortOptions = false,
    name = "marginal-effects",
    description =
        "Average marginal effects of the columns on the probability, over some rows, and adjusted"
            + " predictions, with standard errors by the delta method.")
final class MarginalEffectsCommand implements Callable<Integer> {

  @Mixin private SourceOptions source = new SourceOptions();
  @ParentCommand private RootCommand root = new RootCommand();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--at",
      paramLabel = "COLUMN=V,V",
      description =
          "Set a column to each of these values in every row, as age=40,50. Several columns: all"
              + " combinations. Default: all columns as they are in the rows.")
  private List<String> at = new ArrayList<>();

  @Option(
      names = "--level",
      paramLabel = "L",
      description = "The level of the confidence intervals, from 0.5 to below 1. Default: 0.95.")
  private @Nullable Double level;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      completionCandidates = StatisticsFormat.Names.class,
      description = "Print the table as text, the default, or as markdown, csv or latex.")
  private String format = "text";

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write the figures as JSON to a file, or to stdout with nothing else.")
  private @Nullable String json;

  @Override
  public Integer call() throws Exception {
    AtOption.requireSense(at);
    source.requireSense();
    EffectsTable table =
        new EffectsTable(
            level == null ? ConfidenceLevel.USUAL : LevelOption.of("--level", level, spec),
            FormatOption.of(format, spec));
    if ("-".equals(json) && table.format() != StatisticsFormat.TEXT) {
      throw new ParameterException(
          spec.commandLine(), "--format is for the printed table; leave out --format or --json");
    }
    source.outputs().require("--json", json);
    Device device = source.device();
    try (LogisticModel model = ModelDirectory.load(source.model(), device)) {
      if (model.card().outputs() > 1) {
        throw new IllegalArgumentException(
            "marginal effects are computed for models of two classes; this one has %d"
                .formatted(model.card().classes().size()));
      }
      KeptCovariance covariance = KeptCovariance.of(source.model(), model.card());
      PredictionErrors errors =
          PredictionErrors.of(model, covariance.require("marginal effects need"));
      MarginalEffects effects = effects(errors, model, device);
      write(effects, model, table);
    }
    return 0;
  }

  private MarginalEffects effects(PredictionErrors errors, LogisticModel model, Device device)
      throws Exception {
    Settings settings = source.over(ModelSettings.of(model, source.model()));
    Map<String, List<String>> values = AtOption.values(at, model.card().schema());
    try (Progress progress = Progress.ofRows("Averaging", root.quiet(), true)) {
      if (source.isSynthetic()) {
        try (SyntheticData rows = Synthetic.draw(settings, device)) {
          Synthetic.requireFit(model, rows.rows());
          return MarginalEffects.of(errors, Synthetic.features(rows.rows()), values);
        }
      }
      if (source.isLibSvm()) {
        try (LibSvmTable rows = LibSvmTable.open(source.toString(), model.card().schema())) {
          MarginalEffects effects = MarginalEffects.of(errors, rows, values, progress::rows);
          Warnings.print(spec, rows.warnings());
          return effects;
        }
      }
      TableSource table = source.table(model.card(), settings);
      try (TableRows rows = MarginalEffects.rows(model.card(), table, settings)) {
        MarginalEffects effects = MarginalEffects.of(errors, rows, values, progress::rows);
        Warnings.print(spec, rows.warnings());
        Key<String> weights =
            settings.get(Settings.TRIALS).isEmpty() ? Settings.WEIGHT : Settings.TRIALS;
        Warnings.print(spec, MissingWeights.warnings(rows, table, settings, weights));
        return effects;
      }
    }
  }

  private void write(MarginalEffects effects, LogisticModel model, EffectsTable table)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json != null) {
      JsonOutput.write(json, table.toMap(effects, model.card()), out);
    }
    if (json == null || !(json.equals("-") || root.quiet())) {
      table.print(effects, model.card(), out);
    }
  }
}
