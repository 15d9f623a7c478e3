package dev.logistic.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.diagnose.Diagnostics;
import dev.logistic.diagnose.Diagnostics.HosmerLemeshow;
import dev.logistic.engine.Devices;
import dev.logistic.evaluate.ContributionSpread;
import dev.logistic.files.AtomicFile;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.report.Coefficient;
import dev.logistic.report.DecisionPlane;
import dev.logistic.report.Epoch;
import dev.logistic.report.HtmlReport;
import dev.logistic.report.Report;
import dev.logistic.report.RowsEvaluation;
import dev.logistic.report.TermCurves;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Standardization;
import dev.logistic.selection.RegularizationPath;
import dev.logistic.train.EpochListener;
import dev.logistic.train.GapText;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Composes a report and writes it. */
record ReportFile(Report report) {

  /** Most points in the plot of two features. */
  private static final long POINTS = 2_000;

  /** Of more features, a page shows some alone: a browser takes long to lay out more rows. */
  private static final int MOST_FEATURES = 200;

  private static final int LARGEST = 50;

  static ReportFile ofTraining(
      TrainingResult result,
      List<EpochListener.Epoch> history,
      LabelledData rows,
      RowsEvaluation training,
      @Nullable RowsEvaluation validation) {
    LogisticModel model = result.model();
    Map<String, String> facts = facts(model);
    facts.put("Device", Devices.name(model.weights().getDevice()));
    facts.put("Training time", String.format(Locale.ROOT, "%.3f s", result.seconds()));
    facts.put("Loss", Double.toString(result.fit().loss()));
    facts.put("Objective", Double.toString(result.fit().objective()));
    facts.put("Gradient, largest component", Double.toString(result.fit().gradientNorm()));
    if (result.fit().optimalityGap().isPresent()) {
      facts.put("Optimality gap", GapText.ofNullLoss(result.fit().provenGap()));
    }
    facts.putAll(StatisticsTable.facts(result.statistics()));
    List<RowsEvaluation> evaluations = new ArrayList<>();
    if (validation != null) {
      evaluations.add(validation);
    }
    evaluations.add(training);
    List<Epoch> epochs =
        history.stream()
            .map(epoch -> new Epoch(epoch.number(), epoch.loss(), epoch.validationLoss()))
            .toList();
    return of("Training", model, facts, epochs, evaluations, plane(model, rows));
  }

  /** Returns the same report with the path from which l2 was chosen, if it was. */
  ReportFile with(@Nullable RegularizationPath path) {
    return path == null ? this : new ReportFile(report.with(path));
  }

  /** Returns the same report with the contributions of columns in some rows, if they are known. */
  ReportFile with(Optional<ContributionSpread> contributions, String rows) {
    return contributions
        .map(spread -> new ReportFile(report.with(new Report.Contributed(rows, spread))))
        .orElse(this);
  }

  static ReportFile ofEvaluation(LogisticModel model, String source, RowsEvaluation evaluated) {
    Map<String, String> facts = facts(model);
    facts.put("Evaluated on", source);
    return of("Evaluation", model, facts, List.of(), List.of(evaluated), Optional.empty());
  }

  static ReportFile ofDiagnostics(
      LogisticModel model, String source, Diagnostics diagnostics, HosmerLemeshow test) {
    Map<String, String> facts = facts(model);
    facts.put("Diagnosed on", source);
    String rows = diagnostics.ofFit() ? "Rows of the fit" : "Other rows";
    ReportFile file = of("Diagnostics", model, facts, List.of(), List.of(), Optional.empty());
    return new ReportFile(file.report.with(new Report.Diagnosis(rows, diagnostics, test)));
  }

