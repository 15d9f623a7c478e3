package dev.logistic.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.logistic.console.FixedDecimals;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.Metric;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.ModelCard;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The summary printed after training. */
final class TrainingSummary {

  private static final int ROWS_SHOWN = 5;
  private static final int CLASSES_SHOWN = 20;
  private static final List<Metric> METRICS =
      List.of(Metric.LOG_LOSS, Metric.ACCURACY, Metric.ROC_AUC);
  private static final String ROW = "%-12s %s%n";

  private TrainingSummary() {}

  /**
   * After training on a table: metrics on the training rows and on those held out, and the number
   * or weight of training rows of each class.
   *
   * @param weight the column of weights that the metrics use; empty for none
   */
  static void printFigures(
      PrintWriter out, Figures training, @Nullable Figures heldOut, ModelCard card, String weight) {
    List<String> classes = card.classes();
    out.println();
    printRow(out, "Training:", training);
    if (heldOut != null) {
      printRow(out, "Validation:", heldOut);
    }
    out.printf(Locale.ROOT, ROW, "Classes:", counts(classes, training));
    if (!weight.isEmpty()) {
      out.printf(Locale.ROOT, ROW, "Weights:", "column \"" + weight + "\"");
    }
    ThresholdText.of(card).ifPresent(text -> out.printf(Locale.ROOT, ROW, "Threshold:", text));
    out.flush();
  }

  /** Lists the files that have been written. */
  static void printPlaces(PrintWriter out, @Nullable Path model, @Nullable Path report) {
    if (model != null) {
      out.printf(Locale.ROOT, ROW, "Model:", model);
    }
    if (report != null) {
      out.printf(Locale.ROOT, ROW, "Report:", report);
    }
    out.flush();
  }

  /** After the original program: accuracy, parameters and a few predictions. */
  static void printModel(PrintWriter out, LogisticModel model, LabelledData data, Figures figures) {
    out.println();
    out.printf(
        Locale.ROOT,
        "Accuracy: %s (%d of %d rows)%n",
        FixedDecimals.of(figures.accuracy(), 3),
        Math.round(figures.accuracy() * figures.rows()),
        figures.rows());
    out.println("Weights:  " + joined(model.weights()));
    out.println("Bias:     " + joined(model.bias()));
    out.println();
    printRows(out, model, data);
    out.flush();
  }

  private static void printRow(PrintWriter out, String name, Figures evaluated) {
    String weight =
        evaluated.weight().isPresent()
            ? " of weight " + EvaluationTable.count(evaluated.weight().getAsDouble())
            : "";
    String metrics =
        METRICS.stream()
            .map(
                metric ->
                    ", " + metric.inLine() + " " + EvaluationTable.number(evaluated.of(metric), 4))
            .collect(Collectors.joining());
    out.printf(Locale.ROOT, ROW, name, evaluated.rows() + " rows" + weight + metrics);
  }

  private static String counts(List<String> classes, Figures evaluated) {
    List<Double> rows = evaluated.classTotals();
    String shown =
        IntStream.range(0, Math.min(CLASSES_SHOWN, classes.size()))
            .mapToObj(code -> classes.get(code) + " " + EvaluationTable.count(rows.get(code)))
            .collect(Collectors.joining(", "));
    if (classes.size() == 2) {
      return shown + " (positive)"; // the one whose probability predictions have
    }
    int more = classes.size() - CLASSES_SHOWN;
    return more > 0 ? shown + ", and " + more + " more" : shown;
  }

  private static void printRows(PrintWriter out, LogisticModel model, LabelledData data) {
    List<String> names = data.featureNames();
    String header = names.stream().map(TrainingSummary::cell).collect(Collectors.joining());
    out.println(header + cell("probability") + cell("predicted") + cell("label"));
    try (NDManager scratch = data.newManager()) {
      NDArray features = data.features().get(scratch, index(data));
      double[] labels = doubles(data.labels().get(scratch, index(data)));
      double[] probabilities = doubles(model.probabilities(features));
      double[] values = doubles(features);
      List<String> classes = model.card().classes();
      double threshold = model.card().threshold();
      for (int row = 0; row < labels.length; row++) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < names.size(); column++) {
          line.append(cell(FixedDecimals.of(values[row * names.size() + column], 4)));
        }
        line.append(cell(FixedDecimals.of(probabilities[row], 4)));
        line.append(cell(classes.get(ClassProbabilities.predicted(probabilities[row], threshold))));
        line.append(cell(classes.get((int) labels[row])));
        out.println(line);
      }
    }
  }

  private static NDIndex index(LabelledData data) {
    return new NDIndex("0:{}", Math.min(ROWS_SHOWN, data.rows()));
  }

  private static String joined(NDArray array) {
    return Arrays.stream(doubles(array))
        .mapToObj(value -> FixedDecimals.of(value, 4))
        .collect(Collectors.joining(" "));
  }

  private static double[] doubles(NDArray array) {
    try (NDArray converted = array.toType(DataType.FLOAT64, true)) {
      return converted.toDoubleArray();
    }
  }

  private static String cell(String text) {
    return " ".repeat(Math.max(1, 12 - text.length())) + text;
  }
}
