package dev.logistic.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import dev.logistic.config.Combinations;
import dev.logistic.config.Key;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Solver;
import dev.logistic.config.ThresholdRule;
import dev.logistic.console.EpochLines;
import dev.logistic.console.JsonOutput;
import dev.logistic.console.SettingsOptions;
import dev.logistic.console.TrainingFigures;
import dev.logistic.console.Warnings;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SyntheticData;
import dev.logistic.engine.Devices;
import dev.logistic.evaluate.ContributionSampler;
import dev.logistic.evaluate.ContributionSpread;
import dev.logistic.evaluate.Counts;
import dev.logistic.evaluate.Figures;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.report.RowsEvaluation;
import dev.logistic.schema.ModelCard;
import dev.logistic.selection.CrossValidation.OutOfFold;
import dev.logistic.selection.RegularizationPath;
import dev.logistic.table.TableOptions;
import dev.logistic.table.TableRows;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import dev.logistic.text.JdbcAddress;
import dev.logistic.train.EpochListener;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

/** Trains a model, prints its progress and a summary, and saves it if requested. */
@Command(
    sortOptions = false,
    name = "train",
    description = "Train a model; without options, as the original program does.")
final class TrainCommand implements Callable<Integer> {

  private static final String LOST =
      "the training was interrupted, and nothing was saved; with --set train.checkpoint=DIR it saves"
          + " its state, from which --resume continues";

