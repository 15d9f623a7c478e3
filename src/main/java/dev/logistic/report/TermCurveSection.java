package dev.logistic.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the terms of a formula add to the logit, as curves over the range of the training rows. */
final class TermCurveSection {

  private TermCurveSection() {}

  static Html html(List<TermCurve> curves, Charts charts) throws IOException {
    List<Html> figures = new ArrayList<>();
    for (TermCurve curve : curves) {
      figures.add(figure(curve, charts));
    }
    return HtmlTables.section("terms", "Terms", figures);
  }

  private static Html figure(TermCurve curve, Charts charts) throws IOException {
    double[] x = curve.x().stream().mapToDouble(Double::doubleValue).toArray();
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (TermCurve.Line line : curve.lines()) {
      for (double y : line.y()) {
        least = y < least ? y : least;
        greatest = y > greatest ? y : greatest;
      }
    }
    double range = Math.max(Math.abs(least), Math.abs(greatest));
    double width = x[x.length - 1] - x[0];
    List<Map<String, Object>> lines = new ArrayList<>();
    for (TermCurve.Line line : curve.lines()) {
      double[] y = line.y().stream().mapToDouble(Double::doubleValue).toArray();
      lines.add(Map.of("name", line.name(), "y", Charts.drawn(y, range)));
    }
    double[] edges = curve.edges().stream().mapToDouble(Double::doubleValue).toArray();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("column", curve.column());
    values.put("x", Charts.drawn(x, width));
    values.put("lines", lines);
    values.put("rug", Charts.drawn(edges, width));
    values.put("floor", NumberText.rounded(least, range));
    String heading =
        ShortNames.shortened(curve.column())
            + curve.levels().map(name -> " by " + ShortNames.shortened(name)).orElse("")
            + curve.output().map(name -> ", class " + ShortNames.shortened(name)).orElse("");
    return charts.figure("Terms", "terms", heading, note(curve, least, greatest), values);
  }

  private static String note(TermCurve curve, double least, double greatest) {
    return "What %s %s to the logit%s, from %s to %s. The ticks divide the training rows into %d parts of about the same size."
        .formatted(
            String.join(" + ", curve.terms().stream().map(ShortNames::shortened).toList()),
            curve.terms().size() == 1 ? "adds" : "add",
            curve.levels().isPresent() ? ", for each level" : "",
            NumberText.text(least),
            NumberText.text(greatest),
            curve.edges().size() + 1);
  }
}
