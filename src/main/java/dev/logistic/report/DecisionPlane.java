package dev.logistic.report;

import java.util.List;

/**
 * Rows of two features and the decision boundary: {@code xWeight * x + yWeight * y + bias = 0},
 * positive where the left side is above 0.
 *
 * <p>Copies its arrays, and returns copies. Two of these are equal only if they are the same
 * object.
 *
 * @param xName name of the first feature
 * @param yName name of the second feature
 * @param x the first feature, a value for each row
 * @param y the second feature, a value for each row
 * @param positive whether the row is of the positive class
 * @param xWeight weight of the first feature on the scale of x
 * @param yWeight weight of the second feature on the scale of y
 * @param bias on the scale of x and y; minus the logit of the threshold
 * @param classes the negative class and the positive one, as text
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record DecisionPlane(
    String xName,
    String yName,
    double[] x,
    double[] y,
    boolean[] positive,
    double xWeight,
    double yWeight,
    double bias,
    List<String> classes) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the arrays differ in length or there are not two classes
   */
  public DecisionPlane {
    if (x.length != y.length || x.length != positive.length) {
      throw new IllegalArgumentException(
          "x, y and positive must have the same length, was %d, %d and %d"
              .formatted(x.length, y.length, positive.length));
    }
    classes = BinaryRowsEvaluation.twoClasses(classes);
    x = x.clone();
    y = y.clone();
    positive = positive.clone();
  }

  /** The first feature of each row, copied. */
  @Override
  public double[] x() {
    return x.clone();
  }

  /** The second feature of each row, copied. */
  @Override
  public double[] y() {
    return y.clone();
  }

  /** Whether each row belongs to the positive class, copied. */
  @Override
  public boolean[] positive() {
    return positive.clone();
  }
}