  @Mixin private SettingsOptions settingsOptions = new SettingsOptions();
  @Mixin private CrossValidationOptions crossValidation = new CrossValidationOptions();
  @ParentCommand private RootCommand root = new RootCommand();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--validation-data",
      paramLabel = "SOURCE",
      description = "Rows for validation, instead of a share of the others (data.validation).")
  private @Nullable String validationData;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "The directory to save the model in.")
  private @Nullable Path modelDirectory;

  @Option(names = "--overwrite", description = "Replace an existing model.")
  private boolean overwrite;

  @Option(
      names = "--init-from",
      paramLabel = "DIR",
      description = "Start from the weights and bias of this model, of the same columns.")
  private @Nullable Path initialModel;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with curves and coefficients.")
  private @Nullable Path report;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description =
          "Write figures of the training as JSON to a file, or to stdout with nothing else.")
  private @Nullable String json;

  @Option(
      names = "--resume",
      description = "Resume from the newest checkpoint in train.checkpoint, as if never stopped.")
  private boolean resume;

  @Override
  public Integer call() throws IOException, MalformedModelException {
    Settings settings = settingsOptions.settings();
    requireSense(settings);
    Combinations.check(settings);
    OutputFiles outputs =
        new OutputFiles()
            .reading("--data", settings.get(Settings.SOURCE))
            .reading("--validation-data", validationData)
            .reading("--config", settingsOptions.config())
            .readingModel(initialModel)
            .readingModel(modelDirectory);
    outputs.requirePage("--report", report);
    outputs.require("--json", json);
    outputs.require("--out-of-fold", crossValidation.outOfFold());
    try (ModelDestination place =
        ModelDestination.at(modelDirectory, overwrite, begun(settings).requireCheckpoints())) {
      train(settings, place);
    }
    if (root.interrupts().requested()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("the training had ended before it was interrupted, and its results are written");
    }
    return 0;
  }

  private LogisticRegression begun(Settings settings) {
    LogisticRegression regression = LogisticRegression.with(settings);
    return resume ? regression.resume() : regression;
  }

  private void requireSense(Settings settings) {
    crossValidation.requireSense(settings, spec.commandLine());
    if (resume && settings.get(Settings.CHECKPOINT).isEmpty()) {
      throw new SettingsException(
          "--resume needs train.checkpoint=DIR, the checkpoints' directory");
    }
    if (overwrite && modelDirectory == null) {
      throw new ParameterException(spec.commandLine(), "--overwrite needs --model");
    }
    for (Key<String> key : List.of(Settings.GROUP, Settings.TIME)) {
      if (!settings.get(key).isEmpty()
          && settings.get(Settings.VALIDATION) == 0
          && !crossValidation.isRequested()) {
        throw new SettingsException(
            "%s=%s has no effect where no rows are divided: set data.validation or --cv K, or leave it out"
                .formatted(key, settings.get(key)));
      }
    }
    boolean holdsOut =
        validationData != null || (settings.isTable() && settings.get(Settings.VALIDATION) > 0);
    if (settings.get(Settings.PATIENCE).isPresent() && !holdsOut) {
      throw new SettingsException(
          "train.patience needs rows for validation: data.validation or --validation-data");
    }
    if (!ThresholdRule.parse(settings.get(Settings.THRESHOLD)).isNumber()
        && !holdsOut
        && !crossValidation.isRequested()) {
      throw new SettingsException(
          "%s=%s needs rows that are not learned from: data.validation, --validation-data or --cv K; a threshold found on the rows of the training is too optimistic"
              .formatted(Settings.THRESHOLD, settings.get(Settings.THRESHOLD)));
    }
    if (validationData == null) {
      return;
    }
    if (!settings.isTable()) {
      throw new ParameterException(spec.commandLine(), "--validation-data needs --data SOURCE");
    }
    if (settings.get(Settings.VALIDATION) > 0) {
      throw new SettingsException("--validation-data and data.validation exclude each other");
    }
  }

  private boolean quiet() {
    return root.quiet() || "-".equals(json);
  }

  private void train(Settings settings, ModelDestination place)
      throws IOException, MalformedModelException {
    PrintWriter out = spec.commandLine().getOut();
    Device device = EngineStart.device(settings);
    LogisticRegression regression = regression(settings);
    if (settings.isTable() && !JdbcAddress.is(settings.get(Settings.SOURCE))) {
      TableSource.prepare(); // starting up is not loading
    }
    long start = System.nanoTime();
    if (!quiet() && settings.get(Settings.DEVICE).equals("auto")) {
      out.println("Device: " + Devices.name(device) + " (engine.device=auto)");
    }
    if (settings.isTable()) {
      try (TrainingTable table = load(settings, device)) {
        Warnings.print(spec, table.warnings());
        Run run =
            run(
                regression,
                settings,
                place,
                (System.nanoTime() - start) / 1e9,
                table.training(),
                table.validation().isPresent());
        run.finish(
            training -> training.train(table),
            table.training(),
            table.validation().orElse(null),
            table.warnings(),
            model -> writeOutOfFold(model, table, run));
      }
    } else {
      try (SyntheticData data = Synthetic.draw(settings, device)) {
        double loading = (System.nanoTime() - start) / 1e9;
        Run run = run(regression, settings, place, loading, data.rows(), false);
        run.finish(training -> training.train(data), data.rows(), null, List.of(), model -> {});
      }
    }
  }

  private void writeOutOfFold(LogisticModel model, TrainingTable table, Run run)
      throws IOException {
    if (crossValidation.outOfFold() == null || run.outOfFold == null) {
      return;
    }
    RowsOutput output =
        RowsOutput.of("--out-of-fold", crossValidation.outOfFold(), spec.commandLine());
    TableOptions options = table.options();
    try (TableRows rows =
        TableRows.builder(table.source(), model.card().schema())
            .na(options.na())
            .notMissing(options.notMissing())
            .allCells()
            .open()) {
      rows.onIncomplete(TableRows.Incomplete.MARK);
      OutOfFoldColumns columns = new OutOfFoldColumns(run.outOfFold, model, table);
      output.write(
          new Predictions(
              new TableRowSource(model, rows), columns, count -> {}, columns::requireAll),
          spec.commandLine().getOut());
    }
  }

  /** A run with these settings, and with the l2 that a cross-validation chooses for them. */
  private Run run(
      LogisticRegression regression,
      Settings settings,
      ModelDestination place,
      double loadingSeconds,
      LabelledData rows,
      boolean hasHeldOut) {
    regression.requireFit(rows);
    RegularizationPath path = crossValidation.path(settings, rows, quiet());
    if (path == null) {
      return new Run(regression, settings, place, loadingSeconds, null, null);
    }
    Warnings.print(spec, PathTable.warnings(path));
    if (!quiet()) {
      PathTable.print(spec.commandLine().getOut(), path);
    }
    Settings chosen = path.applied(settings);
    OutOfFold scores = crossValidation.scores(chosen, rows, hasHeldOut, quiet());
    if (scores != null && !hasHeldOut) {
      Settings found = CrossValidationOptions.withThreshold(chosen, scores, rows);
      if (!quiet() && !found.equals(chosen)) {
        spec.commandLine()
            .getOut()
            .println(
                "Threshold on the rows out of fold: %s (%s=%s)"
                    .formatted(
                        found.get(Settings.THRESHOLD),
                        Settings.THRESHOLD,
                        chosen.get(Settings.THRESHOLD)));
      }
      chosen = found;
    }
    return new Run(regression, chosen, place, loadingSeconds, path, scores);
  }

  private LogisticRegression regression(Settings settings)
      throws IOException, MalformedModelException {
    LogisticRegression regression = begun(settings);
    if (initialModel == null) {
      return regression;
    }
    try (LogisticModel model = ModelDirectory.load(initialModel)) {
      return regression.startingFrom(model);
    }
  }

  private TrainingTable load(Settings settings, Device device) throws IOException {
    try (Progress progress = Progress.ofRows("Reading", quiet(), false)) {
      return Tables.read(settings, validationData, device, progress::rows);
    }
  }

  /** One training, from the loaded data to all its output. */
  private final class Run {

    private final LogisticRegression regression;
    private final Settings settings;
    private final ModelDestination place;
    private final double loadingSeconds;
    private final @Nullable RegularizationPath path;
    private final @Nullable OutOfFold outOfFold;
    private final History history = new History();

    Run(
        LogisticRegression regression,
        Settings settings,
        ModelDestination place,
        double loadingSeconds,
        @Nullable RegularizationPath path,
        @Nullable OutOfFold outOfFold) {
      this.regression = regression;
      this.settings = settings;
      this.place = place;
      this.loadingSeconds = loadingSeconds;
      this.path = path;
      this.outOfFold = outOfFold;
    }

    /** How to train on what was loaded. */
    private interface Training {
      TrainingResult on(LogisticRegression regression);
    }

    /** What else is written for a model. */
    private interface Output {
      void of(LogisticModel model) throws IOException;
    }

    private static Optional<ContributionSpread> spread(LogisticModel model, LabelledData rows) {
      return ContributionSampler.of(model)
          .flatMap(
              sampler -> {
                sampler.add(rows);
                return sampler.spread();
              });
    }

    /**
     * @param printed warnings of the rows, which the result repeats
     */
    private void finish(
        Training training,
        LabelledData rows,
        @Nullable LabelledData validation,
        List<String> printed,
        Output more)
        throws IOException, MalformedModelException {
      PrintWriter out = spec.commandLine().getOut();
      if (settings.get(Settings.CHECKPOINT).isEmpty()) {
        root.interrupts().announce(spec.commandLine().getErr(), LOST);
      } else {
        root.interrupts().delay();
      }
      try (TrainingResult result = trained(training)) {
        place.save(result.model());
        root.interrupts().withdraw();
        RowsEvaluation onTraining = RowsEvaluations.of("Training rows", result.model(), rows);
        Warnings.print(spec, result.warnings().subList(printed.size(), result.warnings().size()));
        RowsEvaluation heldOut =
            validation == null
                ? null
                : RowsEvaluations.of("Validation rows", result.model(), validation);
        more.of(result.model());
        if (!quiet()) {
          summarize(result.model(), rows, onTraining, heldOut);
        }
        if (report != null) {
          LabelledData evaluated = validation == null ? rows : validation;
          RowsEvaluation main = heldOut == null ? onTraining : heldOut;
          ReportFile.ofTraining(result, history.epochs(), rows, onTraining, heldOut)
              .with(path)
              .with(spread(result.model(), evaluated), main.rows())
              .write(report);
        }
        if (!quiet() && settings.isTable()) {
          TrainingSummary.printPlaces(out, modelDirectory, report);
        }
        if (json != null) {
          JsonOutput.write(
              json,
              figures(
                  result, onTraining.evaluation(), heldOut == null ? null : heldOut.evaluation()),
              out);
        }
      }
    }

    private void summarize(
        LogisticModel model,
        LabelledData rows,
        RowsEvaluation onTraining,
        @Nullable RowsEvaluation heldOut) {
      PrintWriter out = spec.commandLine().getOut();
      if (settings.isTable()) {
        Figures ofHeldOut = heldOut == null ? null : heldOut.evaluation();
        TrainingSummary.printFigures(
            out, onTraining.evaluation(), ofHeldOut, model.card(), settings.get(Settings.WEIGHT));
      } else {
        TrainingSummary.printModel(out, model, rows, onTraining.evaluation());
      }
    }

    private static void print(String line, PrintWriter out) {
      out.println(line);
      out.flush();
    }

    private TrainingResult trained(Training training) {
      int epochs = settings.get(Settings.EPOCHS);
      PrintWriter out = spec.commandLine().getOut();
      Solver solver = settings.get(Settings.SOLVER);
      boolean thinned = settings.isTable() && solver.convergesToOptimum();
      try (Progress progress = Progress.ofEpochs(epochs, quiet());
          EpochLines lines =
              new EpochLines(line -> progress.above(() -> print(line, out)), solver, thinned)) {
        EpochListener all =
            new ResumptionNotes(spec, quiet(), solver.unit())
                .andThen(quiet() ? EpochListener.SILENT : lines)
                .andThen(progress.epochs())
                .andThen(history);
        return training.on(
            regression
                .settings(settings)
                .listener(all)
                .interruptedWhen(root.interrupts()::requested));
      }
    }

    private Map<String, @Nullable Object> figures(
        TrainingResult result, Figures evaluation, @Nullable Figures heldOut) {
      Map<String, @Nullable Object> figures = TrainingFigures.of(result);
      ModelCard card = result.model().card();
      figures.put("threshold", card.outputs() == 1 ? card.threshold() : null);
      figures.put("device", Devices.name(result.model().weights().getDevice()));
      figures.put("accuracy", evaluation.accuracy());
      figures.put("rows", evaluation.rows());
      evaluation.weight().ifPresent(sum -> figures.put("weight", Counts.number(sum)));
      figures.put("training_seconds", result.seconds());
      figures.put("loading_seconds", loadingSeconds);
      figures.put("validation", heldOut == null ? null : heldOut.toMap());
      if (path != null) {
        figures.put("cross_validation", PathTable.toMap(path));
      }
      return figures;
    }
  }
}
