package dev.logistic.solver;

/**
 * The quadratic model of the objective at a point.
 *
 * @param <M> the models' own type
 */
interface NewtonModel<M extends NewtonModel<M>> {

  /** Returns where the model is exact. */
  NewtonPoint point();

  /** Returns the step to the least value of the model, or nearly so. */
  double[] direction();

  /**
   * Whether the model has the objective's own curvature, so that near the optimum each step is much
   * shorter than the one before; otherwise steps shrink by some constant factor.
   */
  default boolean isQuadratic() {
    return true;
  }

  /** Returns the model at other parameters, in the same coordinates. */
  M at(double[] parameters);
}
