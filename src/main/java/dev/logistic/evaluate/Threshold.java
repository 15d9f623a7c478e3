package dev.logistic.evaluate;

import java.math.BigDecimal;
import java.util.function.ToDoubleFunction;

/**
 * The least probability at which a row is predicted positive: a number, or a rule that finds one in
 * given scores. Immutable.
 *
 * <p>The rules try every probability that occurs and choose the highest of the best ones.
 * Comparisons are exact without weights and with whole-number weights.
 */
public final class Threshold {

  private final String name;
  private final ToDoubleFunction<Scores> rule;

  private Threshold(String name, ToDoubleFunction<Scores> rule) {
    this.name = name;
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
    return new Threshold(Double.toString(probability), scores -> probability);
  }

  /**
   * Reads {@code f1} (the highest F1), {@code youden} (the highest true positive rate minus false
   * positive rate; Youden, 1950), or a number from 0 to 1 in plain decimals.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Threshold parse(String text) {
    String stripped = text.strip();
    if (stripped.equals("f1")) {
      return new Threshold(stripped, Threshold::highestF1);
    }
    if (stripped.equals("youden")) {
      return new Threshold(stripped, Threshold::highestYouden);
    }
    try {
      // Unlike Double.parseDouble this refuses NaN, hex and "1f".
      return of(new BigDecimal(stripped).doubleValue());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "threshold must be f1, youden or a number from 0 to 1, was \"" + text + "\"", e);
    }
  }

  /**
   * Returns the threshold's number for these scores: 0 to 1.
   *
   * @throws IllegalArgumentException if the rule is {@code youden} and the rows are of one class
   */
  public double in(Scores scores) {
    return rule.applyAsDouble(scores);
  }

  /** {@code F1 = 2 tp / (tp + fp + positives)}; without a positive row 0 at every threshold. */
  private static double highestF1(Scores scores) {
    Ranking ranking = scores.ranking();
    int best = 1;
    for (int point = 2; point < ranking.points(); point++) {
      double gain =
          ProductSum.difference(
              ranking.truePositives(point), predictedAndActual(ranking, best),
              ranking.truePositives(best), predictedAndActual(ranking, point));
      best = gain > 0 ? point : best;
    }
    return ranking.threshold(best);
  }

  private static double predictedAndActual(Ranking ranking, int point) {
    return ranking.truePositives(point) + ranking.falsePositives(point) + ranking.positives();
  }

  private static double highestYouden(Scores scores) {
    Ranking ranking = scores.ranking();
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
    return ranking.threshold(best);
  }

  /** Prints it so that {@link #parse} reads it back. */
  @Override
  public String toString() {
    return name;
  }
}
