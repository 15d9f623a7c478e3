package dev.logistic.solver;

import ai.djl.ndarray.NDArray;

/**
 * Products of vectors and the matrix X of a {@link FeatureBlock}. In float64; arrays belong to the
 * caller's scope.
 */
public interface Products {

  /**
   * Returns {@code X w + b}: shape (rows, outputs).
   *
   * @param parameters as a model has them
   */
  NDArray logits(double[] parameters, int outputs);

  /**
   * Returns {@code X' r}, followed by the sums of r.
   *
   * @param residuals shape (rows, outputs)
   */
  double[] gradient(NDArray residuals);

  /** Returns the largest component of {@code X^2 f}, the squares being of the components of X. */
  double largestSquare(double[] factors);
}
