package dev.logistic.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CholeskyTest {

  /** {@code A'A} of normal numbers. */
  private static double[][] products(double[][] rows) {
    int columns = rows[0].length;
    double[][] products = new double[columns][columns];
    for (double[] row : rows) {
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < columns; j++) {
          products[i][j] += row[i] * row[j];
        }
      }
    }
    return products;
  }

  private static double[][] normal(int rows, int columns) {
    Random random = new Random(5);
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      Arrays.setAll(row, i -> random.nextGaussian() * Math.pow(10, i - 3));
    }
    return matrix;
  }

  private static double[][] copy(double[][] matrix) {
    return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void whatItSolvesGivesTheRightSideBack() {
    double[][] matrix = products(normal(30, 7));
    double[] right = {1, -2, 0.5, 3, 0, 7, -1};

    double[] solution = new Cholesky(copy(matrix)).solve(right.clone());

    for (int i = 0; i < right.length; i++) {
      assertThat(dot(matrix[i], solution)).isCloseTo(right[i], within(1e-9));
    }
  }

  @Test
  void theForwardSolutionHasTheLengthOfAVariance() {
    double[][] matrix = products(normal(30, 7));
    double[] v = {0, 0, 2, -1, 0.25, 0, 1};
    double variance = dot(v, new Cholesky(copy(matrix)).solve(v.clone()));

    double[] half = new Cholesky(copy(matrix)).forward(v.clone(), 2);

    assertThat(dot(half, half)).isCloseTo(variance, within(1e-12 * variance));
  }

  @Test
  void columnsThatCombineEarlierOnesAreFoundInOrder() {
    double[][] rows = normal(30, 7);
    for (double[] row : rows) {
      row[3] = 2 * row[0] - row[1];
      row[5] = 0;
      row[6] = row[4] + 100 * row[2];
    }

    Cholesky factor = new Cholesky(products(rows));

    assertThat(factor.dependent()).containsExactly(3, 5, 6);
    assertThatThrownBy(() -> factor.forward(new double[7], 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("columns [3, 5, 6] depend on those before them");
  }

  /** Oracle: the matrix without the rows and columns of those. */
  @Test
  void theSolutionLeavesOutColumnsThatDependOnEarlierOnes() {
    double[][] rows = normal(30, 7);
    double[][] sound = new double[30][];
    for (int i = 0; i < rows.length; i++) {
      double[] row = rows[i];
      row[3] = 2 * row[0] - row[1];
      row[5] = 0;
      row[6] = row[4] + 100 * row[2];
      sound[i] = new double[] {row[0], row[1], row[2], row[4]};
    }

    double[] found = new Cholesky(products(rows)).solve(new double[] {1, -2, 3, 50, 4, 60, 70});

    double[] expected = new Cholesky(products(sound)).solve(new double[] {1, -2, 3, 4});
    assertThat(new double[] {found[0], found[1], found[2], found[4]})
        .containsExactly(expected, within(1e-12));
    assertThat(new double[] {found[3], found[5], found[6]}).containsExactly(0, 0, 0);
  }

  @Test
  void aColumnThatDiffersByAThousandthIsNotDependent() {
    double[][] rows = normal(30, 7);
    Random random = new Random(6);
    for (double[] row : rows) {
      row[3] = row[2] * (1 + 1e-3 * random.nextGaussian());
    }

    assertThat(new Cholesky(products(rows)).dependent()).isEmpty();
  }

  @Test
  void notANumberIsNoPivot() {
    assertThat(new Cholesky(new double[][] {{Double.NaN}}).dependent()).containsExactly(0);
  }
}
