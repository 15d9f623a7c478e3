package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * A design matrix in an array.
 *
 * @param matrix shape (columns + 1, rows), since products over long columns are faster
 */
record DenseDesign(NDArray matrix) implements Design {

  @Override
  public int length() {
    return Math.toIntExact(matrix.getShape().get(0));
  }

  @Override
  public NDArray times(double[] parameters) {
    int size = length();
    return matrix
        .getManager()
        .create(parameters, new Shape(parameters.length / size, size))
        .matMul(matrix);
  }

  /**
   * A single row of values is multiplied from the right; the order of a product determines the
   * bits.
   */
  @Override
  public double[] transposedTimes(NDArray values) {
    NDArray product =
        values.getShape().get(0) == 1
            ? matrix.matMul(values.transpose())
            : values.matMul(matrix.transpose());
    return product.toDoubleArray();
  }

  @Override
  public double[] squaresTimes(NDArray values) {
    return values.matMul(matrix.square().transpose()).toDoubleArray();
  }
}
