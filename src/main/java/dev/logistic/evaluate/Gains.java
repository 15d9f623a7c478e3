package dev.logistic.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gains table of a binary classifier: rows in bands of equal size by descending probability,
 * with the share of all positive rows that each band and those above it find. For use within this
 * project.
 *
 * <p>Rows of equal probability are in the same band, so that the order of the rows has no effect;
 * bands may then differ in size, and be fewer than requested. For weighted rows, a number of rows
 * is the sum of their weights.
 *
 * @param bands by descending probability, at least one
 */
public record Gains(List<Band> bands) {

  /** Sums of weights that differ by less, relative to all weights, differ by rounding alone. */
  private static final double ROUNDING = 1e-12;

  /**
   * A band of rows.
   *
   * @param from the lowest probability
   * @param to the highest probability
   * @param rows how many, above 0
   * @param positives how many of these are positive
   * @param cumulativeGain the share of all positive rows in this band and those above it, 0 to 1;
   *     NaN without a positive row
   * @param lift the band's rate over that of all rows; NaN without a positive row
   * @param cumulativeLift the same of this band and those above it: 1 for the last one
   */
  public record Band(
      double from,
      double to,
      double rows,
      double positives,
      double cumulativeGain,
      double lift,
      double cumulativeLift) {

    /** The share of its rows that are positive, 0 to 1. */
    public double rate() {
      return positives / rows;
    }
  }

  /** Copies the list. */
  public Gains {
    bands = List.copyOf(bands);
  }

  /**
   * Cuts rows into bands: band k ends at the first row, in descending order, at which at least
   * {@code k / most} of all rows are reached.
   *
   * @param most number of bands, at least 1
   * @throws IllegalArgumentException if it is less
   */
  public static Gains of(Scores scores, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("there must be at least 1 band, was " + most);
    }
    Ranking ranking = scores.ranking();
    double rounding = scores.isWeighted() ? ROUNDING * most * all(ranking) : 0;
    List<Band> bands = new ArrayList<>();
    int last = ranking.points() - 1;
    int above = 0;
    int end = 1;
    for (int point = 1; point <= last; point++) {
      if (point == last || beyond(ranking, point, end, most) >= -rounding) {
        bands.add(band(ranking, above, point));
        above = point;
        while (end < most && beyond(ranking, point, end, most) >= -rounding) {
          end++;
        }
      }
    }
    return new Gains(bands);
  }

  /** Has the sign of {@code reached / all - end / most}. */
  private static double beyond(Ranking ranking, int point, int end, int most) {
    return ProductSum.difference(reached(ranking, point), most, end, all(ranking));
  }

  private static double reached(Ranking ranking, int point) {
    return ranking.truePositives(point) + ranking.falsePositives(point);
  }

  private static double all(Ranking ranking) {
    return ranking.positives() + ranking.negatives();
  }

  /** The rows below one point and down to another. */
  private static Band band(Ranking ranking, int above, int point) {
    double rows = reached(ranking, point) - reached(ranking, above);
    double positives = ranking.truePositives(point) - ranking.truePositives(above);
    return new Band(
        ranking.threshold(point),
        ranking.threshold(above + 1),
        rows,
        positives,
        ranking.truePositives(point) / ranking.positives(), // 0/0: NaN
        lift(ranking, positives, rows),
        lift(ranking, ranking.truePositives(point), reached(ranking, point)));
  }

  private static double lift(Ranking ranking, double positives, double rows) {
    return positives * all(ranking) / (rows * ranking.positives());
  }

  /** Returns the bands for JSON; null for NaN. */
  public List<Map<String, @Nullable Object>> toList() {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (Band band : bands) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("band", list.size() + 1);
      map.put("from", band.from());
      map.put("to", band.to());
      map.put("rows", Counts.number(band.rows()));
      map.put("positives", Counts.number(band.positives()));
      map.put("rate", band.rate());
      map.put("cumulative_gain", Metric.orNull(band.cumulativeGain()));
      map.put("lift", Metric.orNull(band.lift()));
      map.put("cumulative_lift", Metric.orNull(band.cumulativeLift()));
      list.add(map);
    }
    return list;
  }
}
