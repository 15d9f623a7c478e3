package dev.logistic.inference;

import dev.logistic.objective.Penalty;
import dev.logistic.schema.Standardization;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.Centering;
import dev.logistic.solver.Cholesky;
import dev.logistic.solver.NewtonMethod;
import dev.logistic.solver.RowLeverages;
import java.util.List;
import java.util.Optional;

/**
 * How single rows move the optimum of an unpenalised fit of two classes, and how the features
 * inflate each other's variances there. Immutable.
 */
public final class Influence {

  private final double logLikelihood;
  private final RowLeverages rows;
  private final Cholesky factor;
  private final double[][] inverse;
  private final double[] offsets;
  private final double[] factors;
  private final double[][] shifts;

  private Influence(NewtonMethod newton, Optional<Standardization> scaling) {
    this.logLikelihood = newton.logLikelihood();
    this.rows = newton.leverages();
    this.factor = newton.factor();
    this.inverse = factor.inverse();
    Centering centering = newton.centering();
    int columns = centering.means().length;
    this.offsets = new double[columns];
    this.factors = new double[columns];
    for (int i = 0; i < columns; i++) {
      int at = i;
      double mean = scaling.map(known -> known.means().get(at)).orElse(0.0);
      double scale = scaling.map(known -> known.scales().get(at)).orElse(1.0);
      offsets[i] = mean + scale * centering.means()[i];
      factors[i] = centering.units()[i] / scale;
    }
    List<NewtonMethod.Solution> solutions = CoefficientCovariance.solutions(newton, scaling);
    this.shifts = new double[columns + 1][];
    for (int j = 0; j <= columns; j++) {
      double[] solution = solutions.get(j).scaled();
      double length = Math.sqrt(dot(solution, solution));
      double[] shift = factor.backward(solution.clone());
      for (int i = 0; i <= columns; i++) {
        shift[i] /= length;
      }
      shifts[j] = shift;
    }
  }

  /**
   * Finds the optimum of these rows near some parameters.
   *
   * @param packed parameters as a model has them
   * @param firth whether the optimum is that of the likelihood with Jeffreys' prior
   * @return empty if there is no optimum, or more than one
   */
  public static Optional<Influence> at(AllRows rows, double[] packed, boolean firth) {
    NewtonMethod newton =
        firth
            ? NewtonMethod.withJeffreysPrior(rows, packed)
            : new NewtonMethod(rows, new Penalty(0, 0, 1), packed);
    return newton.settles(Inference.mostSteps(firth)) && newton.dependent().isEmpty()
        ? Optional.of(new Influence(newton, rows.facts().schema().standardization()))
        : Optional.empty();
  }

  /** Returns the log-likelihood at the optimum: a sum over the rows. */
  public double logLikelihood() {
    return logLikelihood;
  }

  /** Returns the logit of each row at the optimum, and its leverage. */
  public RowLeverages rows() {
    return rows;
  }

  /**
   * Returns {@code A^-1 x}, each component divided by the standard error of its coefficient, for
   * the information A: the bias first.
   *
   * @param features x, on the scale of the columns
   * @param from index of the first one
   */
  public double[] shifts(double[] features, int from) {
    double[] centered = new double[shifts.length];
    centered[0] = 1;
    for (int i = 0; i < offsets.length; i++) {
      centered[i + 1] = (features[from + i] - offsets[i]) * factors[i];
    }
    double[] all = new double[shifts.length];
    for (int j = 0; j < all.length; j++) {
      all[j] = dot(shifts[j], centered);
    }
    return all;
  }

  /**
   * Returns the generalised variance inflation factor of consecutive weights: {@code det(R11)
   * det(R22) / det(R)} for the correlations R of all weights, R11 of these and R22 of the others
   * (Fox and Monette 1992, Generalized collinearity diagnostics). That is {@code det(C) det(V)},
   * with the covariance V of these weights and the information C of their columns, centered.
   *
   * @param from the first weight, from 0
   * @param count of them
   */
  public double varianceInflation(int from, int count) {
    double[][] information = new double[count][count];
    double[][] covariance = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = i; j < count; j++) {
        int row = from + i + 1;
        int column = from + j + 1;
        for (int k = 1; k <= row; k++) { // without the row of the bias
          information[i][j] += factor.at(k, row) * factor.at(k, column);
        }
        covariance[i][j] = dot(inverse[row], inverse[column]);
      }
    }
    double[] units = new double[count];
    for (int i = 0; i < count; i++) {
      units[i] = Math.sqrt(information[i][i]);
    }
    for (int i = 0; i < count; i++) {
      for (int j = i; j < count; j++) {
        information[i][j] /= units[i] * units[j];
        covariance[i][j] *= units[i] * units[j];
      }
    }
    return determinant(information) * determinant(covariance);
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static double determinant(double[][] matrix) {
    Cholesky factored = new Cholesky(matrix);
    double root = 1;
    for (int i = 0; i < matrix.length; i++) {
      root *= factored.at(i, i);
    }
    return root * root;
  }
}
