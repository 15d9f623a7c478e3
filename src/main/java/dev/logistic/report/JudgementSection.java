package dev.logistic.report;

import dev.logistic.evaluate.Confusion;
import dev.logistic.evaluate.Evaluation;
import dev.logistic.evaluate.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a model does on a set of rows: figures, confusion matrix and curves. */
final class JudgementSection {

  private JudgementSection() {}

  static Html html(String id, Judgement judgement, Charts charts) throws IOException {
    Evaluation evaluation = judgement.evaluation();
    return Template.of("judgement.html")
        .fill(
            Map.of(
                "id", Html.text(id),
                "rows", Html.text(judgement.rows()),
                "summary", Html.text(summary(judgement)),
                "tiles", tiles(judgement),
                "threshold", Html.text(Numbers.trimmed(evaluation.threshold())),
                "confusion",
                    confusion(evaluation.confusion(), Names.shortened(judgement.classes())),
                "figures", Html.join(new JudgementCharts(judgement, charts).figures())));
  }

  private static String summary(Judgement judgement) {
    int rows = judgement.scores().rows();
    return "%s %s; the positive class is “%s”."
        .formatted(Numbers.count(rows), rows == 1 ? "row" : "rows", judgement.classes().get(1));
  }

  private static Html tiles(Judgement judgement) {
    List<Html> tiles = new ArrayList<>();
    for (Metric metric : Metric.ALL) {
      tiles.add(tile(metric.label(), metric.of(judgement.evaluation()), metric.hint()));
    }
    Scores scores = judgement.scores();
    tiles.add(
        tile(
            "Positive rows",
            Numbers.percent((double) scores.positives() / scores.rows()),
            Numbers.count(scores.positives()) + " of " + Numbers.count(scores.rows())));
    return Html.join(tiles);
  }

  static Html tile(String label, String figure, String hint) {
    return Html.concat(
            List.of(
                Html.text(label).in("dt"),
                Html.text(figure).in("dd"),
                Html.text(hint).in("dd class=\"hint\"")))
        .in("div");
  }

  private static Html confusion(Confusion counts, List<String> classes) {
    return ConfusionTable.html(
        List.of(
            List.of(counts.trueNegatives(), counts.falsePositives()),
            List.of(counts.falseNegatives(), counts.truePositives())),
        classes);
  }
}