  private static ReportFile of(
      String what,
      LogisticModel model,
      Map<String, String> facts,
      List<Epoch> epochs,
      List<RowsEvaluation> evaluations,
      Optional<DecisionPlane> plane) {
    ModelCard card = model.card();
    String label = card.settings().getOrDefault("data.label", "");
    String title = what + (label.isEmpty() ? "" : ": " + label);
    List<Coefficient> shown = coefficients(model);
    long all = (long) card.learnedFeatures() * card.outputs();
    Report report = new Report(title, facts, card.settings(), epochs, evaluations, shown, plane);
    Report whole =
        report.leavingOut(Math.toIntExact(all - shown.size())).with(TermCurves.of(model));
    return new ReportFile(
        card.statistics()
            .known()
            .map(known -> whole.with(new Report.Inferred(known, card.classes())))
            .orElse(whole));
  }

  private static Map<String, String> facts(LogisticModel model) {
    ModelCard card = model.card();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Trained on", card.trainingData().rows() + " rows");
    facts.put("Features", Integer.toString(card.learnedFeatures()));
    card.offset().ifPresent(name -> facts.put("Offset", name));
    facts.put("Classes", classes(card.classes()));
    ThresholdText.of(card).ifPresent(text -> facts.put("Threshold", text));
    facts.put("Engine", "DJL " + card.djlVersion() + ", PyTorch " + card.pytorchVersion());
    return facts;
  }

  private static String classes(List<String> classes) {
    return classes.size() > 2
        ? String.join(", ", classes)
        : String.join(" (negative), ", classes) + " (positive)";
  }

  private static List<Coefficient> coefficients(LogisticModel model) {
    List<String> names = model.card().features();
    if (model.card().classes().size() > 2) {
      try (NDArray weights = model.weights().toType(DataType.FLOAT64, true)) {
        return ClassCoefficients.of(
            weights.toDoubleArray(),
            names,
            model.card().classes(),
            model.card().schema().standardization(),
            ReportFile::shown);
      }
    }
    Coefficients own = model.coefficients();
    Optional<Coefficients> raw = model.rawCoefficients();
    return shown(own.weights().subList(0, model.card().learnedFeatures())).stream()
        .map(
            i ->
                new Coefficient(
                    names.get(i),
                    own.weights().get(i),
                    raw.map(known -> OptionalDouble.of(known.weights().get(i)))
                        .orElse(OptionalDouble.empty())))
        .toList();
  }

  /** The places of the weights that the page shows of a class. */
  private static List<Integer> shown(List<Double> weights) {
    return weights.size() > MOST_FEATURES
        ? LargestWeights.of(weights, LARGEST)
        : LargestWeights.all(weights);
  }

  /** The points and the boundary on the scale of the columns, where there are two features. */
  private static Optional<DecisionPlane> plane(LogisticModel model, LabelledData rows) {
    List<String> names = model.card().features();
    if (names.size() != 2
        || model.card().offset().isPresent()
        || model.card().classes().size() > 2) {
      return Optional.empty();
    }
    Coefficients coefficients = model.rawCoefficients().orElseGet(model::coefficients);
    Optional<Standardization> scaling = model.card().schema().standardization();
    NDIndex some = new NDIndex("::{}", (rows.rows() + POINTS - 1) / POINTS);
    try (NDManager scratch = rows.newManager()) {
      NDArray points = rows.features().get(scratch, some);
      boolean[] positive = rows.labels().get(scratch, some).gt(0).toBooleanArray();
      return Optional.of(
          new DecisionPlane(
              names.get(0),
              names.get(1),
              column(points, 0, scaling),
              column(points, 1, scaling),
              positive,
              coefficients.weights().get(0),
              coefficients.weights().get(1),
              coefficients.bias(),
              model.card().classes()));
    }
  }

  private static double[] column(NDArray points, int column, Optional<Standardization> scaling) {
    double[] values = points.get(":, {}", column).toType(DataType.FLOAT64, true).toDoubleArray();
    scaling.ifPresent(
        known -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = values[i] * known.scales().get(column) + known.means().get(column);
          }
        });
    return values;
  }

  void write(Path file) throws IOException {
    AtomicFile.write(file, writer -> HtmlReport.write(report, writer));
  }
}
