package dev.logistic.objective;

import ai.djl.ndarray.NDArray;

/**
 * The log-likelihood of rows at some logits, and its derivatives by the logits of each class except
 * the first, in float64 and without the rows' weights. With a row's probabilities p, its own class
 * y and classes k and l the gradient is {@code 1_yk - p_k}, and the curvature of the loss is {@code
 * p_k (1 - p_k)}, or {@code -p_k p_l} for two different classes (Böhning 1992, Multinomial logistic
 * regression algorithm). Arrays belong to the caller's scope.
 */
public interface LogitDerivatives {

  /** Returns how much higher the logit of each row's own class is than that of any other. */
  NDArray margins();

  /** Returns the log-likelihood of each row: shape (1, size). */
  NDArray logLikelihood();

  /** Returns the gradient of the log-likelihood: shape (classes - 1, size). */
  NDArray gradient();

  /**
   * Returns the second derivatives of the loss by two logits of each row.
   *
   * @param first class, from 0 for the second of all classes
   * @param second class, likewise
   * @return shape (1, size)
   */
  NDArray curvature(int first, int second);

  /** Returns the second derivatives of the loss by each logit: shape (classes - 1, size). */
  NDArray curvatureDiagonal();

  /**
   * Returns the products of the second derivatives of the loss and changes of the logits.
   *
   * @param changes shape (classes - 1, size)
   * @return of the same shape
   */
  NDArray curvatureAlong(NDArray changes);
}
