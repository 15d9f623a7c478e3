package dev.logistic.bench.solvers;

import java.io.IOException;

/** Holds a problem in memory in the form that it likes best, and solves it again and again. */
@FunctionalInterface
interface Solver {

  /** Makes a solver of a problem. */
  @FunctionalInterface
  interface Maker {
    Solver of(Problem problem) throws IOException;
  }

  /**
   * Solves once.
   *
   * @param tolerance in the solver's own terms
   * @return the weights, followed by the bias
   */
  double[] solve(double tolerance);

  /**
   * When the last call had reached what it returned.
   *
   * @param end when it returned, by {@code System.nanoTime()}
   */
  default long reachedAt(long end) {
    return end;
  }
}
