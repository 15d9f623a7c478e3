package dev.logistic.inference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The oracle of separation for features that are integers: a linear program in exact arithmetic.
 * There is no separating direction if and only if the sum of all margins is minus a combination of
 * them with coefficients that are not negative (Stiemke's lemma). Phase one of the simplex method
 * with Bland's rule, in integers with a common denominator (Edmonds 1967).
 */
final class ExactSeparation {

  private final BigInteger[][] tableau;
  private final int[] basis;
  private final int columns;
  private BigInteger denominator = BigInteger.ONE;

  private ExactSeparation(List<long[]> margins) {
    int size = margins.get(0).length;
    this.columns = margins.size();
    this.tableau = new BigInteger[size + 1][columns + 1];
    this.basis = new int[size];
    for (int i = 0; i <= size; i++) {
      Arrays.fill(tableau[i], BigInteger.ZERO);
    }
    for (int i = 0; i < size; i++) {
      basis[i] = columns + i; // an artificial variable, which never comes back
      long sum = 0;
      for (long[] margin : margins) {
        sum -= margin[i];
      }
      int sign = sum < 0 ? -1 : 1;
      tableau[i][columns] = BigInteger.valueOf(sign * sum);
      for (int j = 0; j < columns; j++) {
        tableau[i][j] = BigInteger.valueOf(sign * margins.get(j)[i]);
      }
      for (int j = 0; j <= columns; j++) {
        tableau[size][j] = tableau[size][j].add(tableau[i][j]);
      }
    }
  }

  /** Whether a direction of bias and weights lowers no margin and raises some. */
  static boolean exists(double[][] features, int[] labels, double[] weights, int classes) {
    List<long[]> margins = margins(features, labels, weights, classes);
    return margins.isEmpty() || new ExactSeparation(margins).isInfeasible();
  }

  static List<long[]> margins(double[][] features, int[] labels, double[] weights, int classes) {
    List<long[]> margins = new ArrayList<>();
    for (int row = 0; row < labels.length; row++) {
      for (int other = 0; other < classes && weights[row] > 0; other++) {
        if (other != labels[row]) {
          margins.add(margin(features[row], labels[row], other, classes));
        }
      }
    }
    return margins;
  }

  private static long[] margin(double[] row, int own, int other, int classes) {
    int size = row.length + 1;
    long[] margin = new long[(classes - 1) * size];
    for (int i = 0; i < size; i++) {
      long value = i == 0 ? 1 : (long) row[i - 1];
      if (own > 0) {
        margin[(own - 1) * size + i] = value;
      }
      if (other > 0) {
        margin[(other - 1) * size + i] = -value;
      }
    }
    return margin;
  }

  private boolean isInfeasible() {
    int last = basis.length;
    while (tableau[last][columns].signum() > 0) {
      int entering = 0;
      while (entering < columns && tableau[last][entering].signum() <= 0) {
        entering++;
      }
      if (entering == columns) {
        return true;
      }
      int leaving = -1;
      for (int i = 0; i < last; i++) {
        if (tableau[i][entering].signum() > 0 && (leaving < 0 || isBefore(i, leaving, entering))) {
          leaving = i;
        }
      }
      pivot(leaving, entering);
    }
    return false;
  }

  private boolean isBefore(int row, int other, int entering) {
    int ratio =
        tableau[row][columns]
            .multiply(tableau[other][entering])
            .compareTo(tableau[other][columns].multiply(tableau[row][entering]));
    return ratio < 0 || (ratio == 0 && basis[row] < basis[other]);
  }

  private void pivot(int leaving, int entering) {
    BigInteger pivot = tableau[leaving][entering];
    for (int i = 0; i < tableau.length; i++) {
      BigInteger factor = tableau[i][entering];
      for (int j = 0; j <= columns && i != leaving; j++) {
        tableau[i][j] =
            tableau[i][j]
                .multiply(pivot)
                .subtract(factor.multiply(tableau[leaving][j]))
                .divide(denominator);
      }
    }
    denominator = pivot;
    basis[leaving] = entering;
  }
}
