package dev.logistic.spark;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Number, mean, squared distance from it and range of each column, in float64. Those of two runs of
 * rows are merged as in Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for
 * computing sample variances, 1979.
 */
final class Moments implements Serializable {

  private static final long serialVersionUID = 1L;

  private final double[] means;
  private final double[] squares;
  private final double[] least;
  private final double[] greatest;
  private long rows;

  Moments(int columns) {
    means = new double[columns];
    squares = new double[columns];
    least = new double[columns];
    greatest = new double[columns];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
  }

  /** Of some rows, one behind the other. */
  static Moments of(double[] values, int rows, int columns) {
    Moments moments = new Moments(columns);
    moments.rows = rows;
    double[] means = moments.means;
    double[] least = moments.least;
    double[] greatest = moments.greatest;
    for (int row = 0, at = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++, at++) {
        double value = values[at];
        means[column] += value;
        least[column] = Math.min(least[column], value);
        greatest[column] = Math.max(greatest[column], value);
      }
    }
    for (int column = 0; column < columns; column++) {
      means[column] = least[column] == greatest[column] ? least[column] : means[column] / rows;
    }
    double[] squares = moments.squares;
    for (int row = 0, at = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++, at++) {
        double distance = values[at] - means[column];
        squares[column] += distance * distance;
      }
    }
    return moments;
  }

  /** Those of these rows and later ones. */
  Moments and(Moments later) {
    Moments both = new Moments(means.length);
    both.add(this);
    both.add(later);
    return both;
  }

  /** Adds those of later rows. */
  void add(Moments later) {
    long all = rows + later.rows;
    if (later.rows == 0) {
      return;
    }
    double share = (double) later.rows / all;
    double product = (double) rows * share;
    for (int column = 0; column < means.length; column++) {
      double difference = later.means[column] - means[column];
      means[column] += difference * share;
      double between = rows == 0 ? 0 : difference * difference * product; // which may overflow
      squares[column] += later.squares[column] + between;
      least[column] = Math.min(least[column], later.least[column]);
      greatest[column] = Math.max(greatest[column], later.greatest[column]);
      if (least[column] == greatest[column]) {
        means[column] = least[column]; // exact for a constant
      }
    }
    rows = all;
  }

  int columns() {
    return means.length;
  }

  /** The first column with a value that is NaN or beyond a bound; -1 if there is none. */
  int firstBeyond(double bound) {
    for (int column = 0; column < means.length; column++) {
      if (!(least[column] >= -bound && greatest[column] <= bound)) {
        return column;
      }
    }
    return -1;
  }

  /** The largest absolute value in a column. */
  double largest(int column) {
    return Math.max(-least[column], greatest[column]);
  }

  /** Means of the columns; not a copy. */
  double[] means() {
    return means;
  }

  /** Population standard deviations, and 1 for constant columns; not finite where they overflow. */
  double[] scales() {
    double[] scales = new double[means.length];
    for (int column = 0; column < scales.length; column++) {
      double scale = Math.sqrt(squares[column] / rows);
      scales[column] = least[column] == greatest[column] || scale == 0 ? 1 : scale;
    }
    return scales;
  }
}
