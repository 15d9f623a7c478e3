package dev.logistic.report;

import dev.logistic.selection.RegularizationPath;
import dev.logistic.selection.RegularizationPath.Point;
import java.io.IOException;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The log-loss on rows held out for each value of the penalty in a cross-validation, drawn and in a
 * table.
 */
final class PathSection {

  private PathSection() {}

  static Html html(RegularizationPath path, Charts charts) throws IOException {
    // A logarithmic axis cannot show 0.
    List<Point> points =
        path.points().stream()
            .filter(point -> point.value() > 0)
            .sorted(Comparator.comparingDouble(Point::value))
            .toList();
    DoubleSummaryStatistics ends =
        points.stream()
            .flatMapToDouble(point -> DoubleStream.of(lower(point), upper(point)))
            .filter(Double::isFinite)
            .summaryStatistics();
    double range = ends.getMax() - ends.getMin();
    Html figure =
        charts.figure(
            "Cross-validation",
            "path",
            "Log-loss by " + path.kind(),
            note(path),
            Map.of(
                "name", path.kind().toString(),
                "penalty", points.stream().map(Point::value).toList(),
                "mean", drawn(points, Point::logLoss, range),
                "lower", drawn(points, PathSection::lower, range),
                "upper", drawn(points, PathSection::upper, range),
                "chosen", points.indexOf(path.chosen())));
    return HtmlTables.section("cross-validation", "Cross-validation", List.of(figure, table(path)));
  }

  private static Object drawn(List<Point> points, ToDoubleFunction<Point> figure, double range) {
    return Charts.drawn(points.stream().mapToDouble(figure).toArray(), range);
  }

  private static double lower(Point point) {
    return point.logLoss() - point.standardError();
  }

  private static double upper(Point point) {
    return point.logLoss() + point.standardError();
  }

  private static String note(RegularizationPath path) {
    return "Mean over %d folds of the log-loss on the rows held out, lower is better; the band is one standard error wide to each side. The chosen value is %s%s.%s"
        .formatted(
            path.folds(),
            text(path, path.chosen()),
            path.oneStandardError()
                ? ", the largest within one standard error of the best, " + text(path, path.best())
                : "",
            path.nestedLogLoss()
                .map(
                    nested ->
                        " The log-loss to expect by nested cross-validation is %s (standard error %s)."
                            .formatted(
                                NumberText.text(nested.logLoss()),
                                NumberText.text(nested.standardError())))
                .orElse(""));
  }

  private static String text(RegularizationPath path, Point point) {
    return "%s = %s with %s"
        .formatted(path.kind(), NumberText.text(point.value()), NumberText.text(point.logLoss()));
  }

  private static String mark(RegularizationPath path, Point point) {
    if (point.equals(path.chosen())) {
      return " (chosen)";
    }
    return point.equals(path.best()) ? " (best)" : "";
  }

  private static Html table(RegularizationPath path) throws IOException {
    List<Html> rows =
        path.points().stream()
            .map(
                point ->
                    HtmlTables.row(
                        List.of(
                            NumberText.text(point.value()) + mark(path, point),
                            NumberText.text(point.logLoss()),
                            NumberText.text(point.standardError()),
                            Integer.toString(path.folds() - point.unconverged()))))
            .toList();
    List<String> head =
        List.of(path.kind().toString(), "Log-loss", "Standard error", "Converged folds");
    return HtmlTables.folded(
        rows.size() == 1
            ? "1 value of " + path.kind()
            : "All %d values of %s".formatted(rows.size(), path.kind()),
        "",
        HtmlTables.table(head, rows).in("table class=\"numbers\""));
  }
}
