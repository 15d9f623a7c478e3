package dev.logistic.evaluate;

import dev.logistic.config.SettingsException;
import dev.logistic.config.ThresholdRule;

/**
 * The smallest probability at which a row is predicted positive: a number, or a rule that finds one
 * in given scores. Immutable.
 *
 * <p>The rules try every cut between distinct probabilities, so that rows of equal probability stay
 * together, and choose the highest of the best ones; only for costs a cut above all rows is among
 * them. Comparisons are exact without weights and with whole-number weights.
 */
public final class Threshold {

  private final ThresholdRule rule;

  private Threshold(ThresholdRule rule) {
    this.rule = rule;
  }

  /**
   * A fixed threshold.
   *
   * @param probability 0 to 1
   * @throws IllegalArgumentException if it is outside of 0 to 1
   */
  public static Threshold of(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("threshold must be from 0 to 1, was " + probability);
    }
    return new Threshold(ThresholdRule.of(probability));
  }

  /**
   * Reads a number from 0 to 1 in plain decimals, or a rule: {@code f1} (the highest F1), {@code
   * youden} (the highest true positive rate minus false positive rate; Youden, 1950), {@code
   * cost:fn=10,fp=1} (the least total cost of false negatives and false positives), {@code
   * recall:0.9} (the highest threshold whose recall is at least that) or {@code precision:0.9} (the
   * highest recall at a precision of at least that).
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Threshold parse(String text) {
    try {
      return new Threshold(ThresholdRule.parse(text));
    } catch (SettingsException e) { // explains what is missing
      throw new IllegalArgumentException("threshold " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "threshold must be %s, was \"%s\"".formatted(ThresholdRule.RULES, text), e);
    }
  }

  /**
   * Returns the threshold's number for these scores: 0 to 1. Where a rule finds it, the least
   * probability of a row that is predicted positive; halfway between the highest probability and 1
   * where no row is.
   *
   * @throws IllegalArgumentException if no threshold satisfies the rule; the message has the best
   *     value reached. Also if the rule is {@code youden} and the rows are of one class
   */
  public double in(Scores scores) {
    if (rule.isNumber()) {
      return rule.value();
    }
    Ranking ranking = scores.ranking();
    int cut = cut(ranking);
    return cut == 0 ? between(ranking, cut) : ranking.threshold(cut);
  }

  /**
   * Returns the threshold's number for other rows than these: as {@link #in}, but halfway between
   * the smallest probability predicted positive and the next lower one, or 0 if there is none. So
   * rounding, as between float32 and float64, moves no row of these to the other side.
   *
   * @throws IllegalArgumentException as for {@link #in}
   */
  public double between(Scores scores) {
    if (rule.isNumber()) {
      return rule.value();
    }
    Ranking ranking = scores.ranking();
    return between(ranking, cut(ranking));
  }

  private static double between(Ranking ranking, int cut) {
    double least = cut == 0 ? 1 : ranking.threshold(cut);
    double below = cut + 1 < ranking.points() ? ranking.threshold(cut + 1) : 0;
    double middle = (below + least) / 2;
    return middle > below ? middle : least; // where no number is between the two
  }

  /** The chosen point of the ranking; 0 is above all rows. */
  private int cut(Ranking ranking) {
    return switch (rule.kind()) {
      case F1 -> highestF1(ranking);
      case YOUDEN -> highestYouden(ranking);
      case COST -> leastCost(ranking);
      case RECALL -> highestWithRecall(ranking);
      case PRECISION -> highestRecallWithPrecision(ranking);
      case NUMBER -> throw new AssertionError("a number needs no rows");
    };
  }

  /** {@code F1 = 2 tp / (tp + fp + positives)}; without a positive row 0 at every threshold. */
  private static int highestF1(Ranking ranking) {
    int best = 1;
    for (int point = 2; point < ranking.points(); point++) {
      double gain =
          ProductSum.difference(
              ranking.truePositives(point), predictedAndActual(ranking, best),
              ranking.truePositives(best), predictedAndActual(ranking, point));
      best = gain > 0 ? point : best;
    }
    return best;
  }

  private static double predictedAndActual(Ranking ranking, int point) {
    return ranking.truePositives(point) + ranking.falsePositives(point) + ranking.positives();
  }

  private static int highestYouden(Ranking ranking) {
    if (ranking.positives() == 0 || ranking.negatives() == 0) {
      throw new IllegalArgumentException(
          "threshold youden needs rows of both classes, was only "
              + (ranking.positives() == 0 ? "negative" : "positive")
              + " ones");
    }
    int best = 1;
    for (int point = 2; point < ranking.points(); point++) {
      // tp / positives - fp / negatives, times both
      double gain =
          ProductSum.difference(
              ranking.truePositives(point) - ranking.truePositives(best),
              ranking.negatives(),
              ranking.falsePositives(point) - ranking.falsePositives(best),
              ranking.positives());
      best = gain > 0 ? point : best;
    }
    return best;
  }

  /** No threshold up to 1 is above a probability of 1. */
  private int leastCost(Ranking ranking) {
    int best = ranking.threshold(1) < 1 ? 0 : 1;
    for (int point = best + 1; point < ranking.points(); point++) {
      double saved =
          ProductSum.difference(
              ranking.truePositives(point) - ranking.truePositives(best),
              rule.value(),
              ranking.falsePositives(point) - ranking.falsePositives(best),
              rule.falsePositive());
      best = saved > 0 ? point : best;
    }
    return best;
  }

  private int highestWithRecall(Ranking ranking) {
    requirePositives(ranking);
    int point = 1;
    while (ranking.truePositives(point) / ranking.positives() < rule.value()) {
      point++;
    }
    return point;
  }

  private int highestRecallWithPrecision(Ranking ranking) {
    requirePositives(ranking);
    int best = 0;
    double highest = 0;
    for (int point = 1; point < ranking.points(); point++) {
      double positives = ranking.truePositives(point);
      double precision = positives / (positives + ranking.falsePositives(point));
      highest = Math.max(highest, precision);
      best = precision >= rule.value() && positives > ranking.truePositives(best) ? point : best;
    }
    if (best == 0) {
      throw new IllegalArgumentException(
          "no threshold satisfies %s: the highest precision of any is %s; set precision:%s or less"
              .formatted(rule, highest, highest));
    }
    return best;
  }

  private void requirePositives(Ranking ranking) {
    if (ranking.positives() == 0) {
      throw new IllegalArgumentException(
          "threshold %s needs positive rows, was only negative ones".formatted(rule));
    }
  }

  /** Prints it so that {@link #parse} reads it back. */
  @Override
  public String toString() {
    return rule.toString();
  }
}
