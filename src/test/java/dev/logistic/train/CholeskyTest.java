package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CholeskyTest {

  /** Oracle: the product of matrix and solution is the right side again. */
  @Test
  void aSystemIsSolved() {
    double[] matrix = {4, 2, -1, 2, 9, 0.5, -1, 0.5, 3};
    double[] rightSide = {1, -2, 7};

    double[] x = Cholesky.solve(matrix, rightSide);

    for (int i = 0; i < 3; i++) {
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        sum += matrix[i * 3 + j] * x[j];
      }
      assertThat(sum).isCloseTo(rightSide[i], within(1e-14));
    }
    assertThat(rightSide).containsExactly(1, -2, 7);
  }

  @Test
  void aMatrixThatIsNotPositiveDefiniteGivesNoFiniteSolution() {
    assertThat(Cholesky.solve(new double[] {1, 2, 2, 1}, new double[] {1, 1})).contains(Double.NaN);
  }
}
