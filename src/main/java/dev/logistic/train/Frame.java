package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.Minibatch;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The coordinates in which separation is decided: each feature less the middle of its range, in
 * units of half the range, following a 1 for the bias. All values are between -1 and 1; those of a
 * constant feature are 0.
 *
 * @param centers middle of the range of each feature
 * @param units half the range of each feature
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Frame(double[] centers, double[] units) implements Serializable {

  static Frame of(ClassRanges ranges, int columns) {
    double[] centers = new double[columns];
    double[] units = new double[columns];
    for (int i = 0; i < columns; i++) {
      units[i] = ranges.spread(i) / 2;
      centers[i] = ranges.least(i) + units[i];
    }
    return new Frame(centers, units);
  }

  /** Length of a row: a 1 and the features. */
  int size() {
    return centers.length + 1;
  }

  /** Returns the rows in these coordinates, in float64; the array belongs to the caller's scope. */
  CenteredBlock framed(Minibatch rows) {
    NDArray design = CenteredBlock.of(rows, centers).design();
    double[] factors = new double[size()];
    factors[0] = 1;
    for (int i = 0; i < units.length; i++) {
      factors[i + 1] = units[i] > 0 ? 1 : 0;
    }
    double[] divisors = new double[size()];
    Arrays.fill(divisors, 1);
    for (int i = 0; i < units.length; i++) {
      divisors[i + 1] = units[i] > 0 ? units[i] : 1;
    }
    Shape shape = new Shape(1, size());
    NDArray scaled =
        design
            .div(design.getManager().create(divisors, shape))
            .muli(design.getManager().create(factors, shape));
    return new CenteredBlock(scaled.toType(DataType.FLOAT64, false), rows);
  }

  /** Returns planes in these coordinates as a model's parameters. */
  double[] unframed(double[] planes, int outputs) {
    double[] centered = planes.clone();
    for (int i = 0; i < planes.length; i++) {
      int feature = i % size() - 1;
      if (feature >= 0) {
        centered[i] = units[feature] > 0 ? planes[i] / units[feature] : 0;
      }
    }
    return new Centering(centers, outputs).uncentered(centered);
  }

  /** Zero of a feature in these coordinates, with the sign reversed. */
  double offset(int feature) {
    return units[feature] > 0 ? centers[feature] / units[feature] : 0;
  }
}
