package dev.logistic.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The factor U of a symmetric matrix that is positive semidefinite: {@code A = U'U}, U being upper
 * triangular. Columns are processed in order, so that among dependent columns the last one is found
 * to be dependent; its row and column are then left out. Plain Java in float64, in a fixed order,
 * so that the bits are reproducible.
 */
public final class Cholesky {

  /**
   * A column is a combination of the previous ones if at most this share of its square is left
   * after they are projected out: 1 - R2 of the column on them.
   */
  static final double TOLERANCE = 1e-11;

  private final double[][] upper;
  private final double[] squares;
  private final List<Integer> dependent = new ArrayList<>();

  /**
   * Factors a matrix.
   *
   * @param matrix whose upper triangle is read and overwritten
   */
  public Cholesky(double[][] matrix) {
    this.upper = matrix;
    int size = matrix.length;
    this.squares = new double[size];
    for (int i = 0; i < size; i++) {
      squares[i] = matrix[i][i];
    }
    for (int k = 0; k < size; k++) {
      double[] row = matrix[k];
      if (!(row[k] > TOLERANCE * squares[k])) {
        dependent.add(k);
        Arrays.fill(row, k, size, 0);
        continue;
      }
      double root = Math.sqrt(row[k]);
      for (int j = k; j < size; j++) {
        row[j] /= root;
      }
      for (int i = k + 1; i < size; i++) {
        subtract(row[i], row, matrix[i], i);
      }
    }
  }

  /** Subtracts {@code factor * row} from another row, starting at a column. */
  private static void subtract(double factor, double[] row, double[] from, int start) {
    for (int j = start; j < row.length; j++) {
      from[j] -= factor * row[j];
    }
  }

  /** Returns a component of U; 0 below the diagonal. */
  public double at(int row, int column) {
    return row > column ? 0 : upper[row][column];
  }

  /** Returns the logarithm of the determinant of {@code U'U}; minus infinity if it is singular. */
  double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < upper.length; i++) {
      sum += 2 * Math.log(upper[i][i]);
    }
    return sum;
  }

  /** Places of the columns that are combinations of those before them, in order. */
  public List<Integer> dependent() {
    return List.copyOf(dependent);
  }

  /**
   * Returns the combination of the columns before a dependent one that equals it: the coefficients,
   * 0 for dependent columns, each times the length of its column, as shares of the dependent
   * column's own length.
   */
  public double[] combination(int column) {
    double[] solution = new double[column];
    for (int i = column - 1; i >= 0; i--) {
      if (upper[i][i] > 0) {
        double left = upper[i][column];
        for (int j = i + 1; j < column; j++) {
          left -= upper[i][j] * solution[j];
        }
        solution[i] = left / upper[i][i];
      }
    }
    Arrays.setAll(solution, i -> solution[i] * Math.sqrt(squares[i] / squares[column]));
    return solution;
  }

  /**
   * The solution of {@code U'x = v}, whose squared length is {@code v' A^-1 v}.
   *
   * @param v overwritten with the solution and returned
   * @param start the first place that is not 0
   */
  public double[] forward(double[] v, int start) {
    requireFull();
    for (int i = start; i < v.length; i++) {
      v[i] /= upper[i][i];
      subtract(v[i], upper[i], v, i + 1);
    }
    return v;
  }

  /**
   * Returns the inverse of U, whose rows have the lengths {@code sqrt((A^-1)_ii)}; rows and columns
   * of dependent places are 0.
   */
  public double[][] inverse() {
    int size = upper.length;
    double[][] inverse = new double[size][size];
    for (int j = 0; j < size; j++) {
      double[] row = inverse[j];
      row[j] = upper[j][j] > 0 ? 1 : 0;
      for (int i = j; i < size; i++) {
        if (row[i] != 0 && upper[i][i] > 0) {
          row[i] /= upper[i][i];
          subtract(row[i], upper[i], row, i + 1);
        } else {
          row[i] = 0;
        }
      }
    }
    return inverse;
  }

  /** The solution of {@code U x = v}; v is overwritten with it and returned. */
  public double[] backward(double[] v) {
    requireFull();
    for (int i = v.length - 1; i >= 0; i--) {
      for (int j = i + 1; j < v.length; j++) {
        v[i] -= upper[i][j] * v[j];
      }
      v[i] /= upper[i][i];
    }
    return v;
  }

  /**
   * The solution of {@code A x = v} with 0 in the places of dependent columns; v is overwritten
   * with it and returned.
   */
  double[] solve(double[] v) {
    for (int i = 0; i < v.length; i++) {
      v[i] = upper[i][i] > 0 ? v[i] / upper[i][i] : 0;
      subtract(v[i], upper[i], v, i + 1);
    }
    for (int i = v.length - 1; i >= 0; i--) {
      double[] row = upper[i];
      for (int j = i + 1; j < v.length; j++) {
        v[i] -= row[j] * v[j];
      }
      v[i] = row[i] > 0 ? v[i] / row[i] : 0;
    }
    return v;
  }

  private void requireFull() {
    if (!dependent.isEmpty()) {
      throw new IllegalStateException("columns " + dependent + " depend on those before them");
    }
  }
}
