package dev.logistic.report;

import dev.logistic.evaluate.Confusion;
import dev.logistic.evaluate.Counts;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The evaluation on a set of rows: metrics, confusion matrix and curves. */
final class EvaluationSection {

  private EvaluationSection() {}

  /**
   * @param decisions whether to show what the classifier is worth to someone who acts on it
   */
  static Html html(String id, BinaryRowsEvaluation evaluated, boolean decisions, Charts charts)
      throws IOException {
    Evaluation evaluation = evaluated.evaluation();
    EvaluationCharts figures = new EvaluationCharts(evaluated, charts);
    return Template.of("evaluation.html")
        .fill(
            Map.of(
                "id", Html.text(id),
                "rows", Html.text(evaluated.rows()),
                "summary", Html.text(summary(evaluated)),
                "tiles", tiles(evaluated),
                "threshold", Html.text(NumberText.trimmed(evaluation.threshold())),
                "confusion",
                    confusion(evaluation.confusion(), ShortNames.shortened(evaluated.classes())),
                "figures", Html.join(figures.figures(decisions)),
                "gains", decisions ? figures.deciles() : Html.NONE));
  }

  private static String summary(BinaryRowsEvaluation evaluated) {
    return "%s; the positive class is “%s”."
        .formatted(rows(evaluated.evaluation()), evaluated.classes().get(1));
  }

  /** Formats "3 rows" or "3 rows of weight 4.5". */
  static String rows(Figures evaluation) {
    OptionalDouble weight = evaluation.weight();
    return "%s %s%s"
        .formatted(
            NumberText.count(evaluation.rows()),
            evaluation.rows() == 1 ? "row" : "rows",
            weight.isPresent()
                ? " of weight " + NumberText.count(Counts.number(weight.getAsDouble()))
                : "");
  }

  private static Html tiles(BinaryRowsEvaluation evaluated) {
    List<Html> tiles = new ArrayList<>(MetricTexts.tiles(evaluated.evaluation()));
    Scores scores = evaluated.scores();
    tiles.add(
        MetricTexts.tile(
            "Positive rows",
            NumberText.percent(scores.positives() / scores.total()),
            NumberText.count(Counts.number(scores.positives()))
                + " of "
                + NumberText.count(Counts.number(scores.total()))));
    return Html.join(tiles);
  }

  private static Html confusion(Confusion counts, List<String> classes) {
    return ConfusionTable.html(counts.toLists(), classes);
  }
}
