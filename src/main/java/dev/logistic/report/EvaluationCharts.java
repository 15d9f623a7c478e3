package dev.logistic.report;

import dev.logistic.evaluate.Calibration;
import dev.logistic.evaluate.Confusion;
import dev.logistic.evaluate.Counts;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.PrecisionRecallCurve;
import dev.logistic.evaluate.RocCurve;
import dev.logistic.evaluate.ScoreHistogram;
import dev.logistic.evaluate.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The curves of one evaluation. Curves that the rows do not define are left out. */
final class EvaluationCharts {

  private static final int MOST_POINTS = 300;
  private static final int HISTOGRAM_BINS = 20;

  private final String rows;
  private final Scores scores;
  private final Evaluation evaluation;
  private final List<String> classes;
  private final Charts charts;

  EvaluationCharts(BinaryRowsEvaluation evaluated, Charts charts) {
    this.rows = evaluated.rows();
    this.scores = evaluated.scores();
    this.evaluation = evaluated.evaluation();
    this.classes = ShortNames.shortened(evaluated.classes());
    this.charts = charts;
  }

  List<Html> figures() throws IOException {
    List<Html> figures = new ArrayList<>();
    if (scores.positives() > 0 && scores.negatives() > 0) {
      figures.add(roc());
    }
    if (scores.positives() > 0) {
      figures.add(precisionRecall());
    }
    figures.add(calibration());
    figures.add(histogram());
    return figures;
  }

  private Html roc() throws IOException {
    RocCurve curve = RocCurve.of(scores).thinnedTo(MOST_POINTS);
    Confusion counts = evaluation.confusion();
    double falsePositiveRate =
        counts.falsePositives() / (counts.falsePositives() + counts.trueNegatives());
    Map<String, Object> values =
        curve("ROC curve", curve.falsePositiveRates(), curve.truePositiveRates());
    values.put("x", "False positive rate");
    values.put("y", "True positive rate");
    values.put("stepped", false);
    values.put("marker", marker(falsePositiveRate, evaluation.recall()));
    values.put("reference", line("Chance", 0, 1));
    String note = "Area under the curve %s; 0.5 is chance.".formatted(text(curve.area()));
    return charts.figure(rows, "curve", "ROC curve", note, values);
  }

  private Html precisionRecall() throws IOException {
    PrecisionRecallCurve curve = PrecisionRecallCurve.of(scores).thinnedTo(MOST_POINTS);
    double baseRate = scores.positives() / scores.total();
    Map<String, Object> values = curve("Precision and recall", curve.recalls(), curve.precisions());
    values.put("x", "Recall");
    values.put("y", "Precision");
    values.put(
        "stepped", "after"); // each precision applies to the recall interval that ends at its point
    values.put("reference", line("Base rate", baseRate, baseRate));
    Confusion counts = evaluation.confusion();
    if (counts.truePositives() + counts.falsePositives() > 0) {
      values.put("marker", marker(evaluation.recall(), evaluation.precision()));
    }
    String note =
        "Average precision %s; the share of positive rows is %s."
            .formatted(text(curve.averagePrecision()), text(baseRate));
    return charts.figure(rows, "curve", "Precision and recall", note, values);
  }

  private Html calibration() throws IOException {
    Calibration calibration = Calibration.of(scores);
    List<Map<String, Number>> bins = new ArrayList<>();
    for (Calibration.Bin bin : calibration.bins()) {
      if (bin.rows() > 0) {
        bins.add(
            Map.of(
                "x", NumberText.rounded(bin.meanProbability(), 1),
                "y", NumberText.rounded(bin.positiveShare(), 1),
                "lower", NumberText.rounded(bin.lower(), 1),
                "upper", NumberText.rounded(bin.upper(), 1),
                "rows", count(bin.rows())));
      }
    }
    String note =
        "On average %s off the diagonal. Larger points: more rows."
            .formatted(text(calibration.expectedError()));
    return charts.figure(
        rows,
        "calibration",
        "Calibration",
        note,
        Map.of("x", "Predicted probability", "y", "Observed share", "unit", unit(), "bins", bins));
  }

  private Html histogram() throws IOException {
    List<ScoreHistogram.Bin> bins = ScoreHistogram.of(scores, HISTOGRAM_BINS).bins();
    List<Number> edges = new ArrayList<>();
    bins.forEach(bin -> edges.add(NumberText.rounded(bin.lower(), 1)));
    edges.add(1);
    List<Object> series =
        List.of(
            Map.of(
                "name", classes.get(0),
                "rows", bins.stream().map(bin -> count(bin.negatives())).toList()),
            Map.of(
                "name", classes.get(1),
                "rows", bins.stream().map(bin -> count(bin.positives())).toList()));
    String note =
        "Mean probability %s for “%s” and %s for “%s”."
            .formatted(
                text(meanProbability(false)),
                classes.get(0),
                text(meanProbability(true)),
                classes.get(1));
    return charts.figure(
        rows,
        "histogram",
        "Scores by class",
        note,
        Map.of(
            "x",
            "Predicted probability of " + classes.get(1),
            "unit",
            unit(),
            "edges",
            edges,
            "threshold",
            NumberText.rounded(evaluation.threshold(), 1),
            "series",
            series));
  }

  /** NaN without rows of that class. */
  private double meanProbability(boolean positive) {
    double sum =
        IntStream.range(0, scores.rows())
            .filter(row -> scores.positive(row) == positive)
            .mapToDouble(row -> scores.weight(row) * scores.probability(row))
            .sum();
    return sum / (positive ? scores.positives() : scores.negatives()); // 0 / 0 is NaN
  }

  /** The unit of a chart's counts. */
  private String unit() {
    return scores.weight().isPresent() ? "weight" : "rows";
  }

  private Number count(double rows) {
    Number count = Counts.number(rows);
    return count instanceof Long ? count : NumberText.rounded(rows, scores.total());
  }

  /** A list of curves; two classes need only one. */
  private static Map<String, Object> curve(String name, double[] x, double[] y) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(
        "curves", List.of(Map.of("name", name, "x", Charts.drawn(x, 1), "y", Charts.drawn(y, 1))));
    return values;
  }

  private Map<String, Object> marker(double x, double y) {
    return Map.of(
        "name", "Threshold " + NumberText.trimmed(evaluation.threshold()),
        "x", NumberText.rounded(x, 1),
        "y", NumberText.rounded(y, 1));
  }

  private static Map<String, Object> line(String name, double from, double to) {
    return Map.of(
        "name", name,
        "x", List.of(0, 1),
        "y", List.of(NumberText.rounded(from, 1), NumberText.rounded(to, 1)));
  }

  private static String text(double value) {
    return NumberText.text(value);
  }
}
