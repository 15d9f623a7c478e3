package dev.logistic.optimizer;

import java.util.function.UnaryOperator;

/**
 * Solves {@code A x = b} for a positive semidefinite A that is known by its products, by conjugate
 * gradients preconditioned by the diagonal of A (Nocedal and Wright, Numerical Optimization, 2nd
 * edition, algorithm 7.1). Needs a few vectors, whatever their length.
 */
public final class ConjugateGradients {

  /** Compared with the curvature of the diagonal, rounding error hides a smaller one. */
  private static final double FLAT = 1e-14;

  private ConjugateGradients() {}

  /**
   * An approximate solution.
   *
   * @param x the solution
   * @param square {@code b' x}, which is at most {@code b' A^-1 b}
   * @param isAccurate whether the residual is as small as requested
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Solution(double[] x, double square, boolean isAccurate) {}

  /**
   * Solves from zero.
   *
   * @param product multiplies A by a vector, which it must not change
   * @param diagonal of A
   * @param right the vector b; not changed
   * @param residual the factor by which the residual must be smaller than b, in the norm of the
   *     preconditioner
   * @param mostProducts the most products to compute
   */
  public static Solution solve(
      UnaryOperator<double[]> product,
      double[] diagonal,
      double[] right,
      double residual,
      int mostProducts) {
    double[] solution = new double[right.length];
    double[] left = right.clone();
    double[] search = preconditioned(left, diagonal);
    double square = Vectors.dot(left, search);
    double enough = residual * residual * square;
    double sum = 0;
    for (int made = 0; made < mostProducts && square > enough; made++) {
      double[] bent = product.apply(search);
      double bend = Vectors.dot(search, bent);
      if (!(bend > FLAT * curvature(search, diagonal))) {
        return new Solution(made == 0 ? search : solution, sum, false);
      }
      sum += square / bend * square;
      Vectors.add(square / bend, search, solution);
      Vectors.add(-square / bend, bent, left);
      double[] next = preconditioned(left, diagonal);
      double nextSquare = Vectors.dot(left, next);
      Vectors.add(nextSquare / square, search, next);
      search = next;
      square = nextSquare;
    }
    return new Solution(solution, sum, square <= enough);
  }

  private static double curvature(double[] search, double[] diagonal) {
    double sum = 0;
    for (int i = 0; i < search.length; i++) {
      sum += search[i] * diagonal[i] * search[i];
    }
    return sum;
  }

  static double[] preconditioned(double[] residual, double[] diagonal) {
    double[] scaled = residual.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = diagonal[i] > 0 ? scaled[i] / diagonal[i] : scaled[i];
    }
    return scaled;
  }
}
