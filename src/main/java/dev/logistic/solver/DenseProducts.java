package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Products with features in an array.
 *
 * @param features in float64: shape (rows, columns)
 */
record DenseProducts(NDArray features) implements Products {

  private static final int[] ROWS = {0};

  @Override
  public NDArray logits(double[] parameters, int outputs) {
    Shape shape = new Shape(parameters.length / outputs, outputs);
    NDArray packed = features.getManager().create(parameters, shape);
    return features.matMul(packed.get(":-1")).addi(packed.get("-1:"));
  }

  @Override
  public double[] gradient(NDArray residuals) {
    return features
        .transpose()
        .matMul(residuals)
        .concat(residuals.sum(ROWS, true), 0)
        .toDoubleArray();
  }

  @Override
  public double largestSquare(double[] factors) {
    NDArray column = features.getManager().create(factors, new Shape(factors.length, 1));
    return features.square().matMul(column).max().getDouble();
  }
}
