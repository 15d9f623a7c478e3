package dev.logistic.report;

import dev.logistic.evaluate.ClassFigures;
import dev.logistic.evaluate.Counts;
import dev.logistic.evaluate.MulticlassEvaluation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One set of rows of more than two classes: figures, confusion matrix and figures per class. */
final class MulticlassSection {

  /** A larger matrix cannot be read on a page. */
  private static final int MOST_COUNTED = 20;

  private static final List<String> HEAD =
      List.of("Class", "Rows", "Precision", "Recall", "F1", "ROC AUC", "Average precision");

  private static final List<String> WEIGHTED_HEAD =
      HEAD.stream().map(name -> name.equals("Rows") ? "Weight" : name).toList();

  private MulticlassSection() {}

  static Html html(String id, MulticlassJudgement judgement) throws IOException {
    MulticlassEvaluation evaluation = judgement.evaluation();
    return Template.of("multiclass.html")
        .fill(
            Map.of(
                "id", Html.text(id),
                "rows", Html.text(judgement.rows()),
                "summary", Html.text(summary(evaluation)),
                "tiles", tiles(evaluation),
                "confusion", confusion(evaluation),
                "classes", classes(evaluation).in("div class=\"wide\"")));
  }

  private static String summary(MulticlassEvaluation evaluation) {
    return "%s of %s classes; the most probable class is predicted."
        .formatted(JudgementSection.rows(evaluation), Numbers.count(evaluation.perClass().size()));
  }

  private static Html tiles(MulticlassEvaluation evaluation) {
    List<Html> tiles = new ArrayList<>();
    for (Metric metric : Metric.OF_CLASSES) {
      tiles.add(JudgementSection.tile(metric.label(), metric.of(evaluation), metric.hint()));
    }
    return Html.join(tiles);
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
                + ConfusionTable.html(evaluation.confusion().toLists(), Names.shortened(names))
                    .markup())
        .in("table");
  }

  private static Html classes(MulticlassEvaluation evaluation) {
    List<Html> rows =
        evaluation.perClass().stream()
            .map(
                figures ->
                    Tables.row(
                        List.of(
                            figures.name(),
                            rowsOrWeight(figures),
                            Numbers.text(figures.precision()),
                            Numbers.text(figures.recall()),
                            Numbers.text(figures.f1()),
                            Numbers.text(figures.rocAuc()),
                            Numbers.text(figures.averagePrecision()))))
            .toList();
    return Tables.table(evaluation.weight().isPresent() ? WEIGHTED_HEAD : HEAD, rows)
        .in("table class=\"numbers\"");
  }

  private static String rowsOrWeight(ClassFigures figures) {
    OptionalDouble weight = figures.weight();
    return weight.isPresent()
        ? Numbers.count(Counts.number(weight.getAsDouble()))
        : Numbers.count(figures.rows());
  }
}
