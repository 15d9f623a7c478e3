package dev.logistic.cli;

import dev.logistic.evaluate.ClassFigures;
import dev.logistic.evaluate.ConfusionMatrix;
import dev.logistic.evaluate.Counts;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.MulticlassEvaluation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** An evaluation as a person reads it. */
final class EvaluationTable {

  private static final int NAME = 19;
  private static final int DECIMALS = 6;

  /** A wider confusion matrix fits no terminal. */
  private static final int MOST_COUNTED = 12;

  private EvaluationTable() {}

  /**
   * @param classes the negative and the positive one
   */
  static void print(PrintWriter out, Evaluation evaluation, List<String> classes) {
    printScores(out, evaluation);
    out.println(
        "Predicting \"%s\" from probability %s on:"
            .formatted(classes.get(1), Fixed.of(evaluation.threshold(), DECIMALS)));
    printDecisions(out, evaluation);
    printConfusion(out, classes, evaluation.confusion().toLists());
    out.flush();
  }

  /** Of more than two classes. */
  static void print(PrintWriter out, MulticlassEvaluation evaluation) {
    printScores(out, evaluation);
    out.println("Predicting the most probable class, means over the classes:");
    printDecisions(out, evaluation);
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("Class", "rows"));
    evaluation.weight().ifPresent(sum -> head.add("weight"));
    head.addAll(List.of("precision", "recall", "F1", "ROC-AUC", "average precision"));
    lines.add(head);
    evaluation.perClass().forEach(figures -> lines.add(line(figures)));
    printAligned(out, lines);
    ConfusionMatrix confusion = evaluation.confusion();
    out.println();
    if (confusion.classes() <= MOST_COUNTED) {
      List<String> classes = evaluation.perClass().stream().map(ClassFigures::name).toList();
      printConfusion(out, classes, confusion.toLists());
    } else {
      out.println(
          "The confusion matrix of %d classes is too wide to print; --json has it"
              .formatted(confusion.classes()));
    }
    out.flush();
  }

  private static List<String> line(ClassFigures figures) {
    List<String> line = new ArrayList<>(List.of(figures.name(), Long.toString(figures.rows())));
    figures.weight().ifPresent(sum -> line.add(count(sum)));
    line.add(number(figures.precision()));
    line.add(number(figures.recall()));
    line.add(number(figures.f1()));
    line.add(number(figures.rocAuc()));
    line.add(number(figures.averagePrecision()));
    return line;
  }

  private static void printScores(PrintWriter out, Figures figures) {
    out.println(name("Rows") + figures.rows());
    figures.weight().ifPresent(sum -> out.println(name("Weight") + count(sum)));
    line(out, "Log-loss", figures.logLoss());
    line(out, "ROC-AUC", figures.rocAuc());
    line(out, "Average precision", figures.averagePrecision());
    line(out, "Brier score", figures.brier());
    line(out, "Calibration error", figures.expectedCalibrationError());
    out.println();
  }

  private static void printDecisions(PrintWriter out, Figures figures) {
    line(out, "Accuracy", figures.accuracy());
    line(out, "Balanced accuracy", figures.balancedAccuracy());
    line(out, "Precision", figures.precision());
    line(out, "Recall", figures.recall());
    line(out, "F1", figures.f1());
    line(out, "MCC", figures.mcc());
    out.println();
  }

  private static void line(PrintWriter out, String name, double value) {
    out.println(name(name) + number(value));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : Fixed.of(value, DECIMALS);
  }

  /** A number of rows, or a sum of weights, which may have decimals. */
  static String count(double rows) {
    return count(Counts.number(rows));
  }

  private static String count(Number rows) {
    return rows instanceof Long whole ? whole.toString() : Fixed.of(rows.doubleValue(), DECIMALS);
  }

  private static String name(String name) {
    return name + " ".repeat(NAME - name.length());
  }

  /** A line for each actual class, a column for each predicted one. */
  private static void printConfusion(
      PrintWriter out, List<String> classes, List<List<Number>> counts) {
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    classes.forEach(predicted -> head.add("predicted " + predicted));
    lines.add(head);
    for (int actual = 0; actual < classes.size(); actual++) {
      List<String> line = new ArrayList<>(List.of("is " + classes.get(actual)));
      counts.get(actual).forEach(count -> line.add(count(count)));
      lines.add(line);
    }
    printAligned(out, lines);
  }

  private static void printAligned(PrintWriter out, List<List<String>> lines) {
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        int at = column;
        int width = lines.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        String padding = " ".repeat(width - line.get(column).length());
        text.append(column == 0 ? line.get(0) + padding : "  " + padding + line.get(column));
      }
      out.println(text.toString().stripTrailing());
    }
  }
}
