package dev.logistic.solver;

import dev.logistic.optimizer.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The objective of Newton's method, a sum over the rows, and its derivatives at some parameters;
 * the curvature is the information, and the penalty's. For one thread.
 */
final class InformationModel implements NewtonModel<InformationModel> {

  private static final double STABILIZING = 1e-8;

  private final NewtonObjective objective;
  private final NewtonPoint point;
  private final Information information;
  private final Ridge ridge;
  private Optional<Cholesky> factor = Optional.empty();
  private boolean flat;

  InformationModel(NewtonObjective objective, Centering centering, double[] parameters) {
    this.objective = objective;
    this.information = objective.rows().aggregate(new Passes.Derivatives(centering, parameters));
    this.ridge = objective.ridge(centering);
    double[] gradient = information.gradient();
    Arrays.setAll(gradient, i -> -gradient[i]);
    double value = -information.logLikelihood() + ridge.addTo(gradient, parameters);
    if (objective.hasJeffreysPrior()) {
      value -= addPrior(centering, parameters, gradient);
    }
    this.point = new NewtonPoint(centering, parameters, value, gradient);
  }

  /**
   * Returns that at the parameters of a model, in units in which squares of features neither
   * underflow nor overflow.
   */
  static InformationModel from(NewtonObjective objective, double[] packed) {
    Centering plain = objective.rows().centering();
    InformationModel first = new InformationModel(objective, plain, plain.centered(packed));
    Centering scaled =
        NewtonCoordinates.scaled(plain, first.information.largest(), !first.ridge.isNone());
    return scaled.hasUnits()
        ? new InformationModel(objective, scaled, scaled.centered(packed))
        : first;
  }

  /** Returns the logarithm of Jeffreys' prior; of a singular information, it has no derivatives. */
  private double addPrior(Centering centering, double[] parameters, double[] gradient) {
    Cholesky found = new Cholesky(information.matrix());
    if (found.dependent().isEmpty()) {
      factor = Optional.of(found);
      double[] score =
          objective.rows().aggregate(new JeffreysScorePass(centering, parameters, found.inverse()));
      Vectors.add(-1, score, gradient);
    }
    return found.logDeterminant() / 2;
  }

  Information information() {
    return information;
  }

  /**
   * Returns the factor of the curvature, which is stabilized if it is {@linkplain #isFlat flat}.
   */
  Cholesky factor() {
    if (factor.isEmpty()) {
      Cholesky found = new Cholesky(matrix());
      flat = isFlat(found);
      factor = Optional.of(flat ? stabilized() : found);
    }
    return factor.get();
  }

  private double[][] matrix() {
    double[][] matrix = information.matrix();
    ridge.addTo(matrix);
    return matrix;
  }

  /** Whether the {@link #factor} was found to be that of a nearly singular matrix. */
  boolean isFlat() {
    return flat;
  }

  /**
   * Probabilities near 0 make the information nearly singular even if the columns are independent.
   */
  private boolean isFlat(Cholesky found) {
    int size = point.centering().means().length + 1;
    List<Integer> columns = found.dependent().stream().map(at -> at % size).toList();
    return !columns.isEmpty()
        && (!ridge.isNone() || !objective.dependentColumns(point.centering()).containsAll(columns));
  }

  private Cholesky stabilized() {
    double[][] matrix = matrix();
    double[] largest = information.largest();
    for (int i = 0; i < matrix.length; i++) {
      int column = i % largest.length;
      double ofBias = matrix[i - column][i - column];
      matrix[i][i] += STABILIZING * largest[column] * largest[column] * ofBias;
    }
    return new Cholesky(matrix);
  }

  /** The same parameters, with the features centered where the information has its mean. */
  Optional<InformationModel> recentered() {
    return NewtonCoordinates.recentered(point.centering(), information.matrix())
        .map(
            other ->
                new InformationModel(
                    objective,
                    other,
                    other.centered(point.centering().uncentered(point.parameters()))));
  }

  /** Returns the Newton decrement: the length of a step in the norm of the curvature. */
  double decrement() {
    return Math.sqrt(Math.max(0, -Vectors.dot(point.gradient(), direction())));
  }

  @Override
  public NewtonPoint point() {
    return point;
  }

  @Override
  public double[] direction() {
    double[] direction = factor().solve(point.gradient().clone());
    Arrays.setAll(direction, i -> -direction[i]);
    return objective.restriction().projected(direction, factor(), point.centering());
  }

  @Override
  public boolean isQuadratic() {
    return !objective.hasJeffreysPrior();
  }

  @Override
  public InformationModel at(double[] parameters) {
    return new InformationModel(objective, point.centering(), parameters);
  }
}
