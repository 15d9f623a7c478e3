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
        Arrays.stream(Thinning.rows(finite.length, MOST_POINTS)).map(i -> finite[i]).toArray();
    double xRange = range(x, rows);
    double yRange = range(y, rows);
    List<List<Number>> points = new ArrayList<>();
    for (int row : rows) {
      BigDecimal across = Numbers.rounded(x[row], xRange);
      BigDecimal up = Numbers.rounded(y[row], yRange);
      points.add(List.of(across, up, positive[row] ? 1 : 0));
    }
    Html figure =
        charts.figure(
            "Decision boundary",
            "plane",
            Names.shortened(plane.xName()) + " and " + Names.shortened(plane.yName()),
            note(plane, rows.length),
            Map.of(
                "x", plane.xName(),
                "y", plane.yName(),
                "classes", plane.classes(),
                "points", points,
                "boundary", boundary(plane)));
    return Tables.section("plane", "Decision boundary", List.of(figure));
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
            ? Numbers.count(shown) + " rows."
            : "%s of %s rows.".formatted(Numbers.count(shown), Numbers.count(plane.x().length));
    return boundary(plane).isEmpty()
        ? rows + " There is no line to draw."
        : rows
            + " “%s” is predicted where %s × %s %s × %s %s > 0."
                .formatted(
                    Names.shortened(plane.classes().get(1)),
                    Numbers.trimmed(plane.xWeight()),
                    Names.shortened(plane.xName()),
                    added(plane.yWeight()),
                    Names.shortened(plane.yName()),
                    added(plane.bias()));
  }

  private static String added(double term) {
    return (term < 0 ? "- " : "+ ") + Numbers.trimmed(Math.abs(term));
  }
}
