package dev.logistic.optimizer;

import dev.logistic.objective.LossFunction;

/** A convex function with products of its second derivatives. */
public interface CurvedFunction extends LossFunction {

  /** Returns an approximation of the diagonal of the second derivatives, for preconditioning. */
  double[] diagonal(double[] parameters);

  /** Returns the product of the second derivatives at some parameters and a direction. */
  double[] curvatureAlong(double[] parameters, double[] direction);
}
