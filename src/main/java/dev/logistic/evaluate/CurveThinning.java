package dev.logistic.evaluate;

import java.util.Arrays;

/**
 * Leaves out points that a drawing would not show. The remaining ones are spread evenly by the sum
 * of the two classes' shares, whatever the imbalance: between two neighbours, that sum grows by at
 * most two of the {@code points - 1} equal steps, except where rows of equal probability make it
 * jump.
 */
final class CurveThinning {

  private CurveThinning() {}

  /**
   * Returns at most so many of the points, including both ends.
   *
   * @throws IllegalArgumentException if points is below 2
   */
  static Ranking to(int points, Ranking ranking) {
    if (points < 2) {
      throw new IllegalArgumentException("points must be at least 2, was " + points);
    }
    return ranking.points() <= points ? ranking : ranking.only(firstOfEachStep(points, ranking));
  }

  private static int[] firstOfEachStep(int points, Ranking ranking) {
    int[] kept = new int[points];
    int next = 1; // point 0 is kept
    int lastStep = 0;
    int end = ranking.points() - 1;
    for (int point = 1; point < end; point++) {
      // The last step is reserved for the end, even if progress before it rounds up to 1.
      int step = Math.min((int) (progress(point, ranking) * (points - 1)), points - 2);
      if (step > lastStep) {
        kept[next++] = point;
        lastStep = step;
      }
    }
    kept[next++] = end;
    return Arrays.copyOf(kept, next);
  }

  /** Returns the progress along the curve, from 0 at the first point to 1 at the last. */
  private static double progress(int point, Ranking ranking) {
    double ofPositives = share(ranking.truePositives(point), ranking.positives());
    double ofNegatives = share(ranking.falsePositives(point), ranking.negatives());
    boolean bothClasses = ranking.positives() > 0 && ranking.negatives() > 0;
    return (ofPositives + ofNegatives) / (bothClasses ? 2 : 1);
  }

  private static double share(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
