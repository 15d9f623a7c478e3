package dev.logistic.train;

/** Solves systems of a symmetric positive definite matrix, by the decomposition {@code L L^T}. */
final class Cholesky {

  private Cholesky() {}

  /**
   * The x for which {@code matrix * x} is the right side; not finite where the matrix is not
   * positive definite.
   *
   * @param matrix row by row; not changed
   */
  static double[] solve(double[] matrix, double[] rightSide) {
    int size = rightSide.length;
    double[] factor = matrix.clone(); // L in its lower triangle
    double[] x = rightSide.clone();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = factor[i * size + j];
        for (int k = 0; k < j; k++) {
          sum -= factor[i * size + k] * factor[j * size + k];
        }
        factor[i * size + j] = i == j ? Math.sqrt(sum) : sum / factor[j * size + j];
      }
      for (int k = 0; k < i; k++) {
        x[i] -= factor[i * size + k] * x[k];
      }
      x[i] /= factor[i * size + i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        x[i] -= factor[k * size + i] * x[k];
      }
      x[i] /= factor[i * size + i];
    }
    return x;
  }
}
