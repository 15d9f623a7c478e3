package dev.logistic.solver;

/**
 * The objective, a sum over the rows, at some parameters of Newton's method.
 *
 * @param <P> the points' own type
 */
interface NewtonPoint<P extends NewtonPoint<P>> {

  double value();

  /** Not a copy. */
  double[] gradient();

  /** Returns the step to the least value of the quadratic model, or nearly so. */
  double[] direction();

  /** Returns by how much a step moves the logit of any row at most. */
  double largestChange(double[] direction);

  P moved(double[] direction, double length);
}
