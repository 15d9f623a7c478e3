package dev.logistic.diagnose;

import dev.logistic.diagnose.Diagnostics.CalibrationLine;
import dev.logistic.evaluate.Scores;
import dev.logistic.schema.ClassProbabilities;
import java.util.Optional;
import java.util.stream.IntStream;

/** The maximum likelihood of a line of logits, by Newton's method. */
final class CalibrationFit {

  private static final int MOST_STEPS = 100;
  private static final double SETTLED = 1e-13;

  private CalibrationFit() {}

  /** Returns the line; empty where the logits are equal, or separate the classes. */
  static Optional<CalibrationLine> of(Scores scores) {
    return isOverlapping(scores) ? fit(scores) : Optional.empty();
  }

  /** Whether the classes overlap, so that there is a finite optimum. */
  private static boolean isOverlapping(Scores scores) {
    double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] most = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int row = 0; row < scores.rows(); row++) {
      if (scores.weight(row) > 0) {
        int place = scores.positive(row) ? 1 : 0;
        least[place] = Math.min(least[place], scores.logit(row));
        most[place] = Math.max(most[place], scores.logit(row));
      }
    }
    return least[0] < most[1] && least[1] < most[0];
  }

  /** The likelihood, a sum over the rows, and its derivatives at a line. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Point(double value, double[] slope, double[] curvature) {

    static Point at(Scores scores, double center, double a, double b) {
      double value = 0;
      double[] slope = new double[2];
      double[] curvature = new double[3];
      for (int row = 0; row < scores.rows(); row++) {
        double weight = scores.weight(row);
        double x = scores.logit(row) - center;
        double logit = a + b * x;
        double p = ClassProbabilities.sigmoid(logit);
        boolean positive = scores.positive(row);
        double wrong = positive ? -logit : logit;
        value -= weight * (Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong))));
        double residual = weight * (positive ? ClassProbabilities.sigmoid(-logit) : -p);
        double variance = weight * p * ClassProbabilities.sigmoid(-logit);
        slope[0] += residual;
        slope[1] += residual * x;
        curvature[0] += variance;
        curvature[1] += variance * x;
        curvature[2] += variance * x * x;
      }
      return new Point(value, slope, curvature);
    }

    double determinant() {
      return curvature[0] * curvature[2] - curvature[1] * curvature[1];
    }
  }

  /** Newton's method with halved steps, from the line of perfect calibration. */
  private static Optional<CalibrationLine> fit(Scores scores) {
    double center =
        IntStream.range(0, scores.rows())
                .mapToDouble(row -> scores.weight(row) * scores.logit(row))
                .sum()
            / scores.total();
    double a = center;
    double b = 1;
    Point at = Point.at(scores, center, a, b);
    for (int step = 0; step < MOST_STEPS; step++) {
      double determinant = at.determinant();
      double stepA = (at.curvature[2] * at.slope[0] - at.curvature[1] * at.slope[1]) / determinant;
      double stepB = (at.curvature[0] * at.slope[1] - at.curvature[1] * at.slope[0]) / determinant;
      if (!Double.isFinite(stepA) || !Double.isFinite(stepB)) {
        return Optional.empty();
      }
      double share = 1;
      Point next = Point.at(scores, center, a + stepA, b + stepB);
      while (!(next.value >= at.value - 1e-12 * Math.abs(at.value)) && share > 1e-10) {
        share /= 2;
        next = Point.at(scores, center, a + share * stepA, b + share * stepB);
      }
      a += share * stepA;
      b += share * stepB;
      at = next;
      if (Math.abs(stepA) <= SETTLED * (1 + Math.abs(a))
          && Math.abs(stepB) <= SETTLED * (1 + Math.abs(b))) {
        break;
      }
    }
    double determinant = at.determinant();
    double varianceB = at.curvature[0] / determinant;
    double varianceA =
        (at.curvature[2] + 2 * center * at.curvature[1] + center * center * at.curvature[0])
            / determinant;
    return Optional.of(
        new CalibrationLine(a - b * center, Math.sqrt(varianceA), b, Math.sqrt(varianceB)));
  }
}
