package dev.logistic.report;

import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.evaluate.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a {@link Report} as one self-contained HTML page: it loads nothing from the network, and
 * its content security policy forbids it.
 *
 * <p>The same report yields the same characters. Long runs are thinned to what can be seen, so that
 * a page has a few hundred kilobytes, most of them the chart library. Thread-safe.
 */
public final class HtmlReport {

  private HtmlReport() {}

  /**
   * Writes the page.
   *
   * @param out receives the text, which is to be encoded in UTF-8; stays open
   * @throws IOException if it cannot be written
   * @throws IllegalStateException if the WebJar of Chart.js is not on the class path
   */
  public static void write(Report report, Appendable out) throws IOException {
    Charts charts = new Charts();
    List<Html> sections = sections(report, charts);
    Html page =
        Template.of("page.html")
            .fill(
                Map.of(
                    "title", Html.text(report.title()),
                    "facts", HtmlTables.facts(report.facts()),
                    "sections", Html.join(sections),
                    "charts", charts.json(),
                    "library", ChartLibrary.script(),
                    "style", new Html(Template.read("report.css")),
                    "script", new Html(Template.read("report.js"))));
    out.append(page.encodable());
  }

  private static List<Html> sections(Report report, Charts charts) throws IOException {
    List<Html> sections = new ArrayList<>();
    if (report.evaluations().size() > 1) {
      sections.add(comparison(report.evaluations()));
    }
    for (int i = 0; i < report.evaluations().size(); i++) {
      String id = "rows-" + sections.size();
      sections.add(section(id, report.evaluations().get(i), i == 0, charts));
    }
    if (report.contributions().isPresent()) {
      sections.add(ContributionSection.html(report.contributions().get(), charts));
    }
    if (!report.curves().isEmpty()) {
      sections.add(TermCurveSection.html(report.curves(), charts));
    }
    if (report.diagnosis().isPresent()) {
      sections.add(DiagnosticsSection.html(report.diagnosis().get(), charts));
    }
    if (!report.epochs().isEmpty()) {
      sections.add(LossSection.html(report.epochs(), unit(report), charts));
    }
    if (report.crossValidation().isPresent()) {
      sections.add(PathSection.html(report.crossValidation().get(), charts));
    }
    if (!report.coefficients().isEmpty()) {
      boolean several =
          report.evaluations().stream().anyMatch(MulticlassRowsEvaluation.class::isInstance);
      sections.add(
          CoefficientSection.html(report.coefficients(), several, report.leftOut(), charts));
    }
    if (report.statistics().isPresent()) {
      sections.add(StatisticsSection.html(report.statistics().get(), charts));
    }
    if (report.plane().isPresent()) {
      sections.add(PlaneSection.html(report.plane().get(), charts));
    }
    if (!report.settings().isEmpty()) {
      sections.add(settings(report.settings()));
    }
    return sections;
  }

  /** The unit that the solver counts. */
  private static String unit(Report report) {
    String solver = report.settings().getOrDefault(Settings.SOLVER.name(), "");
    return Solver.named(solver).map(Solver::unit).orElse("epoch");
  }

  /**
   * @param decisions whether to show what a classifier of two classes is worth to someone who acts
   *     on it; once is enough for a page
   */
  private static Html section(String id, RowsEvaluation evaluated, boolean decisions, Charts charts)
      throws IOException {
    if (evaluated instanceof MulticlassRowsEvaluation several) {
      return MulticlassSection.html(id, several);
    }
    return EvaluationSection.html(id, (BinaryRowsEvaluation) evaluated, decisions, charts);
  }

  private static Html comparison(List<RowsEvaluation> evaluations) throws IOException {
    List<String> head =
        Stream.concat(Stream.of("Figure"), evaluations.stream().map(RowsEvaluation::rows)).toList();
    List<Html> rows = new ArrayList<>();
    for (Metric metric : MetricTexts.ORDER) {
      Stream<String> values =
          evaluations.stream().map(each -> NumberText.text(each.evaluation().of(metric)));
      rows.add(
          HtmlTables.row(Stream.concat(Stream.of(MetricTexts.label(metric)), values).toList()));
    }
    Html table = HtmlTables.table(head, rows).in("table class=\"numbers\"");
    return HtmlTables.section(
        "comparison", "Side by side", List.of(table.in("div class=\"wide\"")));
  }

  private static Html settings(Map<String, String> settings) throws IOException {
    List<Html> rows =
        settings.entrySet().stream()
            .map(setting -> HtmlTables.row(List.of(setting.getKey(), setting.getValue())))
            .toList();
    Html table = HtmlTables.table(List.of("Setting", "Value"), rows).in("table");
    String summary = settings.size() == 1 ? "1 setting" : settings.size() + " settings";
    return HtmlTables.section(
        "settings", "Settings", List.of(HtmlTables.folded(summary, " data-print", table)));
  }
}
