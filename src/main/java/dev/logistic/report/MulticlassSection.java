package dev.logistic.report;

import dev.logistic.evaluate.ClassFigures;
import dev.logistic.evaluate.Counts;
import dev.logistic.evaluate.Metric;
import dev.logistic.evaluate.MulticlassEvaluation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The evaluation on a set of rows of more than two classes: metrics, confusion matrix and metrics
 * per class.
 */
final class MulticlassSection {

  /** A larger matrix cannot be read on a page. */
  private static final int MOST_COUNTED = 20;

  private MulticlassSection() {}

  static Html html(String id, MulticlassRowsEvaluation evaluated) throws IOException {
    MulticlassEvaluation evaluation = evaluated.evaluation();
    return Template.of("multiclass.html")
        .fill(
            Map.of(
                "id", Html.text(id),
                "rows", Html.text(evaluated.rows()),
                "summary", Html.text(summary(evaluation)),
                "tiles", Html.join(MetricTexts.tiles(evaluation)),
                "confusion", confusion(evaluation),
                "classes", classes(evaluation).in("div class=\"wide\"")));
  }

  private static String summary(MulticlassEvaluation evaluation) {
    return "%s of %s classes; the most probable class is predicted."
        .formatted(
            EvaluationSection.rows(evaluation), NumberText.count(evaluation.perClass().size()));
  }

  private static Html confusion(MulticlassEvaluation evaluation) {
    int classes = evaluation.perClass().size();
    if (classes > MOST_COUNTED) {
      return Html.text(
              "The confusion matrix of %d classes is too large to show; the JSON has it."
                  .formatted(classes))
          .in("p");
    }
    List<String> names = evaluation.perClass().stream().map(ClassFigures::name).toList();
    return new Html(
            Html.text("Confusion matrix").in("caption").markup()
                + ConfusionTable.html(evaluation.confusion().toLists(), ShortNames.shortened(names))
                    .markup())
        .in("table");
  }

  private static Html classes(MulticlassEvaluation evaluation) {
    String counted = evaluation.weight().isPresent() ? "Weight" : "Rows";
    List<Html> rows =
        evaluation.perClass().stream()
            .map(
                figures ->
                    row(
                        figures.name(),
                        rowsOrWeight(figures),
                        metric -> NumberText.text(figures.of(metric))))
            .map(HtmlTables::row)
            .toList();
    return HtmlTables.table(row("Class", counted, MetricTexts::label), rows)
        .in("table class=\"numbers\"");
  }

  private static List<String> row(
      String name, String counted, Function<Metric, String> ofEachMetric) {
    return Stream.concat(Stream.of(name, counted), Metric.ofEachClass().stream().map(ofEachMetric))
        .toList();
  }

  private static String rowsOrWeight(ClassFigures figures) {
    OptionalDouble weight = figures.weight();
    return weight.isPresent()
        ? NumberText.count(Counts.number(weight.getAsDouble()))
        : NumberText.count(figures.rows());
  }
}
