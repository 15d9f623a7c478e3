package dev.logistic.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * The least cost that a binary classifier can have at any threshold, by how much the errors of each
 * class weigh. Drummond and Holte, Machine Learning 65, 2006. For use within this project.
 *
 * <p>The probability cost c of the positive class is the part of the cost that its rows have where
 * every row is predicted wrongly: the share of the class times the cost of a false negative, over
 * the sum of that of both classes. The normalised expected cost is {@code c * fnr + (1 - c) * fpr},
 * 1 where every row is wrong. Immutable.
 */
public final class CostCurve {

  private final List<double[]> corners; // false positive and false negative rates, from (0, 1)

  private CostCurve(List<double[]> corners) {
    this.corners = corners;
  }

  /**
   * The curve of these scores.
   *
   * @throws IllegalArgumentException if the rows are of one class
   */
  public static CostCurve of(Scores scores) {
    if (scores.positives() == 0 || scores.negatives() == 0) {
      throw new IllegalArgumentException("there must be rows of both classes");
    }
    Ranking ranking = scores.ranking();
    List<double[]> hull = new ArrayList<>();
    for (int point = 0; point < ranking.points(); point++) {
      double[] next = {
        ranking.falsePositives(point) / ranking.negatives(),
        1 - ranking.truePositives(point) / ranking.positives()
      };
      while (hull.size() > 1 && !isBelow(hull, next)) {
        hull.remove(hull.size() - 1);
      }
      hull.add(next);
    }
    return new CostCurve(hull);
  }

  /** Whether the last corner lies below the line from the one before to the next. */
  private static boolean isBelow(List<double[]> hull, double[] next) {
    double[] before = hull.get(hull.size() - 2);
    double[] last = hull.get(hull.size() - 1);
    return (last[0] - before[0]) * (next[1] - before[1])
        > (last[1] - before[1]) * (next[0] - before[0]);
  }

  /**
   * The normalised expected cost at the best threshold, from 0 to 0.5.
   *
   * @param cost probability cost of the positive class, 0 to 1
   */
  public double least(double cost) {
    return corners.stream()
        .mapToDouble(corner -> at(cost, corner[0], corner[1]))
        .min()
        .orElseThrow();
  }

  /** The normalised expected cost of predictions with these rates. */
  private static double at(double cost, double falsePositiveRate, double falseNegativeRate) {
    return cost * falseNegativeRate + (1 - cost) * falsePositiveRate;
  }
}
