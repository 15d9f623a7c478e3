package dev.logistic.selection;

import dev.logistic.config.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The log-loss on held-out rows for each value of the penalty in a cross-validation.
 *
 * @param kind what the values are of
 * @param folds number of folds
 * @param points at least one, from the largest value to the smallest
 * @param seconds that all fits took
 * @param oneStandardError whether {@link #chosen} is the largest value within one standard error of
 *     the {@link #best}, or else the best itself
 * @param optimism by how much the log-loss of the best is too small on average, since it was chosen
 *     for being small: the mean over the folds of the difference between the fold's log-loss there
 *     and its least one; NaN where it is not known
 * @param nested the estimates by both rules; none where the cross-validation was not {@linkplain
 *     CrossValidation#nested nested}
 * @see <a href="https://doi.org/10.1214/08-AOAS224">R. J. Tibshirani, R. Tibshirani: A bias
 *     correction for the minimum error rate in cross-validation, Annals of Applied Statistics 3
 *     (2009)</a>
 */
public record RegularizationPath(
    PenaltyGrid.Kind kind,
    int folds,
    List<Point> points,
    double seconds,
    boolean oneStandardError,
    double optimism,
    List<Nested> nested) {

  /**
   * One value.
   *
   * @param value of l2 or l1
   * @param logLoss mean over the folds of the mean log-loss on the rows held out
   * @param standardError of that mean: the folds' sample standard deviation divided by the square
   *     root of their number
   * @param unconverged folds whose fit did not reach its optimum
   */
  public record Point(double value, double logLoss, double standardError, int unconverged) {

    static Point of(double value, List<FoldPath.Step> folds) {
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
      return new Point(value, mean, Math.sqrt(squares / (count - 1) / count), unconverged);
    }
  }

  /**
   * The log-loss of a rule's choice on rows that had no part in the choice.
   *
   * @param oneStandardError the rule
   * @param logLoss mean over the folds of the mean log-loss on the rows held out
   * @param standardError of that mean
   * @param unconverged fits without two folds, each counted for both, that did not reach their
   *     optimum
   */
  public record Nested(
      boolean oneStandardError, double logLoss, double standardError, int unconverged) {}

  /** Copies the lists. */
  public RegularizationPath {
    points = List.copyOf(points);
    nested = List.copyOf(nested);
  }

  /** A path of l2 whose best point is chosen. */
  public RegularizationPath(int folds, List<Point> points, double seconds) {
    this(PenaltyGrid.Kind.L2, folds, points, seconds, false, Double.NaN, List.of());
  }

  /** Returns the path of fits in the folds; its best point is chosen. */
  static RegularizationPath of(
      PenaltyGrid.Kind kind,
      List<Double> values,
      List<List<FoldPath.Step>> byFold,
      List<Nested> nested,
      double seconds) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      int step = i;
      points.add(Point.of(values.get(i), byFold.stream().map(steps -> steps.get(step)).toList()));
    }
    RegularizationPath path = new RegularizationPath(byFold.size(), points, seconds);
    int best = points.indexOf(path.best());
    double sum = 0;
    for (List<FoldPath.Step> steps : byFold) {
      double least = steps.stream().mapToDouble(FoldPath.Step::logLoss).min().orElseThrow();
      sum += steps.get(best).logLoss() - least;
    }
    return new RegularizationPath(
        kind, byFold.size(), points, seconds, false, sum / byFold.size(), nested);
  }

  /**
   * The log-loss to expect on new rows: that of the {@link #best} with its optimism; empty where
   * another point is chosen, or the optimism is not known.
   */
  public OptionalDouble expectedLogLoss() {
    double corrected = best().logLoss() + optimism;
    return oneStandardError || !Double.isFinite(corrected)
        ? OptionalDouble.empty()
        : OptionalDouble.of(corrected);
  }

  /**
   * The log-loss to expect of a training whose penalty is chosen by this path's rule, which the
   * choice does not bias; empty where the cross-validation was not nested.
   */
  public Optional<Nested> nestedLogLoss() {
    return nested.stream().filter(each -> each.oneStandardError() == oneStandardError).findFirst();
  }

  /**
   * Returns the same path with another choice: the largest value whose log-loss is at most that of
   * the {@link #best} plus the best one's standard error, the {@code lambda.1se} of R's glmnet.
   */
  public RegularizationPath byOneStandardError() {
    return new RegularizationPath(kind, folds, points, seconds, true, optimism, nested);
  }

  /** The point of the least log-loss; in a tie, that of the larger value. */
  public Point best() {
    return points.stream().min(Comparator.comparingDouble(Point::logLoss)).orElseThrow();
  }

  /** The point whose value is used for the training on all rows. */
  public Point chosen() {
    Point best = best();
    if (!oneStandardError) {
      return best;
    }
    double most = best.logLoss() + best.standardError();
    return points.stream().filter(point -> point.logLoss() <= most).findFirst().orElse(best);
  }

  /** The settings with the chosen value, for the training on all rows. */
  public Settings applied(Settings settings) {
    return kind.applied(settings, chosen().value());
  }
}
