package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import dev.logistic.data.Targets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The features of a block of rows, a matrix X of shape (rows, columns), and the products with it
 * that solvers and certificates need; a kind of storage is one implementation. Products are in
 * float64, and the arrays that they return belong to the caller's scope. Parameters are laid out as
 * in a model: row by row, of shape (columns + 1, outputs), with the biases last. For use within
 * this project. Immutable.
 */
public interface FeatureBlock extends Products {

  /**
   * Returns the products of the same features, faster where there are several: features in float32
   * are converted once. Belongs to the caller's scope.
   */
  Products inFloat64();

  /**
   * Adds the weighted mean loss of the rows and its gradient, as a solver's function needs them.
   *
   * @param weight of the mean
   * @param sum of gradients; added to
   * @return the mean loss times the weight
   */
  double addLoss(Targets targets, LossPoint at, double weight, double[] sum);

  /**
   * Returns the sum of each column; within the block in the type of the features, as its use
   * tolerates rounding.
   *
   * @param weights of the rows, shape (rows, 1); null where all count 1
   */
  double[] sums(@Nullable NDArray weights);

  /**
   * Returns the least value of each column in marked rows; infinity where there are none.
   *
   * @param marked booleans of shape (rows, 1)
   */
  double[] least(NDArray marked);

  /** Returns the greatest value of each column in marked rows; minus infinity where none is. */
  double[] greatest(NDArray marked);

  /**
   * Returns the number of marked rows in which each column exceeds a threshold.
   *
   * @param marked booleans of shape (rows, 1)
   */
  double[] countsAbove(double[] thresholds, NDArray marked);

  /** Returns the design matrix of centered features. */
  Design centered(Centering centering);

  /** Updates a digest by the features. */
  void digest(MessageDigest digest);
}
