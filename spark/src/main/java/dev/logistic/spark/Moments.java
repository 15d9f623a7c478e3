package dev.logistic.spark;

import dev.logistic.data.Scaling;
import dev.logistic.data.SparseBlock;
import dev.logistic.data.SparseRows;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Weight of the rows, and mean, squared distance from it and range of each column, in float64. A
 * row of weight 2 counts as that row twice, and one of weight 0 not at all. Two runs of rows are
 * merged as in Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing
 * sample variances, 1979.
 */
final class Moments implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The squares of smaller distances come near the limits of float64. */
  private static final double SMALL = 0x1p-300;

  private final double[] means;
  private final double[] squares; // in units of the column, squared
  private final double[] least;
  private final double[] greatest;
  private double weight;

  Moments(int columns) {
    means = new double[columns];
    squares = new double[columns];
    least = new double[columns];
    greatest = new double[columns];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
  }

  /**
   * Accumulates some rows in order.
   *
   * @param weights one per row; 1 for unweighted rows
   */
  static Moments of(double[] values, double[] weights, int rows, int columns) {
    Moments moments = new Moments(columns);
    double[] means = moments.means;
    double[] least = moments.least;
    double[] greatest = moments.greatest;
    for (int row = 0; row < rows; row++) {
      double ofRow = weights[row];
      if (ofRow == 0) {
        continue;
      }
      moments.weight += ofRow;
      for (int column = 0, at = row * columns; column < columns; column++, at++) {
        double value = values[at];
        means[column] += ofRow * value;
        least[column] = Math.min(least[column], value);
        greatest[column] = Math.max(greatest[column], value);
      }
    }
    double[] units = new double[columns];
    for (int column = 0; column < columns; column++) {
      means[column] = moments.isConstant(column) ? least[column] : means[column] / moments.weight;
      units[column] = moments.unit(column);
    }
    double[] squares = moments.squares;
    for (int row = 0; row < rows; row++) {
      double ofRow = weights[row];
      if (ofRow == 0) {
        continue;
      }
      for (int column = 0, at = row * columns; column < columns; column++, at++) {
        double distance = (values[at] - means[column]) * units[column];
        squares[column] += ofRow * distance * distance;
      }
    }
    return moments;
  }

  /**
   * Accumulates sparse rows.
   *
   * @param weights one per row, each above 0
   */
  static Moments of(SparseRows rows, double[] weights) {
    Moments moments = new Moments(rows.width());
    moments.weight = Arrays.stream(weights).sum();
    double[] ofValues = new double[rows.width()]; // the weight of the rows that have one
    int[] counts = new int[rows.width()];
    forEach(
        rows,
        (row, column, value) -> {
          moments.means[column] += weights[row] * value;
          moments.least[column] = Math.min(moments.least[column], value);
          moments.greatest[column] = Math.max(moments.greatest[column], value);
          ofValues[column] += weights[row];
          counts[column]++;
        });
    double[] units = new double[rows.width()];
    for (int column = 0; column < units.length; column++) {
      if (counts[column] < weights.length) { // the others are 0
        moments.least[column] = Math.min(moments.least[column], 0);
        moments.greatest[column] = Math.max(moments.greatest[column], 0);
      }
      moments.means[column] =
          moments.isConstant(column)
              ? moments.least[column]
              : moments.means[column] / moments.weight;
      units[column] = moments.unit(column);
      double ofZeros = counts[column] < weights.length ? moments.weight - ofValues[column] : 0;
      double distance = moments.means[column] * units[column];
      moments.squares[column] = Math.max(0, ofZeros) * distance * distance;
    }
    forEach(
        rows,
        (row, column, value) -> {
          double distance = (value - moments.means[column]) * units[column];
          moments.squares[column] += weights[row] * distance * distance;
        });
    return moments;
  }

  private static void forEach(SparseRows rows, SparseBlock.Visitor visitor) {
    rows.forEach(
        0,
        rows.blocks(),
        (block, place) -> {
          int first = place * rows.blockRows();
          block.forEach((row, column, value) -> visitor.accept(first + row, column, value));
        });
  }

  private boolean isConstant(int column) {
    return least[column] == greatest[column];
  }

  /** Returns a power of two, in units of which no square of a distance underflows. */
  private double unit(int column) {
    double range = greatest[column] - least[column];
    return range > 0 && range < SMALL ? Math.scalb(1.0, -Math.getExponent(range)) : 1;
  }

  /** The moments of these rows and later ones. */
  Moments and(Moments later) {
    Moments both = new Moments(means.length);
    both.add(this);
    both.add(later);
    return both;
  }

  /** Adds the moments of later rows. */
  void add(Moments later) {
    double all = weight + later.weight;
    if (later.weight == 0) {
      return;
    }
    double share = later.weight / all;
    double product = weight * share;
    for (int column = 0; column < means.length; column++) {
      double difference = later.means[column] - means[column];
      means[column] += difference * share;
      double before = unit(column);
      least[column] = Math.min(least[column], later.least[column]);
      greatest[column] = Math.max(greatest[column], later.greatest[column]);
      double unit = unit(column);
      double distance = difference * unit;
      double between = weight == 0 ? 0 : distance * distance * product; // which may overflow
      squares[column] =
          inUnit(squares[column], unit / before)
              + (inUnit(later.squares[column], unit / later.unit(column)) + between);
      if (isConstant(column)) {
        means[column] = least[column]; // exact for a constant
      }
    }
    weight = all;
  }

  /** One factor after the other, so that 0 stays 0. */
  private static double inUnit(double square, double factor) {
    return square * factor * factor;
  }

  int columns() {
    return means.length;
  }

  /**
   * The first column with a value that is NaN or beyond a bound in a row of positive weight; -1 if
   * there is none.
   */
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
      double deviation =
          isConstant(column) ? 0 : Scaling.deviation(squares[column], weight, unit(column));
      scales[column] = Scaling.scaleFor(deviation);
    }
    return scales;
  }
}
