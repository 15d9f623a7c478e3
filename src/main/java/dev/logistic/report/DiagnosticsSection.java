package dev.logistic.report;

import dev.logistic.diagnose.Diagnostics;
import dev.logistic.diagnose.Diagnostics.CalibrationLine;
import dev.logistic.diagnose.Diagnostics.HosmerLemeshow;
import dev.logistic.diagnose.Diagnostics.VarianceInflation;
import dev.logistic.evaluate.Counts;
import dev.logistic.evaluate.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;

/** Residuals, influence and calibration of rows, drawn, and their figures in tables. */
final class DiagnosticsSection {

  private static final int MOST_POINTS = 2_000;
  private static final int MOST_LISTED = 20;

  private final String rows;
  private final Diagnostics diagnostics;
  private final HosmerLemeshow test;
  private final Charts charts;

  private DiagnosticsSection(Report.Diagnosis diagnosis, Charts charts) {
    this.rows = diagnosis.rows();
    this.diagnostics = diagnosis.diagnostics();
    this.test = diagnosis.test();
    this.charts = charts;
  }

  static Html html(Report.Diagnosis diagnosis, Charts charts) throws IOException {
    DiagnosticsSection section = new DiagnosticsSection(diagnosis, charts);
    List<Html> figures = new ArrayList<>();
    figures.add(section.residuals());
    if (section.diagnostics.ofFit()) {
      figures.add(section.influence());
    }
    figures.add(section.calibration());
    List<Html> content = new ArrayList<>();
    content.add(Html.text(section.note()).in("p class=\"lead\""));
    content.add(Html.join(figures).in("div class=\"charts\""));
    content.add(section.groups());
    if (section.diagnostics.ofFit()) {
      content.add(section.influential());
      content.add(section.inflation());
    }
    return HtmlTables.section("diagnostics", section.rows, content);
  }

  private String note() {
    return "%s rows. Deviance %s, Pearson's chi2 %s."
        .formatted(
            NumberText.count(diagnostics.rows()),
            NumberText.text(diagnostics.deviance()),
            NumberText.text(diagnostics.pearsonChi2()));
  }

  private Html residuals() throws IOException {
    return points(
        "Residuals",
        "The deviance residual of each row. One far from 0 belongs to a row whose class the model holds"
            + " to be improbable.",
        "Predicted probability",
        diagnostics.scores()::probability,
        "Deviance residual",
        diagnostics::devianceResidual);
  }

  private Html influence() throws IOException {
    List<Integer> most = diagnostics.mostInfluential(1);
    String first =
        most.isEmpty()
            ? ""
            : " The largest is %s, of row %s."
                .formatted(
                    NumberText.text(diagnostics.cooksDistance(most.get(0))),
                    NumberText.count(most.get(0) + 1));
    return points(
        "Influence",
        "How far the coefficients move if a row is left out." + first,
        "Leverage",
        diagnostics::leverage,
        "Cook's distance",
        diagnostics::cooksDistance);
  }

  /** Draws rows spread evenly, and the most influential ones. */
  private Html points(
      String heading,
      String note,
      String xName,
      IntToDoubleFunction x,
      String yName,
      IntToDoubleFunction y)
      throws IOException {
    Scores scores = diagnostics.scores();
    Set<Integer> drawn = new TreeSet<>();
    Arrays.stream(ChartThinning.rows(diagnostics.rows(), MOST_POINTS)).forEach(drawn::add);
    if (diagnostics.ofFit()) {
      drawn.addAll(diagnostics.mostInfluential(MOST_LISTED));
    }
    drawn.removeIf(
        row ->
            !(scores.weight(row) > 0
                && Double.isFinite(x.applyAsDouble(row))
                && Double.isFinite(y.applyAsDouble(row))));
    double xRange = range(drawn, x);
    double yRange = range(drawn, y);
    List<List<Number>> points = new ArrayList<>();
    for (int row : drawn) {
      points.add(
          List.of(
              NumberText.rounded(x.applyAsDouble(row), xRange),
              NumberText.rounded(y.applyAsDouble(row), yRange),
              scores.positive(row) ? 1 : 0));
    }
    return charts.figure(
        rows,
        "plane",
        heading,
        note,
        Map.of(
            "x", xName,
            "y", yName,
            "classes", List.of("Negative class", "Positive class"),
            "points", points,
            "boundary", List.of()));
  }

