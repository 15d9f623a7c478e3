package dev.logistic.train.optimum;

import java.util.Arrays;

/**
 * Weighted rows with their classes and a penalty. The objective is {@code sum(weight * loss) /
 * sum(weight) + l2/2 * ||w||^2 + l1 * ||w||_1}, without the biases in the penalty.
 *
 * @param x rows of features
 * @param y the class of each row, from 0
 * @param weights one a row, each at least 0
 * @param classes how many there are; two have one logit, more have one a class
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Problem(double[][] x, int[] y, double[] weights, int classes, double l1, double l2) {

  /** Rows that count 1 each, without a penalty. */
  static Problem of(double[][] x, int... y) {
    double[] ones = new double[y.length];
    Arrays.fill(ones, 1);
    return new Problem(x, y, ones, Arrays.stream(y).max().orElseThrow() + 1, 0, 0);
  }

  Problem withWeights(double... other) {
    return new Problem(x, y, other, classes, l1, l2);
  }

  Problem withPenalty(double lasso, double ridge) {
    return new Problem(x, y, weights, classes, lasso, ridge);
  }

  Problem withX(double[][] other) {
    return new Problem(other, y, weights, classes, l1, l2);
  }

  int rows() {
    return y.length;
  }

  int columns() {
    return x[0].length;
  }

  int outputs() {
    return classes == 2 ? 1 : classes;
  }

  double weightSum() {
    return Arrays.stream(weights).sum();
  }

  boolean isWeighted() {
    return Arrays.stream(weights).anyMatch(weight -> weight != 1);
  }

  /** The weight of each class. */
  double[] classWeights() {
    double[] sums = new double[classes];
    for (int row = 0; row < rows(); row++) {
      sums[y[row]] += weights[row];
    }
    return sums;
  }

  /** The loss without features: the entropy of the classes. */
  double nullLoss() {
    double all = weightSum();
    return Arrays.stream(classWeights())
        .filter(sum -> sum > 0)
        .map(sum -> -sum / all * Math.log(sum / all))
        .sum();
  }

  /** The same rows with each class multiplied by a weight. */
  Problem withClassWeights(double... each) {
    double[] products = weights.clone();
    for (int row = 0; row < rows(); row++) {
      products[row] *= each[y[row]];
    }
    return withWeights(products);
  }

  /** The same with every class of equal weight, the sum staying as it is. */
  Problem balanced() {
    double all = weightSum();
    return withClassWeights(
        Arrays.stream(classWeights()).map(own -> all / (classes * own)).toArray());
  }

  /** Features as float32 holds them. */
  Problem inFloat32() {
    return withX(map(value -> (float) value));
  }

  private double[][] map(java.util.function.DoubleUnaryOperator change) {
    return Arrays.stream(x)
        .map(row -> Arrays.stream(row).map(change).toArray())
        .toArray(double[][]::new);
  }

  /** The rows of positive weight, each as often as its whole weight. */
  Problem repeated() {
    int count = (int) weightSum();
    double[][] rows = new double[count][];
    int[] labels = new int[count];
    int at = 0;
    for (int row = 0; row < rows(); row++) {
      for (int time = 0; time < weights[row]; time++) {
        rows[at] = x[row];
        labels[at++] = y[row];
      }
    }
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return new Problem(rows, labels, ones, classes, l1, l2);
  }

  /** Weighted means of the columns, each exact for a column that is constant. */
  double[] means() {
    double[] means = new double[columns()];
    double all = weightSum();
    for (int column = 0; column < means.length; column++) {
      double origin = origin(column);
      double sum = 0;
      for (int row = 0; row < rows(); row++) {
        sum += weights[row] > 0 ? weights[row] / all * (x[row][column] - origin) : 0;
      }
      means[column] = origin + sum;
    }
    return means;
  }

  /** The column's value in the first row that counts. */
  private double origin(int column) {
    int row = 0;
    while (weights[row] == 0) {
      row++;
    }
    return x[row][column];
  }

  /** Weighted population standard deviations of the columns; 1 for a constant. */
  double[] deviations() {
    double[] means = means();
    double[] deviations = new double[columns()];
    double all = weightSum();
    for (int column = 0; column < deviations.length; column++) {
      double largest = 0;
      for (int row = 0; row < rows(); row++) {
        if (weights[row] > 0) {
          largest = Math.max(largest, Math.abs(x[row][column] - means[column]));
        }
      }
      double squares = 0;
      for (int row = 0; row < rows() && largest > 0; row++) {
        double share = (x[row][column] - means[column]) / largest;
        squares += weights[row] > 0 ? weights[row] / all * share * share : 0;
      }
      deviations[column] = largest == 0 ? 1 : largest * Math.sqrt(squares);
    }
    return deviations;
  }

  /** Features with weighted mean 0 and standard deviation 1. */
  Problem standardized() {
    return transformed(means(), deviations());
  }

  /** {@code (x - mean) / scale}. */
  Problem transformed(double[] means, double[] scales) {
    double[][] changed = new double[rows()][columns()];
    for (int row = 0; row < rows(); row++) {
      for (int column = 0; column < columns(); column++) {
        changed[row][column] =
            weights[row] > 0 ? (x[row][column] - means[column]) / scales[column] : 0;
      }
    }
    return withX(changed);
  }

  /** The objective at parameters of these features. */
  double objective(Solution at) {
    double[] logits = new double[outputs()];
    double sum = 0;
    double correction = 0;
    for (int row = 0; row < rows(); row++) {
      if (weights[row] > 0) {
        for (int output = 0; output < logits.length; output++) {
          logits[output] = at.logit(output, x[row]);
        }
        // Kahan's sum: rare classes have losses of a hundred thousandth.
        double term = weights[row] * loss(logits, y[row]) - correction;
        double next = sum + term;
        correction = next - sum - term;
        sum = next;
      }
    }
    return sum / weightSum() + penalty(at);
  }

  private double penalty(Solution at) {
    double sum = 0;
    for (double[] ofOutput : at.weights()) {
      for (double weight : ofOutput) {
        sum += l2 / 2 * weight * weight + l1 * Math.abs(weight);
      }
    }
    return sum;
  }

  /** The negative log-likelihood of a class. */
  static double loss(double[] logits, int own) {
    if (logits.length == 1) {
      double wrong = own == 1 ? -logits[0] : logits[0];
      return Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
    }
    double most = Double.NEGATIVE_INFINITY;
    int at = 0;
    for (int output = 0; output < logits.length; output++) {
      if (logits[output] > most) {
        most = logits[output];
        at = output;
      }
    }
    double others = 0;
    for (int output = 0; output < logits.length; output++) {
      others += output == at ? 0 : Math.exp(logits[output] - most);
    }
    return most - logits[own] + Math.log1p(others);
  }
}
