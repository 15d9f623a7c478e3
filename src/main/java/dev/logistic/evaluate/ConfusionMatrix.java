package dev.logistic.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The number of rows for each actual and predicted one of several classes or, for weighted rows,
 * the sums of their weights. All metrics are in float64; a ratio with a denominator of 0 is 0, as
 * in scikit-learn 1.2.1 with {@code zero_division=0}, and macro means are over the classes that
 * occur as actual or predicted, also as in scikit-learn. Immutable.
 */
public final class ConfusionMatrix {

  private final double[][] counts; // by actual class, then by predicted class
  private final double[] actual;
  private final double[] predicted;
  private final double rows;

  private ConfusionMatrix(double[][] counts) {
    this.counts = counts;
    this.actual = Arrays.stream(counts).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    this.predicted =
        IntStream.range(0, counts.length)
            .mapToDouble(code -> Arrays.stream(counts).mapToDouble(row -> row[code]).sum())
            .toArray();
    this.rows = Arrays.stream(actual).sum();
  }

  /** Counts. */
  public static ConfusionMatrix of(MulticlassScores scores) {
    double[][] counts = new double[scores.classes()][scores.classes()];
    for (int row = 0; row < scores.rows(); row++) {
      counts[scores.actual(row)][scores.predicted(row)] += scores.weight(row);
    }
    return new ConfusionMatrix(counts);
  }

  /** The number of classes. */
  public int classes() {
    return counts.length;
  }

  /** The number of rows of one class that are predicted as another, or the same. */
  public double count(int actualClass, int predictedClass) {
    return counts[actualClass][predictedClass];
  }

  /** The number of rows of the class. */
  public double actual(int code) {
    return actual[code];
  }

  /** The number of rows predicted as the class. */
  public double predicted(int code) {
    return predicted[code];
  }

  /** The number of rows predicted correctly. */
  public double right() {
    return IntStream.range(0, classes()).mapToDouble(code -> counts[code][code]).sum();
  }

  /** The share of rows predicted correctly, 0 to 1. */
  public double accuracy() {
    return share(right(), rows);
  }

  /** The mean of the recall of those classes that have rows, 0 to 1. */
  public double balancedAccuracy() {
    return mean(code -> actual[code] > 0, this::recall);
  }

  /**
   * The share of the rows predicted as the class that belong to it; 0 if no row is predicted as it.
   */
  public double precision(int code) {
    return share(counts[code][code], predicted[code]);
  }

  /** The share of the class's rows that are predicted as it; 0 if it has no rows. */
  public double recall(int code) {
    return share(counts[code][code], actual[code]);
  }

  /** {@code 2 tp / (actual + predicted)}; 0 where no row is of the class or predicted so. */
  public double f1(int code) {
    return share(2 * counts[code][code], actual[code] + predicted[code]);
  }

  /** The macro mean of {@link #precision}. */
  public double macroPrecision() {
    return mean(this::occurs, this::precision);
  }

  /** The macro mean of {@link #recall}. */
  public double macroRecall() {
    return mean(this::occurs, this::recall);
  }

  /** The macro mean of {@link #f1}. */
  public double macroF1() {
    return mean(this::occurs, this::f1);
  }

  /**
   * The correlation of actual and predicted classes, {@code (right n - sum(a p)) / sqrt((n^2 -
   * sum(p^2)) (n^2 - sum(a^2)))} with a class's actual and predicted counts a and p, -1 to 1; 0
   * where a factor is 0. R_K of Gorodkin, Computational Biology and Chemistry 28, 2004; of two
   * classes Matthews' coefficient.
   */
  public double mcc() {
    // Exact without weights: there are fewer than 2^31 rows.
    ProductSum both = new ProductSum();
    ProductSum ofActual = new ProductSum();
    ProductSum ofPredicted = new ProductSum();
    both.add(right(), rows);
    ofActual.add(rows, rows);
    ofPredicted.add(rows, rows);
    for (int code = 0; code < classes(); code++) {
      both.add(-actual[code], predicted[code]);
      ofActual.add(-actual[code], actual[code]);
      ofPredicted.add(-predicted[code], predicted[code]);
    }
    double squared = ofActual.value() * ofPredicted.value();
    return squared <= 0 ? 0 : both.value() / Math.sqrt(squared);
  }

  /** Rows of actual classes, columns of predicted ones. */
  public List<List<Number>> toLists() {
    return Arrays.stream(counts)
        .map(row -> Arrays.stream(row).mapToObj(Counts::number).toList())
        .toList();
  }

  private boolean occurs(int code) {
    return actual[code] + predicted[code] > 0;
  }

  private double mean(IntPredicate counted, IntToDoubleFunction figure) {
    return IntStream.range(0, classes()).filter(counted).mapToDouble(figure).average().orElse(0);
  }

  private static double share(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
