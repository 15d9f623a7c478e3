package dev.logistic.evaluate;

import dev.logistic.schema.ClassProbabilities;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The score of a binary classifier for each row, and the row's true class.
 *
 * <p>Takes over the arrays it is created from: the caller must not change them afterwards.
 * Immutable then, and safe for threads to share. Rows count from 0. The order of the rows by
 * probability is computed when first needed and kept, at up to 16 bytes per row, or 24 for weighted
 * rows.
 */
public final class Scores implements RowScores {

  /** Logits, or probabilities where these are what was given. */
  private final double[] values;

  private final boolean areLogits;
  private final boolean[] positive;
  private final Weights weights;
  private final double positives;
  private final double negatives;
  private @Nullable Ranking ranking;

  private Scores(double[] values, boolean areLogits, boolean[] positive, Weights weights) {
    this.values = values;
    this.areLogits = areLogits;
    this.positive = positive;
    this.weights = weights;
    this.positives = sum(true);
    this.negatives = sum(false);
  }

  /**
   * Scores given as logits, {@code log(p / (1 - p))}. Infinite ones are allowed and mean a
   * probability of 0 or 1.
   *
   * @param logits one per row; taken over
   * @param positive whether each row belongs to the positive class; taken over
   * @throws IllegalArgumentException if there is no row, the lengths differ, or a logit is NaN
   */
  public static Scores ofLogits(double[] logits, boolean[] positive) {
    checkLengths("logits", logits, positive);
    for (int row = 0; row < logits.length; row++) {
      if (Double.isNaN(logits[row])) {
        throw new IllegalArgumentException("logits must be numbers, was NaN in row " + row);
      }
    }
    return new Scores(logits, true, positive, Weights.ones(logits.length));
  }

  /**
   * Scores given as probabilities of the positive class, which are kept to the last bit.
   *
   * @param probabilities one per row, 0 to 1; taken over
   * @param positive whether each row belongs to the positive class; taken over
   * @throws IllegalArgumentException if there is no row, the lengths differ, or a probability is
   *     outside of 0 to 1
   */
  public static Scores ofProbabilities(double[] probabilities, boolean[] positive) {
    checkLengths("probabilities", probabilities, positive);
    for (int row = 0; row < probabilities.length; row++) {
      if (!(probabilities[row] >= 0 && probabilities[row] <= 1)) {
        throw new IllegalArgumentException(
            "probabilities must be from 0 to 1, was " + probabilities[row] + " in row " + row);
      }
    }
    return new Scores(probabilities, false, positive, Weights.ones(positive.length));
  }

  /**
   * Returns the same scores with weights of the rows: a row of weight 2 counts as that row twice,
   * and one of weight 0 not at all.
   *
   * @param given one per row; taken over
   * @throws IllegalArgumentException if there is not one for each row, one is not a finite number
   *     of at least 0, all are 0, or their sum is infinite
   */
  public Scores withWeights(double[] given) {
    return weighted(Weights.of(given, rows()));
  }

  /**
   * Returns the same scores with numbers of trials for which the rows stand: figures are those of
   * as many rows.
   *
   * @param numbers one per row, whole; taken over
   * @throws IllegalArgumentException as {@link #withWeights}
   */
  Scores withTrials(double[] numbers) {
    return weighted(Weights.ofTrials(numbers, rows()));
  }

  /** The number of rows, or of the trials for which they stand. */
  public long observations() {
    return weights.observations(rows());
  }

  /** Whether rows count differently. */
  boolean isWeighted() {
    return weights.areGiven();
  }

  /** Whether each row is one observation, or as many as it has trials. */
  boolean isOfObservations() {
    return weights.areObservations();
  }

  Scores weighted(Weights given) {
    return new Scores(values, areLogits, positive, given);
  }

  @Override
  public Scores only(int[] rows) {
    double[] some = new double[rows.length];
    boolean[] somePositive = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      some[i] = values[rows[i]];
      somePositive[i] = positive[rows[i]];
    }
    checkLengths("rows", some, somePositive);
    return new Scores(some, areLogits, somePositive, weights.only(rows));
  }

  private static void checkLengths(String name, double[] values, boolean[] positive) {
    if (values.length != positive.length) {
      throw new IllegalArgumentException(
          "there must be one class for each of "
              + values.length
              + " "
              + name
              + ", was "
              + positive.length);
    }
    if (values.length == 0) {
      throw new IllegalArgumentException("there must be at least one row, was 0");
    }
  }

  private double sum(boolean ofPositives) {
    return IntStream.range(0, rows())
        .filter(row -> positive[row] == ofPositives)
        .mapToDouble(weights::of)
        .sum();
  }

  @Override
  public int rows() {
    return values.length;
  }

  @Override
  public Evaluation evaluate(List<String> classes, Threshold threshold) {
    if (classes.size() != 2) {
      throw new IllegalArgumentException("there must be two classes, was " + classes);
    }
    return Evaluation.of(this, threshold);
  }

  /** The logit as given, or {@code log(p) - log(1 - p)}, which is infinite where p is 0 or 1. */
  public double logit(int row) {
    double value = values[row];
    return areLogits ? value : Math.log(value) - Math.log1p(-value);
  }

  /**
   * The probability of the positive class as given, or {@code 1 / (1 + exp(-logit))} in float64: 0
   * to 1, non-decreasing in the logit, 1 for logits above about 37 and 0 below about -710.
   */
  public double probability(int row) {
    double value = values[row];
    return areLogits ? ClassProbabilities.sigmoid(value) : value;
  }

  @Override
  public int actual(int row) {
    return positive[row] ? 1 : 0;
  }

  /** Whether the row belongs to the positive class. */
  public boolean positive(int row) {
    return positive[row];
  }

  @Override
  public double weight(int row) {
    return weights.of(row);
  }

  /** The sum of the weights; empty without weights, and where they are numbers of trials. */
  public OptionalDouble weight() {
    return weights.givenSum();
  }

  /** The sum of the weights; the number of rows without weights. */
  public double total() {
    return weights.sum();
  }

  /** The number or weight of the rows of the positive class. */
  public double positives() {
    return positives;
  }

  /** The number or weight of the rows of the negative class. */
  public double negatives() {
    return negatives;
  }

  /** The mean over the rows of {@code log(1 + exp(u))}, u being the logit of the wrong class. */
  double logLoss() {
    return weights.mean(rows(), row -> softplus(positive[row] ? -logit(row) : logit(row)));
  }

  /** {@code log(1 + exp(u))}, without overflow and with all digits where it is small. */
  private static double softplus(double u) {
    return Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
  }

  /** The mean over the rows of {@code (probability - label)^2}. */
  double brier() {
    return weights.mean(rows(), this::squaredError);
  }

  private double squaredError(int row) {
    double error = probability(row) - (positive[row] ? 1 : 0);
    return error * error;
  }

  /** The rows by descending probability, with ties merged. */
  synchronized Ranking ranking() {
    Ranking known = ranking;
    if (known == null) {
      known = Ranking.of(this);
      ranking = known;
    }
    return known;
  }
}
