package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * The design matrix of sparse rows, which is not stored: a feature of a row is {@code unit (x -
 * center)}, so that products with it are those with x and a correction that all rows share.
 *
 * @param rows with features that are not centered
 * @param centers of the features
 * @param units of the features
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SparseDesign(SparseFeatures rows, double[] centers, double[] units) implements Design {

  @Override
  public int length() {
    return centers.length + 1;
  }

  @Override
  public NDArray times(double[] parameters) {
    int classes = parameters.length / length();
    double[] weights = new double[centers.length * classes];
    double[] constants = new double[classes];
    for (int k = 0; k < classes; k++) {
      constants[k] = parameters[k * length()];
      for (int i = 0; i < centers.length; i++) {
        double weight = parameters[k * length() + 1 + i] * units[i];
        weights[i * classes + k] = weight;
        constants[k] -= weight * centers[i];
      }
    }
    return rows.array(rows.times(weights, constants), rows.size(), classes).transpose();
  }

  @Override
  public double[] transposedTimes(NDArray values) {
    double[] ofRows = ofRows(values);
    int classes = Math.toIntExact(values.getShape().get(0));
    double[] sums = new double[centers.length * classes];
    rows.addTransposedTimes(ofRows, classes, sums);
    double[] products = new double[length() * classes];
    for (int k = 0; k < classes; k++) {
      double sum = sum(ofRows, k, classes);
      products[k * length()] = sum;
      for (int i = 0; i < centers.length; i++) {
        products[k * length() + 1 + i] = units[i] * (sums[i * classes + k] - centers[i] * sum);
      }
    }
    return products;
  }

  @Override
  public double[] squaresTimes(NDArray values) {
    double[] ofRows = ofRows(values);
    int classes = Math.toIntExact(values.getShape().get(0));
    double[] sums = new double[centers.length * classes];
    double[] squares = new double[centers.length * classes];
    if (Arrays.stream(centers).anyMatch(center -> center != 0)) {
      rows.addTransposedTimes(ofRows, classes, sums);
    }
    rows.addSquaresTimes(ofRows, classes, squares);
    double[] products = new double[length() * classes];
    for (int k = 0; k < classes; k++) {
      double sum = sum(ofRows, k, classes);
      products[k * length()] = sum;
      for (int i = 0; i < centers.length; i++) {
        int at = i * classes + k;
        double centered = squares[at] - centers[i] * (2 * sums[at] - centers[i] * sum);
        products[k * length() + 1 + i] = units[i] * units[i] * Math.max(0, centered);
      }
    }
    return products;
  }

  /** From shape (classes, rows) to row by row. */
  private static double[] ofRows(NDArray values) {
    return values.transpose().toDoubleArray();
  }

  private static double sum(double[] ofRows, int place, int classes) {
    double sum = 0;
    for (int i = place; i < ofRows.length; i += classes) {
      sum += ofRows[i];
    }
    return sum;
  }

  @Override
  public NDArray matrix() {
    double[] matrix = new double[length() * rows.size()];
    Arrays.fill(matrix, 0, rows.size(), 1);
    for (int i = 0; i < centers.length; i++) {
      int from = (i + 1) * rows.size();
      Arrays.fill(matrix, from, from + rows.size(), -units[i] * centers[i]);
    }
    rows.forEachValue(
        (row, column, value) ->
            matrix[(column + 1) * rows.size() + row] = units[column] * (value - centers[column]));
    return rows.array(matrix, length(), rows.size());
  }
}
