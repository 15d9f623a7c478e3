package dev.logistic.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The combination of columns with non-negative coefficients that is nearest to a target, by the
 * active-set method of Lawson and Hanson (1974, Solving Least Squares Problems, chapter 23).
 * Columns are offered one by one; those with positive coefficients are kept in an orthogonal
 * factorization, so that the residual is exact to rounding however nearly parallel they are.
 */
final class NonNegativeLeastSquares {

  /** A column with a smaller share outside the span of the used ones depends on them. */
  private static final double DEPENDENT = 1e-13;

  private final double[] target;
  private final List<Integer> used = new ArrayList<>();
  private final List<double[]> basis = new ArrayList<>();

  /** Columns of the triangular factor. */
  private final List<double[]> upper = new ArrayList<>();

  private double[] coefficients = {};

  NonNegativeLeastSquares(double[] target) {
    this.target = target.clone();
  }

  /** Numbers of the columns with positive coefficients. */
  List<Integer> used() {
    return List.copyOf(used);
  }

  /** Returns the target minus the combination, which is orthogonal to each used column. */
  double[] residual() {
    double[] residual = target.clone();
    for (int repetition = 0; repetition < 2; repetition++) {
      for (double[] unit : basis) {
        subtract(dot(unit, residual), unit, residual);
      }
    }
    return residual;
  }

  /** Whether the combinations of the columns that are used include every target. */
  boolean spansAll() {
    return used.size() == target.length;
  }

  /**
   * Adds a column that has a positive product with the residual, and drops those whose coefficients
   * would no longer be positive.
   *
   * @return whether it was added; not if rounding hides whether it helps
   */
  boolean enter(int number, double[] column) {
    if (!append(number, column)) {
      return false;
    }
    double[] reached = Arrays.copyOf(coefficients, used.size());
    double[] best = solution();
    if (!(best[best.length - 1] > 0)) {
      remove(used.size() - 1);
      return false;
    }
    while (true) {
      int leaving = -1;
      double share = 1;
      for (int i = 0; i < best.length; i++) {
        double reach = reached[i] > 0 ? reached[i] / (reached[i] - best[i]) : 0;
        if (!(best[i] > 0) && (leaving < 0 || reach < share)) {
          leaving = i;
          share = reach;
        }
      }
      if (leaving < 0) {
        coefficients = best;
        return true;
      }
      double[] shortened = new double[best.length - 1];
      for (int i = 0; i < best.length; i++) {
        if (i != leaving) {
          double moved = reached[i] + share * (best[i] - reached[i]);
          shortened[i < leaving ? i : i - 1] = Math.max(0, moved);
        }
      }
      remove(leaving);
      reached = shortened;
      best = solution();
    }
  }

  private boolean append(int number, double[] column) {
    double[] rest = column.clone();
    double[] products = new double[basis.size() + 1];
    for (int repetition = 0; repetition < 2; repetition++) {
      for (int i = 0; i < basis.size(); i++) {
        double product = dot(basis.get(i), rest);
        products[i] += product;
        subtract(product, basis.get(i), rest);
      }
    }
    double length = Math.sqrt(dot(rest, rest));
    if (spansAll() || !(length > DEPENDENT * Math.sqrt(dot(column, column)))) {
      return false;
    }
    products[basis.size()] = length;
    for (int i = 0; i < rest.length; i++) {
      rest[i] /= length;
    }
    basis.add(rest);
    upper.add(products);
    used.add(number);
    return true;
  }

  /** Makes the factor triangular again by plane rotations. */
  private void remove(int place) {
    used.remove(place);
    upper.remove(place);
    for (int i = place; i < upper.size(); i++) {
      double[] column = upper.get(i);
      double length = Math.hypot(column[i], column[i + 1]);
      double cosine = column[i] / length;
      double sine = column[i + 1] / length;
      for (int j = i; j < upper.size(); j++) {
        rotate(upper.get(j), i, cosine, sine);
      }
      rotate(basis.get(i), basis.get(i + 1), cosine, sine);
      upper.set(i, Arrays.copyOf(column, i + 1));
    }
    basis.remove(basis.size() - 1);
  }

  private static void rotate(double[] column, int place, double cosine, double sine) {
    double first = column[place];
    double second = column[place + 1];
    column[place] = cosine * first + sine * second;
    column[place + 1] = cosine * second - sine * first;
  }

  private static void rotate(double[] one, double[] other, double cosine, double sine) {
    for (int i = 0; i < one.length; i++) {
      double first = one[i];
      double second = other[i];
      one[i] = cosine * first + sine * second;
      other[i] = cosine * second - sine * first;
    }
  }

  /** Coefficients of the used columns, unconstrained. */
  private double[] solution() {
    double[] solution = new double[used.size()];
    for (int i = 0; i < solution.length; i++) {
      solution[i] = dot(basis.get(i), target);
    }
    for (int i = solution.length - 1; i >= 0; i--) {
      double[] column = upper.get(i);
      solution[i] /= column[i];
      for (int j = 0; j < i; j++) {
        solution[j] -= solution[i] * column[j];
      }
    }
    return solution;
  }

  private static void subtract(double factor, double[] other, double[] from) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= factor * other[i];
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
