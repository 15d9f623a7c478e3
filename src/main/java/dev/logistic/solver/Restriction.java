package dev.logistic.solver;

import dev.logistic.optimizer.Vectors;
import java.util.List;

/**
 * Linear combinations of the parameters that are held at their values, {@code A'v = c}: steps of
 * Newton's method are projected, in the norm of the curvature H, onto {@code A'd = 0}.
 *
 * @param combinations the columns of A, as coefficients of the biases and weights: class by class
 *     except for the first, the bias and then the weights, for features as they are
 */
record Restriction(List<double[]> combinations) {

  static final Restriction NONE = new Restriction(List.of());

  /**
   * Returns the shortest change, in the norm of H, that changes the combinations by these amounts:
   * {@code H^-1 A (A' H^-1 A)^-1 amounts}.
   */
  double[] change(Cholesky curvature, Centering centering, double[] amounts) {
    List<double[]> columns = columns(centering);
    List<double[]> solved = solved(columns, curvature);
    double[] multipliers = products(columns, solved).solve(amounts.clone());
    double[] change = new double[columns.get(0).length];
    for (int i = 0; i < multipliers.length; i++) {
      Vectors.add(multipliers[i], solved.get(i), change);
    }
    return change;
  }

  /**
   * Returns the coefficients of a gradient by the columns of A, of which it is a combination at an
   * optimum.
   */
  double[] multipliers(Cholesky curvature, Centering centering, double[] gradient) {
    List<double[]> columns = columns(centering);
    List<double[]> solved = solved(columns, curvature);
    double[] products = solved.stream().mapToDouble(each -> Vectors.dot(each, gradient)).toArray();
    return products(columns, solved).solve(products);
  }

  private List<double[]> columns(Centering centering) {
    return combinations.stream().map(centering::combination).toList();
  }

  private static List<double[]> solved(List<double[]> columns, Cholesky curvature) {
    return columns.stream().map(each -> curvature.solve(each.clone())).toList();
  }

  /** The factor of {@code A' H^-1 A}. */
  private static Cholesky products(List<double[]> columns, List<double[]> solved) {
    double[][] products = new double[columns.size()][columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      for (int j = i; j < columns.size(); j++) {
        products[i][j] = Vectors.dot(columns.get(i), solved.get(j));
      }
    }
    return new Cholesky(products);
  }

  /** Returns what is missing of the values at some parameters. */
  double[] missing(double[] values, Centering centering, double[] parameters) {
    double[] missing = values.clone();
    for (int i = 0; i < missing.length; i++) {
      missing[i] -= Vectors.dot(centering.combination(combinations.get(i)), parameters);
    }
    return missing;
  }

  /** Returns a step, less its part that changes the combinations. */
  double[] projected(double[] step, Cholesky curvature, Centering centering) {
    if (combinations.isEmpty()) {
      return step;
    }
    double[] changes = new double[combinations.size()];
    double[] projected = step.clone();
    Vectors.add(1, change(curvature, centering, missing(changes, centering, step)), projected);
    return projected;
  }
}
