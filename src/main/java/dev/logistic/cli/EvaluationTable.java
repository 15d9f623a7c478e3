package dev.logistic.cli;

import dev.logistic.console.FixedDecimals;
import dev.logistic.evaluate.ClassFigures;
import dev.logistic.evaluate.ConfusionMatrix;
import dev.logistic.evaluate.Counts;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.Metric;
import dev.logistic.evaluate.MulticlassEvaluation;
import dev.logistic.report.BinaryRowsEvaluation;
import dev.logistic.report.MulticlassRowsEvaluation;
import dev.logistic.report.RowsEvaluation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Prints an evaluation for people. */
final class EvaluationTable {

  private static final int NAME = 19;
  private static final int DECIMALS = 6;

  /** A wider confusion matrix fits no terminal. */
  private static final int MOST_COUNTED = 12;

  private EvaluationTable() {}

  static void print(PrintWriter out, RowsEvaluation evaluated) {
    if (evaluated instanceof MulticlassRowsEvaluation several) {
      print(out, several.evaluation());
    } else {
      print(out, (BinaryRowsEvaluation) evaluated);
    }
    out.flush();
  }

  private static void print(PrintWriter out, BinaryRowsEvaluation evaluated) {
    Evaluation evaluation = evaluated.evaluation();
    printMetrics(
        out,
        evaluation,
        "Predicting \"%s\" from probability %s on:"
            .formatted(evaluated.classes().get(1), number(evaluation.threshold(), DECIMALS)));
    printConfusion(out, evaluated.classes(), evaluation.confusion().toLists());
  }

  /** Of more than two classes. */
  static void print(PrintWriter out, MulticlassEvaluation evaluation) {
    printMetrics(out, evaluation, "Predicting the most probable class, means over the classes:");
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("Class", "rows"));
    evaluation.weight().ifPresent(sum -> head.add("weight"));
    Metric.ofEachClass().forEach(metric -> head.add(metric.inLine()));
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
    Metric.ofEachClass().forEach(metric -> line.add(number(figures.of(metric), DECIMALS)));
    return line;
  }

  /**
   * @param predictions a line on what is predicted, before the metrics that depend on it
   */
  private static void printMetrics(PrintWriter out, Figures figures, String predictions) {
    out.println(name("Rows") + figures.rows());
    figures.weight().ifPresent(sum -> out.println(name("Weight") + count(sum)));
    printLines(out, figures, metric -> metric.kind() != Metric.Kind.PREDICTIONS);
    out.println(predictions);
    printLines(out, figures, metric -> metric.kind() == Metric.Kind.PREDICTIONS);
  }

  private static void printLines(PrintWriter out, Figures figures, Predicate<Metric> printed) {
    Arrays.stream(Metric.values())
        .filter(printed)
        .map(
            metric ->
                name(metric.label())
                    + number(figures.of(metric), DECIMALS)
                    + interval(figures, metric))
        .forEach(out::println);
    out.println();
  }

  /** What follows the value of a metric that has an interval. */
  private static String interval(Figures figures, Metric metric) {
    if (metric != Metric.ROC_AUC
        || !(figures instanceof Evaluation evaluation)
        || Double.isNaN(evaluation.area().low())) {
      return "";
    }
    return " (95 %%: %s to %s)"
        .formatted(
            number(evaluation.area().low(), DECIMALS), number(evaluation.area().high(), DECIMALS));
  }

  /** A dash for what is undefined. */
  static String number(double value, int decimals) {
    return Double.isNaN(value) ? "-" : FixedDecimals.of(value, decimals);
  }

  /** A number of rows, or a sum of weights, which may have decimals. */
  static String count(double rows) {
    return count(Counts.number(rows));
  }

  private static String count(Number rows) {
    return rows instanceof Long whole
        ? whole.toString()
        : FixedDecimals.of(rows.doubleValue(), DECIMALS);
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

  /** Prints columns, the first one to the left. */
  static void printAligned(PrintWriter out, List<List<String>> lines) {
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
