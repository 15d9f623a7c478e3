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

  /**
   * Adds the log-likelihood of the rows, its gradient and the diagonal of the information. For two
   * classes.
   *
   * @param unit of the weights
   */
  void addTo(GradientPass.Sum sum, double[] parameters, double unit) {
    double[] slopes = new double[centers.length];
    double[] firsts = new double[centers.length];
    double[] squares = new double[centers.length];
    SparseFeatures.RowSums sums =
        rows.addDerivatives(weights(parameters), constant(parameters), slopes, firsts, squares);
    double[] gradient = new double[length()];
    double[] diagonal = new double[length()];
    gradient[0] = -unit * sums.residuals();
    diagonal[0] = unit * sums.curvatures();
    for (int i = 0; i < centers.length; i++) {
      gradient[i + 1] = -unit * units[i] * (slopes[i] - centers[i] * sums.residuals());
      double square = squares[i] - centers[i] * (2 * firsts[i] - centers[i] * sums.curvatures());
      diagonal[i + 1] = unit * units[i] * units[i] * Math.max(0, square);
    }
    sum.add(-unit * sums.loss(), gradient, diagonal);
  }

  /** Returns the product of the information of the rows and a direction. For two classes. */
  double[] curvatureAlong(double[] direction, double[] parameters, double unit) {
    double[] slopes = new double[centers.length];
    double sum =
        rows.addCurvatureAlong(
            weights(parameters),
            constant(parameters),
            weights(direction),
            constant(direction),
            slopes);
    double[] product = new double[length()];
    product[0] = unit * sum;
    for (int i = 0; i < centers.length; i++) {
      product[i + 1] = unit * units[i] * (slopes[i] - centers[i] * sum);
    }
    return product;
  }

  /** The weights of the features as they are stored. */
  private double[] weights(double[] parameters) {
    double[] weights = new double[centers.length];
    Arrays.setAll(weights, i -> parameters[i + 1] * units[i]);
    return weights;
  }

  /** The bias for the features as they are stored. */
  private double constant(double[] parameters) {
    double constant = parameters[0];
    for (int i = 0; i < centers.length; i++) {
      constant -= parameters[i + 1] * units[i] * centers[i];
    }
    return constant;
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
