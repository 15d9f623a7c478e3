package dev.logistic.solver;

import ai.djl.ndarray.NDArray;

/**
 * The design matrix D of some rows in the coordinates of Newton's method, transposed: shape
 * (columns + 1, rows), a row of ones before the centered features. Everything is in float64, and
 * arrays belong to the caller's scope. Vectors of parameters are laid out class by class, the first
 * class excepted. For use within this project.
 */
public interface Design {

  /** Number of columns of features and one. */
  int length();

  /** Returns the logits, {@code v D}: shape (classes, rows). */
  NDArray times(double[] parameters);

  /**
   * Returns {@code r D'}.
   *
   * @param values shape (classes, rows)
   */
  double[] transposedTimes(NDArray values);

  /**
   * Returns the sums of the values times the squares of D's components.
   *
   * @param values shape (classes, rows)
   */
  double[] squaresTimes(NDArray values);

  /**
   * Returns D itself, for computations whose time and memory are quadratic in its length anyway.
   */
  NDArray matrix();
}
