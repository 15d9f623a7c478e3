package dev.logistic.inference;

import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.Standardization;
import dev.logistic.solver.Centering;
import dev.logistic.solver.Cholesky;
import dev.logistic.solver.ClusterSums;
import dev.logistic.solver.NewtonMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The covariance of the coefficients on the scale of the input columns, the bias first, class by
 * class except for the first one. Each is a linear combination v of the parameters of Newton's
 * method, so that the covariance of two is {@code v' (X'WX)^-1 u}: the product of their {@linkplain
 * Cholesky#forward solutions}.
 */
final class CoefficientCovariance {

  private final List<NewtonMethod.Solution> solutions;
  private final List<NewtonMethod.Solution> others;
  private final double root;

  /**
   * Covariances are the products of two solutions.
   *
   * @param others the second ones
   * @param factor of the covariances
   */
  private CoefficientCovariance(
      List<NewtonMethod.Solution> solutions, List<NewtonMethod.Solution> others, double factor) {
    this.solutions = solutions;
    this.others = others;
    this.root = Math.sqrt(factor);
  }

  /** At the optimum that a settled Newton's method has found, from the model alone. */
  static CoefficientCovariance ofModel(NewtonMethod newton, Optional<Standardization> scaling) {
    List<NewtonMethod.Solution> solutions = solutions(newton, scaling);
    return new CoefficientCovariance(solutions, solutions, 1);
  }

  /**
   * From the rows' scores there.
   *
   * @param factor of the covariances
   */
  static CoefficientCovariance robust(
      NewtonMethod newton, Optional<Standardization> scaling, Estimator estimator, double factor) {
    List<NewtonMethod.Solution> solutions = solutions(newton, scaling);
    double[] scores = newton.scores(estimator.leveragePower(), estimator.countsWeights());
    return sandwich(solutions, scores, factor);
  }

  /** From the sums of the scores of clusters there, G, times {@code G/(G-1)}. */
  static CoefficientCovariance clustered(
      NewtonMethod newton, Optional<Standardization> scaling, Estimator estimator) {
    ClusterSums sums = newton.clusters(estimator.countsWeights());
    double clusters = sums.clusters();
    return sandwich(solutions(newton, scaling), sums.products(), clusters / (clusters - 1));
  }

  private static CoefficientCovariance sandwich(
      List<NewtonMethod.Solution> solutions, double[] scores, double factor) {
    return new CoefficientCovariance(
        solutions,
        solutions.parallelStream().map(solution -> solution.times(scores)).toList(),
        factor);
  }

  /** Returns the solution of each coefficient, whose squared length is its model-based variance. */
  static List<NewtonMethod.Solution> solutions(
      NewtonMethod newton, Optional<Standardization> scaling) {
    Centering centering = newton.centering();
    int columns = centering.means().length;
    double[] ofBias = new double[columns + 1];
    ofBias[0] = 1;
    double[] ofWeights = new double[columns];
    for (int i = 0; i < columns; i++) {
      double offset = 0;
      double scale = 1;
      if (scaling.isPresent()) {
        offset = scaling.get().means().get(i);
        scale = scaling.get().scales().get(i);
      }
      ofBias[i + 1] = -(offset / scale + centering.means()[i]) * centering.units()[i];
      ofWeights[i] = centering.units()[i] / scale;
    }
    int size = columns + 1;
    int all = size * Centering.classes(centering.outputs());
    List<NewtonMethod.Solution> solutions = new ArrayList<>();
    for (int first = 0; first < all; first += size) {
      double[] combination = new double[all];
      System.arraycopy(ofBias, 0, combination, first, size);
      solutions.add(newton.solution(combination, first));
      for (int i = 0; i < columns; i++) {
        double[] ofWeight = new double[all];
        ofWeight[first + 1 + i] = ofWeights[i];
        solutions.add(newton.solution(ofWeight, first + 1 + i));
      }
    }
    return solutions;
  }

  /** Returns the standard error of a coefficient. */
  double standardError(int coefficient) {
    return root * solutions.get(coefficient).deviation(others.get(coefficient));
  }

  /** Returns the whole matrix; empty if a value exceeds the range of float64. */
  Optional<CovarianceMatrix> matrix() {
    int size = solutions.size();
    double[] values = new double[Math.multiplyExact(size, size)];
    IntStream.range(0, size)
        .parallel()
        .forEach(
            i -> {
              for (int j = i; j < size; j++) {
                double value = root * root * solutions.get(i).times(others.get(j));
                values[i * size + j] = value;
                values[j * size + i] = value;
              }
            });
    return Arrays.stream(values).allMatch(Double::isFinite)
        ? Optional.of(new CovarianceMatrix(size, values))
        : Optional.empty();
  }
}
