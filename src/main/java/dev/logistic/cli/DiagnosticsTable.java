package dev.logistic.cli;

import dev.logistic.diagnose.Diagnostics;
import dev.logistic.diagnose.Diagnostics.CalibrationLine;
import dev.logistic.diagnose.Diagnostics.HosmerLemeshow;
import dev.logistic.diagnose.Diagnostics.VarianceInflation;
import dev.logistic.evaluate.Counts;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Diagnostics for people and for programs.
 *
 * @param diagnostics of the rows
 * @param test of Hosmer and Lemeshow
 */
record DiagnosticsTable(Diagnostics diagnostics, HosmerLemeshow test) {

  private static final int MOST_INFLUENTIAL = 10;
  private static final int NAME = 24;
  private static final double ROUNDING = 1e-9;

  /** Why there is no influence. */
  static final String OTHER_ROWS =
      "the rows are not those that the model was trained on, all of them with their weights";

  private static final String NO_LINE =
      "the logits are equal or separate the classes of these rows";

  /** Returns the fields of {@code diagnose --json}. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rows", diagnostics.rows());
    map.put("of_fit", diagnostics.ofFit());
    map.put("deviance", number(diagnostics.deviance()));
    map.put("pearson_chi2", number(diagnostics.pearsonChi2()));
    diagnostics
        .calibration()
        .ifPresentOrElse(
            line -> map.put("calibration", map(line)),
            () -> map.put("calibration_refused", NO_LINE));
    map.put("hosmer_lemeshow", mapOfTest());
    if (diagnostics.ofFit()) {
      map.put("vif", diagnostics.varianceInflation().stream().map(DiagnosticsTable::map).toList());
      map.put("influential", influential().stream().map(this::map).toList());
    } else {
      map.put("influence_refused", OTHER_ROWS);
    }
    return map;
  }

  private List<Integer> influential() {
    return diagnostics.mostInfluential(MOST_INFLUENTIAL);
  }

  private static Map<String, Object> map(CalibrationLine line) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("intercept", line.intercept());
    map.put("intercept_standard_error", line.interceptError());
    map.put("slope", line.slope());
    map.put("slope_standard_error", line.slopeError());
    return map;
  }

  private Map<String, Object> mapOfTest() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("chi2", number(test.chi2()));
    map.put("df", test.df());
    map.put("p", number(test.p()));
    map.put("groups", test.groups().stream().map(DiagnosticsTable::map).toList());
    return map;
  }

  private static Map<String, Object> map(HosmerLemeshow.Group group) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", group.from());
    map.put("to", group.to());
    map.put("rows", Counts.number(group.rows()));
    map.put("positives", Counts.number(group.positives()));
    map.put("expected", group.expected());
    return map;
  }

  private static Map<String, Object> map(VarianceInflation term) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("term", term.term());
    map.put("df", term.df());
    map.put("gvif", number(term.gvif()));
    map.put("gvif_adjusted", number(term.adjusted()));
    return map;
  }

  private Map<String, Object> map(int row) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("row", row + 1);
    map.put("cooks_distance", number(diagnostics.cooksDistance(row)));
    map.put("leverage", diagnostics.leverage(row));
    map.put("pearson_residual", number(diagnostics.pearsonResidual(row)));
    map.put("deviance_residual", number(diagnostics.devianceResidual(row)));
    return map;
  }

  /** Returns null where JSON has no number. */
  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Prints them. */
  void print(PrintWriter out) {
    line(out, "Rows", Integer.toString(diagnostics.rows()));
    line(out, "Deviance", text(diagnostics.deviance()));
    line(out, "Pearson chi2", text(diagnostics.pearsonChi2()));
    Optional<CalibrationLine> calibration = diagnostics.calibration();
    line(
        out,
        "Calibration slope",
        calibration.map(at -> withError(at.slope(), at.slopeError())).orElse("none: " + NO_LINE));
    calibration.ifPresent(
        at -> line(out, "Calibration intercept", withError(at.intercept(), at.interceptError())));
    printTest(out);
    if (diagnostics.ofFit()) {
      printInflation(out);
      printInfluential(out);
    } else {
      out.println();
      out.println("No leverage and influence: " + OTHER_ROWS);
    }
    out.flush();
  }

  private void printTest(PrintWriter out) {
    out.println();
    out.println(
        test.isDefined()
            ? "Hosmer-Lemeshow: chi2 %s on %d degrees of freedom, p = %s"
                .formatted(text(test.chi2()), test.df(), StatisticsTable.p(test.p()))
            : "Hosmer-Lemeshow: none, as equal probabilities leave fewer than 3 groups");
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("Group", "from", "to", "rows", "positives", "expected"));
    for (HosmerLemeshow.Group group : test.groups()) {
      lines.add(
          List.of(
              Integer.toString(lines.size()),
              text(group.from()),
              text(group.to()),
              EvaluationTable.count(group.rows()),
              EvaluationTable.count(group.positives()),
              text(group.expected())));
    }
    EvaluationTable.printAligned(out, lines);
  }

  private void printInflation(PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("Variance inflation", "GVIF", "df", "GVIF^(1/(2 df))"));
    for (VarianceInflation term : diagnostics.varianceInflation()) {
      lines.add(
          List.of(
              term.term(), text(term.gvif()), Integer.toString(term.df()), text(term.adjusted())));
    }
    out.println();
    EvaluationTable.printAligned(out, lines);
  }

  private void printInfluential(PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of("Most influential", "Cook's distance", "leverage", "Pearson residual", "deviance"));
    for (int row : influential()) {
      lines.add(
          List.of(
              "row " + (row + 1),
              text(diagnostics.cooksDistance(row)),
              text(diagnostics.leverage(row)),
              text(diagnostics.pearsonResidual(row)),
              text(diagnostics.devianceResidual(row))));
    }
    out.println();
    EvaluationTable.printAligned(out, lines);
  }

  private static String withError(double value, double error) {
    double shown = Math.abs(value) < ROUNDING * error ? 0 : value; // as of the rows of the fit
    return text(shown) + ", standard error " + text(error);
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println(name + " ".repeat(NAME - name.length()) + value);
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
