package dev.logistic.inference;

import dev.logistic.solver.CenteredBlock;
import dev.logistic.solver.Centering;
import dev.logistic.solver.RowBlock;
import java.io.Serializable;

/**
 * The coordinates in which separation is decided: each feature less the middle of its range, in
 * units of half the range, following a 1 for the bias. All values are between -1 and 1; those of a
 * constant feature are 0.
 *
 * @param centers middle of the range of each feature
 * @param units half the range of each feature; infinite for a constant one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Frame(double[] centers, double[] units) implements Serializable {

  static Frame of(ClassRanges ranges, int columns) {
    double[] centers = new double[columns];
    double[] units = new double[columns];
    for (int i = 0; i < columns; i++) {
      double half = ranges.spread(i) / 2;
      units[i] = half > 0 ? half : Double.POSITIVE_INFINITY;
      centers[i] = ranges.least(i) + half;
    }
    return new Frame(centers, units);
  }

  /** Length of a row: a 1 and the features. */
  int size() {
    return centers.length + 1;
  }

  /** Returns the rows in these coordinates, in float64; the array belongs to the caller's scope. */
  CenteredBlock framed(RowBlock block) {
    double[] divisors = new double[size()];
    divisors[0] = 1;
    System.arraycopy(units, 0, divisors, 1, units.length);
    return CenteredBlock.of(block, new Centering(centers, 1)).dividedBy(divisors);
  }

  /** Returns planes in these coordinates as a model's parameters. */
  double[] unframed(double[] planes, int outputs) {
    double[] centered = planes.clone();
    for (int i = 0; i < planes.length; i++) {
      int feature = i % size() - 1;
      if (feature >= 0) {
        centered[i] /= units[feature];
      }
    }
    return new Centering(centers, outputs).uncentered(centered);
  }

  /** Zero of a feature in these coordinates, with the sign reversed. */
  double offset(int feature) {
    return centers[feature] / units[feature];
  }
}
