package dev.logistic.train.optimum;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides in exact arithmetic whether a problem without a penalty lacks a finite optimum. It lacks
 * one if some direction d has {@code A d >= 0} and not 0, where a row of A is the derivative of a
 * row's margin over another class. By Stiemke's lemma that is so unless {@code A' l = 0} for some l
 * above 0, or, scaled, {@code A' m = -A' 1} for some m of at least 0, which the first phase of the
 * simplex method finds; its tableau is kept in whole numbers over one denominator. For small
 * problems.
 */
final class Separability {

  private final List<BigInteger[]> margins;
  private final int directions;

  private Separability(Problem problem) {
    this.margins = margins(problem);
    this.directions = (problem.classes() - 1) * (problem.columns() + 1);
  }

  static boolean isSeparable(Problem problem) {
    return !new Separability(problem).hasPositiveCombination();
  }

  /** Derivatives of margins by the parameters of all classes but the first, whose are 0. */
  private static List<BigInteger[]> margins(Problem problem) {
    int width = problem.columns() + 1;
    int[] digits = new int[problem.columns()];
    for (double[] row : problem.x()) {
      for (int column = 0; column < digits.length; column++) {
        digits[column] = Math.max(digits[column], new BigDecimal(row[column]).scale());
      }
    }
    List<BigInteger[]> all = new ArrayList<>();
    for (int row = 0; row < problem.rows(); row++) {
      int own = problem.y()[row];
      for (int other = 0; other < problem.classes() && problem.weights()[row] > 0; other++) {
        if (other != own) {
          BigInteger[] margin = new BigInteger[(problem.classes() - 1) * width];
          java.util.Arrays.fill(margin, BigInteger.ZERO);
          for (int column = 0; column < width; column++) {
            BigInteger value =
                column == width - 1
                    ? BigInteger.ONE
                    : new BigDecimal(problem.x()[row][column])
                        .movePointRight(digits[column])
                        .toBigIntegerExact();
            if (own > 0) {
              margin[(own - 1) * width + column] = value;
            }
            if (other > 0) {
              margin[(other - 1) * width + column] = value.negate();
            }
          }
          all.add(margin);
        }
      }
    }
    return all;
  }

  private boolean hasPositiveCombination() {
    int columns = margins.size();
    BigInteger[][] tableau = new BigInteger[directions + 1][columns + 1];
    for (int line = 0; line < directions; line++) {
      BigInteger right = BigInteger.ZERO;
      for (BigInteger[] margin : margins) {
        right = right.subtract(margin[line]);
      }
      boolean flipped = right.signum() < 0;
      for (int column = 0; column < columns; column++) {
        BigInteger entry = margins.get(column)[line];
        tableau[line][column] = flipped ? entry.negate() : entry;
      }
      tableau[line][columns] = right.abs();
    }
    for (int column = 0; column <= columns; column++) {
      BigInteger sum = BigInteger.ZERO;
      for (int line = 0; line < directions; line++) {
        sum = sum.add(tableau[line][column]);
      }
      tableau[directions][column] = sum;
    }
    return isFeasible(tableau);
  }

  /** Bland's rule: the first column that helps, and of rows that tie the first to have entered. */
  private boolean isFeasible(BigInteger[][] tableau) {
    int columns = tableau[0].length - 1;
    int[] basis = new int[directions];
    for (int line = 0; line < directions; line++) {
      basis[line] = columns + line;
    }
    BigInteger denominator = BigInteger.ONE;
    while (tableau[directions][columns].signum() != 0) {
      int entering = 0;
      while (entering < columns && tableau[directions][entering].signum() <= 0) {
        entering++;
      }
      if (entering == columns) {
        return false;
      }
      int leaving = leaving(tableau, entering, basis);
      denominator = pivot(tableau, leaving, entering, denominator);
      basis[leaving] = entering;
    }
    return true;
  }

  private int leaving(BigInteger[][] tableau, int entering, int[] basis) {
    int columns = tableau[0].length - 1;
    int best = -1;
    for (int line = 0; line < directions; line++) {
      if (tableau[line][entering].signum() > 0) {
        int order =
            best < 0
                ? -1
                : tableau[line][columns]
                    .multiply(tableau[best][entering])
                    .compareTo(tableau[best][columns].multiply(tableau[line][entering]));
        if (order < 0 || (order == 0 && basis[line] < basis[best])) {
          best = line;
        }
      }
    }
    return best;
  }

  private static BigInteger pivot(
      BigInteger[][] tableau, int leaving, int entering, BigInteger denominator) {
    BigInteger[] own = tableau[leaving];
    BigInteger pivot = own[entering];
    for (int line = 0; line < tableau.length; line++) {
      BigInteger factor = tableau[line][entering];
      for (int column = 0; column < own.length && line != leaving; column++) {
        BigInteger product = tableau[line][column].multiply(pivot);
        if (factor.signum() != 0) {
          product = product.subtract(factor.multiply(own[column]));
        }
        tableau[line][column] = product.divide(denominator);
      }
    }
    return pivot;
  }
}
