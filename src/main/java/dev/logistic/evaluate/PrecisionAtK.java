package dev.logistic.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a binary classifier finds among the rows of highest probability. Where only some of several
 * rows of equal probability are among them, figures are the expected ones of a random choice, so
 * that the order of the rows has no effect. For weighted rows, numbers of rows are sums of weights.
 * For use within this project.
 *
 * @param k the number of rows, above 0
 * @param precision the share of these that are positive, 0 to 1
 * @param recall the share of all positive rows that are among these, 0 to 1; NaN without a positive
 *     row
 * @param lift the precision over the share of all rows that are positive; NaN without a positive
 *     row
 */
public record PrecisionAtK(double k, double precision, double recall, double lift) {

  /**
   * Counts.
   *
   * @throws IllegalArgumentException if k is not above 0, or is greater than the number of rows
   */
  public static PrecisionAtK of(Scores scores, double k) {
    Ranking ranking = scores.ranking();
    double all = ranking.positives() + ranking.negatives();
    if (!(k > 0 && k <= all)) {
      throw new IllegalArgumentException(
          "k must be above 0 and at most the %s of the rows, %s, was %s"
              .formatted(
                  scores.weight().isPresent() ? "weight" : "number",
                  Counts.number(all),
                  Counts.number(k)));
    }
    int point = 1;
    while (reached(ranking, point) < k && point < ranking.points() - 1) {
      point++;
    }
    double above = reached(ranking, point - 1);
    double tied = reached(ranking, point) - above;
    double tiedPositives = ranking.truePositives(point) - ranking.truePositives(point - 1);
    double positives = ranking.truePositives(point - 1) + (k - above) * tiedPositives / tied;
    return new PrecisionAtK(
        k,
        positives / k,
        positives / ranking.positives(), // 0/0: NaN
        positives * all / (k * ranking.positives()));
  }

  private static double reached(Ranking ranking, int point) {
    return ranking.truePositives(point) + ranking.falsePositives(point);
  }

  /** Returns the fields for JSON; null for NaN. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("k", Counts.number(k));
    map.put("precision", precision);
    map.put("recall", Metric.orNull(recall));
    map.put("lift", Metric.orNull(lift));
    return map;
  }
}
