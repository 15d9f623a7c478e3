package dev.logistic.optimizer;

import dev.logistic.checkpoint.Resumable;

/** Minimises a function step by step. For one thread. */
public interface Minimizer extends Resumable {

  /**
   * Takes a step to a better point.
   *
   * @return false if none can be found, as where rounding error hides any progress
   */
  boolean step();

  /** The parameters reached; a copy. */
  double[] parameters();

  /** The function's value there, with every penalty. */
  double value();

  /**
   * The largest absolute component of the gradient there, or of the shortest subgradient where
   * there is no gradient: 0 at an optimum.
   */
  double gradientNorm();
}
