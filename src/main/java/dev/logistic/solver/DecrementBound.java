package dev.logistic.solver;

import dev.logistic.optimizer.Vectors;

/**
 * Bounds how far the objective, a sum over the rows, is above its least value. With the Newton
 * decrement {@code l}, and r such that no row's logit changes by more than r along a direction
 * whose length by the information is 1, the optimum exists if {@code r l < 1}, and the bound is
 * {@code -l log(1 - r l) / r}: along the line to the optimum the information changes at most by the
 * factor {@code exp} of the change of a logit (Bach 2010, propositions 1 and 2). The bound is used
 * up to {@code r l = 1/2}, so that rounding cannot feign an optimum.
 */
final class DecrementBound {

  private static final double NEAR_ENOUGH = 0.5;

  private DecrementBound() {}

  /** Returns the bound at some parameters; infinite where none is known. */
  static double of(InformationModel model, AllRows rows) {
    Cholesky factor = model.factor();
    if (model.isFlat()) {
      return Double.POSITIVE_INFINITY;
    }
    double decrement = model.decrement();
    double[][] inverse = factor.inverse();
    Centering centering = model.point().centering();
    double reach = roughReach(inverse, model.information().largest(), centering.outputs());
    if (!(reach * decrement <= NEAR_ENOUGH)) {
      reach = rows.aggregate(new Passes.Reach(centering, inverse));
    }
    return of(decrement, reach);
  }

  /** Returns the bound, given l and r; infinite where none is known. */
  static double of(double decrement, double reach) {
    double product = reach * decrement;
    if (!(product <= NEAR_ENOUGH)) {
      return Double.POSITIVE_INFINITY;
    }
    return product < 1e-8 ? decrement * decrement : -decrement * Math.log1p(-product) / reach;
  }

  /** A bound of {@link Passes.Reach} that needs no pass over the rows. */
  private static double roughReach(double[][] inverse, double[] largest, int outputs) {
    double most = 0;
    for (int from = 0; from < inverse.length; from += largest.length) {
      double sum = 0;
      for (int i = 0; i < largest.length; i++) {
        sum += largest[i] * Math.sqrt(Vectors.dot(inverse[from + i], inverse[from + i]));
      }
      most = Math.max(most, sum);
    }
    return outputs == 1 ? most : 2 * most;
  }
}
