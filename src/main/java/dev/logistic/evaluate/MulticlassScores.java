package dev.logistic.evaluate;

import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.Softmax;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The scores of several classes for each row, and the row's true class.
 *
 * <p>Takes over the arrays it is created from: the caller must not change them afterwards.
 * Immutable then, and thread-safe. Rows and classes count from 0; the score of class c in row r is
 * at {@code r * classes + c}.
 */
public final class MulticlassScores implements RowScores {

  private static final double SUM_TOLERANCE = 1e-4;

  /** Logits, or probabilities where these are what was given. */
  private final double[] values;

  /** The parts of each row's {@link Softmax}; empty where probabilities were given. */
  private final double[] peaks;

  private final double[] rests;

  private final int[] actual;
  private final int classes;
  private final Weights weights;

  private MulticlassScores(
      double[] values, double[] peaks, double[] rests, int[] actual, int classes, Weights weights) {
    this.values = values;
    this.peaks = peaks;
    this.rests = rests;
    this.actual = actual;
    this.classes = classes;
    this.weights = weights;
  }

  /**
   * Scores given as logits, whose softmax are the probabilities. Infinite ones are allowed, see
   * {@link Softmax}.
   *
   * @param logits row by row; taken over
   * @param actual the true class of each row; taken over
   * @param classes how many there are
   * @throws IllegalArgumentException if there are fewer than 2 classes or no row, the lengths do
   *     not fit, a class is out of range, or a logit is NaN
   */
  public static MulticlassScores ofLogits(double[] logits, int[] actual, int classes) {
    check("logits", logits, actual, classes);
    for (int i = 0; i < logits.length; i++) {
      if (Double.isNaN(logits[i])) {
        throw new IllegalArgumentException(
            "logits must be numbers, was NaN in row " + i / classes + ", class " + i % classes);
      }
    }
    double[] peaks = new double[actual.length];
    double[] rests = new double[actual.length];
    for (int row = 0; row < actual.length; row++) {
      Softmax softmax = Softmax.of(logits, row * classes, classes);
      peaks[row] = softmax.peak();
      rests[row] = softmax.rest();
    }
    return new MulticlassScores(logits, peaks, rests, actual, classes, Weights.ones(actual.length));
  }

