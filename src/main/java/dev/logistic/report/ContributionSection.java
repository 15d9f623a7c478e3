package dev.logistic.report;

import dev.logistic.evaluate.ContributionSpread;
import dev.logistic.evaluate.ContributionSpread.Column;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How the contributions of columns to the logit are distributed over rows. */
final class ContributionSection {

  private static final int MOST_BARS = 30;
  private static final int MOST_LISTED = 200;

  private ContributionSection() {}

  static Html html(Report.Contributed contributed, Charts charts) throws IOException {
    ContributionSpread spread = contributed.spread();
    List<Column> drawn = first(spread.columns(), MOST_BARS);
    double range =
        drawn.stream()
            .mapToDouble(column -> Math.max(Math.abs(column.low()), Math.abs(column.high())))
            .max()
            .orElse(0);
    Html figure =
        charts.figure(
            "Contributions",
            "spread",
            "Contributions to the logit by column",
            note(spread, drawn.size()),
            Map.of(
                "names", drawn.stream().map(Column::name).toList(),
                "low", drawn(drawn, Column::low, range),
                "lower", drawn(drawn, Column::lowerQuartile, range),
                "median", drawn(drawn, Column::median, range),
                "upper", drawn(drawn, Column::upperQuartile, range),
                "high", drawn(drawn, Column::high, range)));
    Html lead = Html.text(lead(contributed)).in("p class=\"lead\"");
    return HtmlTables.section(
        "contributions", "Contributions", List.of(lead, figure, table(spread.columns())));
  }

  private static List<Column> first(List<Column> columns, int most) {
    return columns.subList(0, Math.min(most, columns.size()));
  }

  private static List<?> drawn(
      List<Column> columns, ToDoubleFunction<Column> figure, double range) {
    return Charts.drawn(columns.stream().mapToDouble(figure).toArray(), range);
  }

  private static String lead(Report.Contributed contributed) {
    ContributionSpread spread = contributed.spread();
    String some =
        spread.sampled() < spread.rows()
            ? "%s of %s rows, drawn at random"
                .formatted(NumberText.count(spread.sampled()), NumberText.count(spread.rows()))
            : NumberText.count(spread.rows()) + " rows";
    return "%s: %s.".formatted(contributed.rows(), some);
  }

  private static String note(ContributionSpread spread, int drawn) {
    Column first = spread.columns().get(0);
    return "What each column adds to the logit of a row, compared with the mean of the training rows: the middle half of the rows, and 90 %% of them as a thin line.%s %s moves it most, by %s on average."
        .formatted(
            drawn < spread.columns().size()
                ? " The %s columns of largest mean size.".formatted(NumberText.count(drawn))
                : "",
            ShortNames.shortened(first.name()),
            NumberText.text(first.meanSize()));
  }

  private static Html table(List<Column> columns) throws IOException {
    List<Html> rows =
        first(columns, MOST_LISTED).stream()
            .map(
                column ->
                    HtmlTables.row(
                        List.of(
                            column.name(),
                            NumberText.text(column.meanSize()),
                            NumberText.text(column.low()),
                            NumberText.text(column.lowerQuartile()),
                            NumberText.text(column.median()),
                            NumberText.text(column.upperQuartile()),
                            NumberText.text(column.high()))))
            .toList();
    String summary =
        columns.size() == 1
            ? "Contributions of 1 column"
            : "Contributions of %s%s columns"
                .formatted(
                    rows.size() < columns.size() ? "the first " : "",
                    NumberText.count(rows.size()));
    return HtmlTables.folded(
        summary,
        "",
        HtmlTables.table(
                List.of("Column", "Mean size", "5 %", "25 %", "Median", "75 %", "95 %"), rows)
            .in("table class=\"numbers\""));
  }
}
