package dev.logistic.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The rows in the plane of two features, with the decision boundary. */
final class PlaneSection {

  private static final int MOST_POINTS = 2_000;

  private PlaneSection() {}

  static Html html(DecisionPlane plane, Charts charts) throws IOException {
    double[] x = plane.x();
    double[] y = plane.y();
    boolean[] positive = plane.positive();
    int[] finite =
        IntStream.range(0, x.length)
            .filter(row -> Double.isFinite(x[row]) && Double.isFinite(y[row]))
            .toArray();
    int[] rows =
        Arrays.stream(ChartThinning.rows(finite.length, MOST_POINTS)).map(i -> finite[i]).toArray();
    double xRange = range(x, rows);
    double yRange = range(y, rows);
    List<List<Number>> points = new ArrayList<>();
    for (int row : rows) {
      BigDecimal across = NumberText.rounded(x[row], xRange);
      BigDecimal up = NumberText.rounded(y[row], yRange);
      points.add(List.of(across, up, positive[row] ? 1 : 0));
    }
    Html figure =
        charts.figure(
            "Decision boundary",
            "plane",
            ShortNames.shortened(plane.xName()) + " and " + ShortNames.shortened(plane.yName()),
            note(plane, rows.length),
            Map.of(
                "x", plane.xName(),
                "y", plane.yName(),
                "classes", plane.classes(),
                "points", points,
                "boundary", boundary(plane)));
    return HtmlTables.section("plane", "Decision boundary", List.of(figure));
  }

  private static double range(double[] values, int[] rows) {
    DoubleSummaryStatistics range =
        Arrays.stream(rows).mapToDouble(row -> values[row]).summaryStatistics();
    return range.getMax() - range.getMin();
  }

  /** The line's weights; empty if there is no line to draw. */
  private static List<Double> boundary(DecisionPlane plane) {
    boolean line = plane.xWeight() != 0 || plane.yWeight() != 0;
    List<Double> weights = List.of(plane.xWeight(), plane.yWeight(), plane.bias());
    return line && weights.stream().allMatch(Double::isFinite) ? weights : List.of();
  }

  private static String note(DecisionPlane plane, int shown) {
    String rows =
        shown == plane.x().length
            ? NumberText.count(shown) + " rows."
            : "%s of %s rows."
                .formatted(NumberText.count(shown), NumberText.count(plane.x().length));
    return boundary(plane).isEmpty()
        ? rows + " There is no line to draw."
        : rows
            + " “%s” is predicted where %s × %s %s × %s %s > 0."
                .formatted(
                    ShortNames.shortened(plane.classes().get(1)),
                    NumberText.trimmed(plane.xWeight()),
                    ShortNames.shortened(plane.xName()),
                    added(plane.yWeight()),
                    ShortNames.shortened(plane.yName()),
                    added(plane.bias()));
  }

  private static String added(double term) {
    return (term < 0 ? "- " : "+ ") + NumberText.trimmed(Math.abs(term));
  }
}