  /**
   * Scores given as probabilities, which are kept to the last bit.
   *
   * @param probabilities row by row, 0 to 1, a row's sum being 1 to four decimals; taken over
   * @param actual the true class of each row; taken over
   * @param classes how many there are
   * @throws IllegalArgumentException if there are fewer than 2 classes or no row, the lengths do
   *     not fit, a class is out of range, or probabilities are invalid
   */
  public static MulticlassScores ofProbabilities(
      double[] probabilities, int[] actual, int classes) {
    check("probabilities", probabilities, actual, classes);
    for (int row = 0; row < actual.length; row++) {
      double sum = 0;
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
          throw new IllegalArgumentException(
              "probabilities must be from 0 to 1, was %s in row %d, class %d"
                  .formatted(probabilities[i], row, i % classes));
        }
        sum += probabilities[i];
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        throw new IllegalArgumentException(
            "the probabilities of a row must add up to 1, was " + sum + " in row " + row);
      }
    }
    return new MulticlassScores(
        probabilities, new double[0], new double[0], actual, classes, Weights.ones(actual.length));
  }

  /**
   * Returns the same scores with weights of the rows, as {@link Scores#withWeights}.
   *
   * @param given one per row; taken over
   * @throws IllegalArgumentException if there is not one for each row, one is not a finite number
   *     of at least 0, all are 0, or their sum is infinite
   */
  public MulticlassScores withWeights(double[] given) {
    return weighted(Weights.of(given, rows()));
  }

  @Override
  public MulticlassScores only(int[] rows) {
    double[] some = new double[rows.length * classes];
    int[] someActual = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * classes, some, i * classes, classes);
      someActual[i] = actual[rows[i]];
    }
    MulticlassScores scores =
        peaks.length == 0
            ? ofProbabilities(some, someActual, classes)
            : ofLogits(some, someActual, classes);
    return scores.weighted(weights.only(rows));
  }

  private MulticlassScores weighted(Weights given) {
    return new MulticlassScores(values, peaks, rests, actual, classes, given);
  }

  private static void check(String name, double[] values, int[] actual, int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2, was " + classes);
    }
    if (values.length != (long) actual.length * classes) {
      throw new IllegalArgumentException(
          "there must be %d %s for each of %d rows, was %d"
              .formatted(classes, name, actual.length, values.length));
    }
    if (actual.length == 0) {
      throw new IllegalArgumentException("there must be at least one row, was 0");
    }
    for (int row = 0; row < actual.length; row++) {
      if (actual[row] < 0 || actual[row] >= classes) {
        throw new IllegalArgumentException(
            "classes must be from 0 to %d, was %d in row %d"
                .formatted(classes - 1, actual[row], row));
      }
    }
  }

  @Override
  public int rows() {
    return actual.length;
  }

  @Override
  public MulticlassEvaluation evaluate(List<String> classNames, Threshold threshold) {
    return MulticlassEvaluation.of(this, classNames);
  }

  /** The number of classes, at least 2. */
  public int classes() {
    return classes;
  }

  /** The number of rows of the class. */
  long rowsOf(int code) {
    return Arrays.stream(actual).filter(each -> each == code).count();
  }

  @Override
  public double weight(int row) {
    return weights.of(row);
  }

  /** The sum of the weights; empty without weights. */
  public OptionalDouble weight() {
    return weights.givenSum();
  }

  @Override
  public int actual(int row) {
    return actual[row];
  }

  /** The class with the largest logit or probability, the first one of a tie. */
  public int predicted(int row) {
    return ClassProbabilities.predicted(values, row * classes, classes);
  }

  /** The probability of a class as given, or the softmax of the row's logits in float64. */
  public double probability(int row, int code) {
    double value = values[row * classes + code];
    return peaks.length == 0 ? value : softmax(row).probability(value);
  }

  private Softmax softmax(int row) {
    return new Softmax(peaks[row], rests[row]);
  }

  /** {@code -log(p)} of the true class; infinite where that probability is 0. */
  double logLoss(int row) {
    double value = values[row * classes + actual[row]];
    return peaks.length == 0 ? 0 - Math.log(value) : softmax(row).logLoss(value);
  }

  /** One class against the others, by its probability. */
  public Scores oneVersusRest(int code) {
    double[] probabilities = new double[rows()];
    boolean[] positive = new boolean[rows()];
    for (int row = 0; row < positive.length; row++) {
      probabilities[row] = probability(row, code);
      positive[row] = actual[row] == code;
    }
    return Scores.ofProbabilities(probabilities, positive).weighted(weights);
  }

  /** Whether the prediction is correct, by the probability of the predicted class. */
  Scores ofPredictions() {
    double[] probabilities = new double[rows()];
    boolean[] right = new boolean[rows()];
    for (int row = 0; row < right.length; row++) {
      int predicted = predicted(row);
      probabilities[row] = probability(row, predicted);
      right[row] = predicted == actual[row];
    }
    return Scores.ofProbabilities(probabilities, right).weighted(weights);
  }

  /** The mean over the rows of {@code sum((probability - is the class)^2)} over the classes. */
  double brier() {
    return weights.mean(rows(), this::squaredError);
  }

  /** The mean over the rows of {@code -log(p)} of the true class. */
  double logLoss() {
    return weights.mean(rows(), this::logLoss);
  }

  private double squaredError(int row) {
    double sum = 0;
    for (int code = 0; code < classes; code++) {
      double error = probability(row, code) - (code == actual[row] ? 1 : 0);
      sum += error * error;
    }
    return sum;
  }
}
