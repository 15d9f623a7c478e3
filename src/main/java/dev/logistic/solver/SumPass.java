package dev.logistic.solver;

import dev.logistic.optimizer.Vectors;

/** A pass whose result is a sum over the rows, component by component. */
interface SumPass extends Pass<double[]> {

  @Override
  default double[] merge(double[] earlier, double[] later) {
    double[] both = earlier.clone();
    Vectors.add(1, later, both);
    return both;
  }
}
