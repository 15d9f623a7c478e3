package dev.logistic.report;

import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.Metric;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Formats metrics for a page. */
final class MetricTexts {

  /** The metrics in the order: of the ranking, of the probabilities, of the predictions. */
  static final List<Metric> ORDER =
      Arrays.stream(Metric.values()).sorted(Comparator.comparing(Metric::kind)).toList();

  private MetricTexts() {}

  /** A page writes "ROC AUC", as its other captions, and a table "ROC-AUC". */
  static String label(Metric metric) {
    return metric.label().replace("ROC-", "ROC ");
  }

  /** A tile for each. */
  static List<Html> tiles(Figures figures) {
    return ORDER.stream()
        .map(
            metric ->
                tile(label(metric), NumberText.text(figures.of(metric)), metric.hint(figures)))
        .toList();
  }

  static Html tile(String label, String figure, String hint) {
    return Html.concat(
            List.of(
                Html.text(label).in("dt"),
                Html.text(figure).in("dd"),
                Html.text(hint).in("dd class=\"hint\"")))
        .in("div");
  }
}
