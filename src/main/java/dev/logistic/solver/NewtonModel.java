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

  /** Returns the model at other parameters, in the same coordinates. */
  M at(double[] parameters);
}
