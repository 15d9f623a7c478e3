package dev.logistic.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.console.JsonOutput;
import dev.logistic.console.Warnings;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SyntheticData;
import dev.logistic.evaluate.ContributionSampler;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.evaluate.Gains;
import dev.logistic.evaluate.GroupFigures;
import dev.logistic.evaluate.PrecisionAtK;
import dev.logistic.evaluate.RowScores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.evaluate.Threshold;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.report.BinaryRowsEvaluation;
import dev.logistic.report.RowsEvaluation;
import dev.logistic.schema.ModelCard;
import dev.logistic.table.LibSvmTable;
import dev.logistic.table.RowGroups;
import dev.logistic.table.TableRows;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Evaluates a model on labelled rows. */
@Command(
    sortOptions = false,
    name = "evaluate",
    description = "Evaluate a model on rows with known labels.")
final class EvaluateCommand implements Callable<Integer> {

  private static final String ROWS = "Evaluated rows";
  private static final String HELD_OUT_ROWS = "Held-out rows";

  @Mixin private SourceOptions source = new SourceOptions();
  @ParentCommand private RootCommand root = new RootCommand();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "The label column; by default the one that the model was trained on.")
  private @Nullable String label;

  @Option(
      names = "--held-out",
      description = "Evaluate only the rows that data.validation held out of the training.")
  private boolean heldOut;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description =
          "The smallest probability at which the positive class is predicted: a number, or f1, youden,"
              + " cost:fn=10,fp=1, recall:0.9 or precision:0.9, which choose the best for these"
              + " rows; by default the model's own (train.threshold), mostly 0.5. For models of two"
              + " classes: with more, the most probable one is predicted.")
  private @Nullable String threshold;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write the figures as JSON to a file, or to stdout with nothing else.")
  private @Nullable String json;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with curves and coefficients.")
  private @Nullable Path report;

  @Mixin private ByOption by = new ByOption();
  @Mixin private CompareOption compare = new CompareOption();
  @Mixin private GainsOption gains = new GainsOption();
  @Mixin private PrecisionAtOption precisionAt = new PrecisionAtOption();

  @Override
  public Integer call() throws Exception {
    Threshold asked = parsedThreshold();
    gains.requireSense(spec);
    precisionAt.requireSense(spec);
    source.requireSense();
    by.requireSense(source, spec);
    if (source.isSynthetic() && label != null) {
      throw new SettingsException("--label needs a table: --data SOURCE");
    }
    if (source.isLibSvm() && label != null && !label.equals(LibSvmTable.LABEL)) {
      throw new SettingsException(
          "--label needs a table with named columns: a LibSVM file has its labels before the columns");
    }
    if (source.isSynthetic() && heldOut) {
      throw new SettingsException("--held-out needs a table: --data SOURCE");
    }
    OutputFiles outputs = source.outputs().readingModel(compare.directory());
    outputs.requirePage("--report", report);
    outputs.require("--json", json);
    Device device = source.device();
    try (LogisticModel model = ModelDirectory.load(source.model(), device);
        LogisticModel other = compare.load(model.card(), device)) {
      ThresholdOption.requireSense(threshold, model.card().classes());
      gains.requireSense(model.card().classes());
      precisionAt.requireSense(model.card().classes());
      Threshold parsed = asked != null ? asked : Threshold.of(model.card().threshold());
      Settings settings = source.over(ModelSettings.of(model, source.model()));
      EvaluatedRows evaluated = evaluated(model, other, settings, device, parsed);
      write(evaluated);
      if (report != null) {
        ReportFile.ofEvaluation(model, source.toString(), evaluated.evaluation())
            .with(evaluated.contributions(), evaluated.evaluation().rows())
            .write(report);
      }
    }
    return 0;
  }

  private @Nullable Threshold parsedThreshold() {
    if (threshold == null) {
      return null;
    }
    try {
      return Threshold.parse(threshold);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }

  /** Collects contributions where there is a report to show them. */
  private Optional<ContributionSampler> sampler(LogisticModel model) {
    return report == null ? Optional.empty() : ContributionSampler.of(model);
  }

  private Optional<ContributionSampler> sampled(LogisticModel model, LabelledData rows) {
    Optional<ContributionSampler> sampler = sampler(model);
    sampler.ifPresent(some -> some.add(rows));
    return sampler;
  }

  private EvaluatedRows evaluated(
      LogisticModel model,
      @Nullable LogisticModel other,
      Settings settings,
      Device device,
      Threshold parsed)
      throws IOException, MalformedModelException {
    if (source.isSynthetic()) {
      try (SyntheticData rows = Synthetic.draw(settings, device)) {
        Synthetic.requireFit(model, rows.rows());
        if (other != null) {
          Synthetic.requireFit(other, rows.rows());
        }
        return EvaluatedRows.of(
                ROWS,
                model,
                Scoring.of(model, rows.rows()),
                parsed,
                Optional.empty(),
                Optional.ofNullable(other).map(known -> Scoring.of(known, rows.rows())))
            .with(sampled(model, rows.rows()));
      }
    }
    String column = label != null ? label : model.card().settings().getOrDefault("data.label", "");
    if (column.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "the model was not trained on a table and has no label column: name it with --label COLUMN");
    }
    if (source.isLibSvm() && !heldOut) {
      return evaluatedLibSvm(model, other, settings, parsed);
    }
    Settings ofLabel = settings.with(Settings.LABEL, column);
    return heldOut
        ? evaluatedHeldOut(model, other, ofLabel, device, parsed)
        : evaluatedRows(model, other, ofLabel, parsed);
  }

  private EvaluatedRows evaluatedHeldOut(
      LogisticModel model,
      @Nullable LogisticModel other,
      Settings settings,
      Device device,
      Threshold parsed)
      throws IOException, MalformedModelException {
    TableSource table = source.tableOfTraining(model.card());
    try (Progress progress = Progress.ofRows("Evaluating", root.quiet(), true);
        TrainingTable rows =
            TrainingRows.readAgain(model.card(), table, settings, device, progress::rows)) {
      LabelledData heldOutRows = rows.validation().orElseThrow();
      if (other == null && by.column().isEmpty()) {
        return EvaluatedRows.of(
                HELD_OUT_ROWS,
                model,
                Scoring.of(model, heldOutRows),
                parsed,
                Optional.empty(),
                Optional.empty())
            .with(sampled(model, heldOutRows));
      }
      HeldOutLogits again = new HeldOutLogits(model, other, rows);
      Optional<RowGroups> groups = Optional.empty();
      if (table.isLibSvm()) {
        if (other != null) {
          CompareOption.requireIndexed(other.card(), table.location());
        }
        again.readLibSvm(table.location());
      } else {
        Optional<TableRows.Other> also = compare.reading(other, settings, source);
        try (TableRows all = Evaluations.rows(model.card(), table, settings, by.column(), also)) {
          again.read(all);
          groups = all.groups().map(each -> each.only(rows.heldOutRows()));
        }
      }
      EvaluatedRows evaluated =
          EvaluatedRows.of(HELD_OUT_ROWS, model, again.scores(), parsed, groups, again.other());
      Warnings.print(spec, compare.warning(other, rows, settings, source).stream().toList());
      return evaluated.with(sampled(model, heldOutRows));
    }
  }

  private EvaluatedRows evaluatedLibSvm(
      LogisticModel model, @Nullable LogisticModel other, Settings settings, Threshold parsed)
      throws IOException {
    ModelCard card = model.card();
    String files = source.toString();
    List<String> warnings = new ArrayList<>();
    try (Progress progress = Progress.ofRows("Evaluating", root.quiet(), true);
        LabelledData rows =
            LibSvmTable.labelled(files, card.schema(), card.classes(), warnings, progress::rows)) {
      EvaluatedRows evaluated =
          EvaluatedRows.of(
              ROWS,
              model,
              Scoring.of(model, rows),
              parsed,
              Optional.empty(),
              other == null ? Optional.empty() : Optional.of(scoredLibSvm(other, files)));
      Warnings.print(spec, warnings);
      if (!root.quiet()) {
        TrainingRows.note(card, new TableSource(files, ""), settings, rows.rows())
            .ifPresent(note -> spec.commandLine().getErr().println("note: " + note));
      }
      return evaluated;
    }
  }

  /** Of a model that may have other columns: reading a file again yields the same rows. */
  private static RowScores scoredLibSvm(LogisticModel other, String files) throws IOException {
    ModelCard card = other.card();
    CompareOption.requireIndexed(card, files);
    try (LabelledData rows =
        LibSvmTable.labelled(
            files, card.schema(), card.classes(), new ArrayList<>(), count -> {})) {
      return Scoring.of(other, rows);
    }
  }

  private EvaluatedRows evaluatedRows(
      LogisticModel model, @Nullable LogisticModel other, Settings settings, Threshold parsed)
      throws IOException, MalformedModelException {
    ModelCard card = model.card();
    TableSource table = source.table(card, settings);
    Optional<TableRows.Other> also = compare.reading(other, settings, source);
    try (TableRows rows = Evaluations.rows(card, table, settings, by.column(), also);
        Progress progress = Progress.ofRows("Evaluating", root.quiet(), true)) {
      Optional<ContributionSampler> sampler = sampler(model);
      LongConsumer each =
          count -> {
            sampler.ifPresent(some -> some.add(rows));
            progress.rows(count);
          };
      List<RowScores> scores =
          other == null
              ? List.of(Scoring.of(model, rows, each))
              : Scoring.ofBoth(model, other, rows, each);
      EvaluatedRows evaluated =
          EvaluatedRows.of(
              ROWS,
              model,
              scores.get(0),
              parsed,
              rows.groups(),
              scores.stream().skip(1).findFirst());
      Warnings.print(spec, rows.warnings());
      Warnings.print(spec, MissingWeights.warnings(rows, table, settings, Settings.WEIGHT));
      if (!root.quiet()) {
        TrainingRows.note(card, table, settings, evaluated.evaluation().evaluation().rows())
            .ifPresent(note -> spec.commandLine().getErr().println("note: " + note));
      }
      return evaluated.with(sampler);
    }
  }

  private void write(EvaluatedRows evaluated) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    RowsEvaluation evaluation = evaluated.evaluation();
    Map<String, @Nullable Object> figures = new LinkedHashMap<>(evaluation.evaluation().toMap());
    Optional<Gains> table =
        evaluation instanceof BinaryRowsEvaluation two ? gains.of(two.scores()) : Optional.empty();
    table.ifPresent(known -> figures.put("gains", known.toList()));
    List<PrecisionAtK> highest =
        evaluation instanceof BinaryRowsEvaluation two ? precisionAt.of(two.scores()) : List.of();
    if (!highest.isEmpty()) {
      figures.put("precision_at", highest.stream().map(PrecisionAtK::toMap).toList());
    }
    evaluated
        .groups()
        .ifPresent(known -> figures.put("by", known.stream().map(GroupFigures::toMap).toList()));
    evaluated.comparison().ifPresent(known -> figures.put("compare", compare.toMap(known)));
    if (json != null) {
      JsonOutput.write(json, figures, out);
    }
    if (!root.quiet() && !"-".equals(json)) {
      EvaluationTable.print(out, evaluation);
      table.ifPresent(known -> GainsOption.print(out, known));
      PrecisionAtOption.print(out, highest);
      evaluated.groups().ifPresent(known -> by.print(out, known));
      evaluated.comparison().ifPresent(known -> compare.print(out, evaluation.evaluation(), known));
    }
  }
}
