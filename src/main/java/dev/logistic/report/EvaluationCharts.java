package dev.logistic.report;

import dev.logistic.evaluate.Calibration;
import dev.logistic.evaluate.Confusion;
import dev.logistic.evaluate.CostCurve;
import dev.logistic.evaluate.Counts;
import dev.logistic.evaluate.DecisionCurve;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Gains;
import dev.logistic.evaluate.PrecisionAtK;
import dev.logistic.evaluate.PrecisionRecallCurve;
import dev.logistic.evaluate.RocCurve;
import dev.logistic.evaluate.ScoreHistogram;
import dev.logistic.evaluate.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The curves of one evaluation. Curves that the rows do not define are left out. */
final class EvaluationCharts {

  private static final int MOST_POINTS = 300;
  private static final int HISTOGRAM_BINS = 20;
  private static final int BANDS = 10;

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

  /**
   * @param decisions whether to draw what the classifier is worth to someone who acts on it
   */
  List<Html> figures(boolean decisions) throws IOException {
    List<Html> figures = new ArrayList<>();
    if (scores.positives() > 0 && scores.negatives() > 0) {
      figures.add(roc());
    }
    if (scores.positives() > 0) {
      figures.add(precisionRecall());
    }
    figures.add(calibration());
    figures.add(histogram());
    if (decisions && scores.positives() > 0 && scores.negatives() > 0) {
      figures.add(gains());
      figures.add(decision());
      figures.add(cost());
    }
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

  private Html gains() throws IOException {
    RocCurve curve = RocCurve.of(scores).thinnedTo(MOST_POINTS);
    double[] ofPositives = curve.truePositiveRates();
    double[] ofNegatives = curve.falsePositiveRates();
    double share = scores.positives() / scores.total();
    double[] ofRows =
        IntStream.range(0, ofPositives.length)
            .mapToDouble(i -> share * ofPositives[i] + (1 - share) * ofNegatives[i])
            .toArray();
    Map<String, Object> values = curve("Cumulative gain", ofRows, ofPositives);
    values.put("x", "Share of rows, by descending probability");
    values.put("y", "Share of positive rows found");
    values.put("stepped", false);
    values.put("reference", line("In random order", 0, 1));
    PrecisionAtK highest = PrecisionAtK.of(scores, scores.total() / BANDS);
    String note =
        "The tenth of the rows with the highest probabilities has %s of the positive ones, a lift of %s."
            .formatted(NumberText.percent(highest.recall()), text(highest.lift()));
    return charts.figure(rows, "curve", "Cumulative gains", note, values);
  }

  private Html decision() throws IOException {
    DecisionCurve curve = DecisionCurve.of(scores);
    double[] ofModel = curve.ofModel();
    double most = Arrays.stream(ofModel).max().orElseThrow();
    double least = -most / 4; // what lies below is harm of any size
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(
        "curves",
        List.of(
            curve("By this model", curve.thresholds(), ofModel, least),
            curve("Every row positive", curve.thresholds(), curve.ofAll(), least)));
    values.put("x", "Threshold");
    values.put("y", "Net benefit");
    values.put("stepped", false);
    values.put("range", range(least, most * 1.05));
    values.put("reference", line("None positive", 0, 0));
    double threshold = evaluation.threshold();
    String note =
        "True positives less false positives, which count the odds of the threshold, per row.";
    if (threshold < 1) {
      double benefit = curve.of(evaluation.confusion(), threshold);
      if (benefit >= least) {
        values.put("marker", marker(threshold, benefit));
      }
      note +=
          " At threshold %s it is %s, against %s if every row is predicted positive, and 0 if none is."
              .formatted(
                  NumberText.trimmed(threshold), text(benefit), text(curve.ofAll(threshold)));
    }
    return charts.figure(rows, "curve", "Decision curve", note, values);
  }

  private Html cost() throws IOException {
    CostCurve curve = CostCurve.of(scores);
    double[] costs = IntStream.rangeClosed(0, 100).mapToDouble(i -> i / 100.0).toArray();
    double[] least = Arrays.stream(costs).map(curve::least).toArray();
    Confusion counts = evaluation.confusion();
    double[] ends = {
      counts.falsePositives() / scores.negatives(), counts.falseNegatives() / scores.positives()
    };
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(
        "curves",
        List.of(
            curve("Best threshold", costs, least, 0),
            curve(
                "Threshold " + NumberText.trimmed(evaluation.threshold()),
                new double[] {0, 1},
                ends,
                0)));
    values.put("x", "Probability cost of the positive class");
    values.put("y", "Expected cost, normalised");
    values.put("stepped", false);
    values.put("range", range(0, 0.5));
    values.put(
        "reference",
        Map.of("name", "Without the model", "x", List.of(0, 0.5, 1), "y", List.of(0, 0.5, 0)));
    double share = scores.positives() / scores.total();
    String note =
        "The cost of errors, from that of false positives alone to that of false negatives alone; 1 is every row wrong. Where both cost the same, at %s, the lowest is %s."
            .formatted(text(share), text(curve.least(share)));
    return charts.figure(rows, "curve", "Cost curve", note, values);
  }

  private static Map<String, Object> range(double least, double most) {
    return Map.of(
        "min", NumberText.rounded(least, most - least),
        "max", NumberText.rounded(most, most - least));
  }

  /** A curve without what lies below the axis. */
  private static Map<String, Object> curve(String name, double[] x, double[] y, double least) {
    double[] drawn = Arrays.stream(y).map(each -> each < least ? Double.NaN : each).toArray();
    return Map.of("name", name, "x", Charts.drawn(x, 1), "y", Charts.drawn(drawn, 1));
  }

  /** The rows in tenths, in a table that opens on request; none without a positive row. */
  Html deciles() throws IOException {
    if (scores.positives() == 0) {
      return Html.NONE;
    }
    List<Html> lines = new ArrayList<>();
    for (Gains.Band band : Gains.of(scores, BANDS).bands()) {
      lines.add(
          HtmlTables.row(
              List.of(
                  NumberText.count(lines.size() + 1),
                  text(band.from()),
                  text(band.to()),
                  NumberText.count(Counts.number(band.rows())),
                  NumberText.count(Counts.number(band.positives())),
                  NumberText.percent(band.rate()),
                  NumberText.percent(band.cumulativeGain()),
                  text(band.lift()),
                  text(band.cumulativeLift()))));
    }
    return HtmlTables.folded(
        "Gains and lift by decile",
        " data-print",
        HtmlTables.table(
                List.of(
                    "Band",
                    "From",
                    "To",
                    "Rows",
                    "Positive",
                    "Rate",
                    "Cumulative gain",
                    "Lift",
                    "Cumulative lift"),
                lines)
            .in("table class=\"numbers\""));
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