  private static double range(Set<Integer> drawn, IntToDoubleFunction figure) {
    DoubleSummaryStatistics range =
        drawn.stream().mapToDouble(row -> figure.applyAsDouble(row)).summaryStatistics();
    return range.getMax() - range.getMin();
  }

  private Html calibration() throws IOException {
    List<Map<String, Number>> bins = new ArrayList<>();
    for (HosmerLemeshow.Group group : test.groups()) {
      Number count = Counts.number(group.rows());
      bins.add(
          Map.of(
              "x", NumberText.rounded(group.expected() / group.rows(), 1),
              "y", NumberText.rounded(group.positives() / group.rows(), 1),
              "lower", NumberText.rounded(group.from(), 1),
              "upper", NumberText.rounded(group.to(), 1),
              "rows", count instanceof Long ? count : NumberText.rounded(group.rows(), 1)));
    }
    return charts.figure(
        rows,
        "calibration",
        "Calibration",
        line() + " Larger points: more rows.",
        Map.of(
            "x",
            "Predicted probability",
            "y",
            "Observed share",
            "unit",
            diagnostics.scores().weight().isPresent() ? "weight" : "rows",
            "bins",
            bins));
  }

  private String line() {
    return diagnostics
        .calibration()
        .map(
            (CalibrationLine at) ->
                "The groups of the Hosmer-Lemeshow test; slope %s (standard error %s), intercept %s (%s) on the logit."
                    .formatted(
                        NumberText.text(at.slope()),
                        NumberText.text(at.slopeError()),
                        NumberText.text(at.intercept()),
                        NumberText.text(at.interceptError())))
        .orElse("The groups of the Hosmer-Lemeshow test.");
  }

  private Html groups() throws IOException {
    List<Html> lines = new ArrayList<>();
    for (HosmerLemeshow.Group group : test.groups()) {
      lines.add(
          HtmlTables.row(
              List.of(
                  NumberText.count(lines.size() + 1),
                  NumberText.text(group.from()),
                  NumberText.text(group.to()),
                  NumberText.count(Counts.number(group.rows())),
                  NumberText.count(Counts.number(group.positives())),
                  NumberText.text(group.expected()))));
    }
    String summary =
        test.isDefined()
            ? "Hosmer-Lemeshow test: chi2 %s on %d degrees of freedom, p %s"
                .formatted(NumberText.text(test.chi2()), test.df(), NumberText.text(test.p()))
            : "Hosmer-Lemeshow test: none, as equal probabilities leave fewer than 3 groups";
    List<String> head = List.of("Group", "From", "To", "Rows", "Positive", "Expected");
    return folded(summary, head, lines);
  }

  private Html influential() throws IOException {
    List<Html> lines =
        diagnostics.mostInfluential(MOST_LISTED).stream()
            .map(
                row ->
                    HtmlTables.row(
                        List.of(
                            NumberText.count(row + 1),
                            NumberText.text(diagnostics.cooksDistance(row)),
                            NumberText.text(diagnostics.leverage(row)),
                            NumberText.text(diagnostics.pearsonResidual(row)),
                            NumberText.text(diagnostics.devianceResidual(row)))))
            .toList();
    List<String> head =
        List.of("Row", "Cook's distance", "Leverage", "Pearson residual", "Deviance residual");
    return folded("The most influential rows", head, lines);
  }

  private Html inflation() throws IOException {
    List<Html> lines = new ArrayList<>();
    for (VarianceInflation term : diagnostics.varianceInflation()) {
      lines.add(
          HtmlTables.row(
              List.of(
                  term.term(),
                  NumberText.text(term.gvif()),
                  NumberText.count(term.df()),
                  NumberText.text(term.adjusted()))));
    }
    return folded("Variance inflation", List.of("Term", "GVIF", "df", "GVIF^(1/(2 df))"), lines);
  }

  private static Html folded(String summary, List<String> head, List<Html> lines)
      throws IOException {
    return HtmlTables.folded(
        summary, " data-print", HtmlTables.table(head, lines).in("table class=\"numbers\""));
  }
}
