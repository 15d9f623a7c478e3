package dev.logistic.selection;

import dev.logistic.config.Settings;
import java.util.Comparator;
import java.util.List;

/**
 * The log-loss on held-out rows for each l2 of a cross-validation.
 *
 * @param folds number of folds
 * @param points at least one, from the largest l2 to the smallest
 * @param seconds that all fits took
 * @param oneStandardError whether {@link #chosen} is the largest l2 within one standard error of
 *     the {@link #best}, or else the best itself
 */
public record RegularizationPath(
    int folds, List<Point> points, double seconds, boolean oneStandardError) {

  /**
   * One l2.
   *
   * @param l2 the penalty's factor
   * @param logLoss mean over the folds of the mean log-loss on the rows held out
   * @param standardError of that mean: the folds' sample standard deviation divided by the square
   *     root of their number
   * @param unconverged folds whose fit did not reach its optimum
   */
  public record Point(double l2, double logLoss, double standardError, int unconverged) {

    static Point of(double l2, List<FoldPath.Step> folds) {
      int count = folds.size();
      double sum = 0;
      for (FoldPath.Step fold : folds) {
        sum += fold.logLoss();
      }
      double mean = sum / count;
      double squares = 0;
      for (FoldPath.Step fold : folds) {
        squares += (fold.logLoss() - mean) * (fold.logLoss() - mean);
      }
      int unconverged = (int) folds.stream().filter(fold -> !fold.converged()).count();
      return new Point(l2, mean, Math.sqrt(squares / (count - 1) / count), unconverged);
    }
  }

  /** Copies the points. */
  public RegularizationPath {
    points = List.copyOf(points);
  }

  /** A path of which the best point is chosen. */
  public RegularizationPath(int folds, List<Point> points, double seconds) {
    this(folds, points, seconds, false);
  }

  /**
   * Returns the same path, of which the point with the largest l2 is chosen whose log-loss is at
   * most that of the {@link #best} plus the best one's standard error: the {@code lambda.1se} of
   * R's glmnet.
   */
  public RegularizationPath byOneStandardError() {
    return new RegularizationPath(folds, points, seconds, true);
  }

  /** The point of the least log-loss; in a tie, that of the larger l2. */
  public Point best() {
    return points.stream().min(Comparator.comparingDouble(Point::logLoss)).orElseThrow();
  }

  /** The point whose l2 is used for the training on all rows. */
  public Point chosen() {
    Point best = best();
    if (!oneStandardError) {
      return best;
    }
    double most = best.logLoss() + best.standardError();
    return points.stream().filter(point -> point.logLoss() <= most).findFirst().orElse(best);
  }

  /** The settings with the chosen l2, for the training on all rows. */
  public Settings applied(Settings settings) {
    return settings.with(Settings.L2, chosen().l2());
  }
}
