package dev.logistic.cli;

import dev.logistic.evaluate.Confusion;
import dev.logistic.evaluate.Evaluation;
import java.io.PrintWriter;
import java.util.List;

/** An evaluation as a person reads it. */
final class EvaluationTable {

  private static final int NAME = 19;
  private static final int DECIMALS = 6;

  private EvaluationTable() {}

  /**
   * @param classes the negative and the positive one
   */
  static void print(PrintWriter out, Evaluation evaluation, List<String> classes) {
    out.println(name("Rows") + evaluation.rows());
    line(out, "Log-loss", evaluation.logLoss());
    line(out, "ROC-AUC", evaluation.rocAuc());
    line(out, "Average precision", evaluation.averagePrecision());
    line(out, "Brier score", evaluation.brier());
    line(out, "Calibration error", evaluation.expectedCalibrationError());
    out.println();
    out.println(
        "Predicting \"%s\" from probability %s on:"
            .formatted(classes.get(1), Fixed.of(evaluation.threshold(), DECIMALS)));
    line(out, "Accuracy", evaluation.accuracy());
    line(out, "Balanced accuracy", evaluation.balancedAccuracy());
    line(out, "Precision", evaluation.precision());
    line(out, "Recall", evaluation.recall());
    line(out, "F1", evaluation.f1());
    line(out, "MCC", evaluation.mcc());
    out.println();
    confusion(out, evaluation.confusion(), classes);
    out.flush();
  }

  private static void line(PrintWriter out, String name, double value) {
    out.println(name(name) + (Double.isNaN(value) ? "-" : Fixed.of(value, DECIMALS)));
  }

  private static String name(String name) {
    return name + " ".repeat(NAME - name.length());
  }

  private static void confusion(PrintWriter out, Confusion confusion, List<String> classes) {
    List<List<String>> rows =
        List.of(
            List.of("", "predicted " + classes.get(0), "predicted " + classes.get(1)),
            List.of(
                "is " + classes.get(0),
                Long.toString(confusion.trueNegatives()),
                Long.toString(confusion.falsePositives())),
            List.of(
                "is " + classes.get(1),
                Long.toString(confusion.falseNegatives()),
                Long.toString(confusion.truePositives())));
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        String padding = " ".repeat(width - row.get(column).length());
        line.append(column == 0 ? row.get(0) + padding : "  " + padding + row.get(column));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
