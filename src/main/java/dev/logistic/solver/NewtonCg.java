package dev.logistic.solver;

import dev.logistic.checkpoint.State;
import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.Minimizer;
import dev.logistic.optimizer.Vectors;

/**
 * Damped Newton's method ({@link DampedSteps}) for the loss with an l2 penalty where there are too
 * many parameters for a factor of the information. Its steps come from conjugate gradients,
 * preconditioned by the diagonal (Lin, Weng, Keerthi 2008, Trust region Newton method for
 * large-scale logistic regression, has the products that these need; Nocedal and Wright, Numerical
 * Optimization, 2nd edition, algorithm 7.1). In float64 whatever the type of the rows. For one
 * thread.
 */
final class NewtonCg implements Minimizer {

  private static final int MOST_PRODUCTS = 200;

  /** The factor by which a step reduces the gradient, in the norm of the preconditioner. */
  private static final double RESIDUAL = 0.01;

  private final AllRows rows;
  private final Centering centering;
  private final Ridge ridge;
  private final DampedSteps<Place> steps;

  /**
   * @param penalty without an l1
   * @param start as a model has the parameters; copied
   */
  NewtonCg(AllRows rows, Penalty penalty, double[] start) {
    this.rows = rows;
    this.centering = rows.facts().centering();
    this.ridge = new Ridge(penalty, rows.facts().weightSum(), centering);
    this.steps = new DampedSteps<>(rows, new Place(centering.centered(start)));
  }

  private final class Place implements NewtonModel<Place> {
    private final NewtonPoint point;
    private final double[] diagonal;

    Place(double[] parameters) {
      GradientPass.Sum sum = rows.look(new GradientPass(centering, parameters));
      double[] gradient = new double[parameters.length];
      Vectors.add(-1, sum.gradient(), gradient);
      double value = -sum.logLikelihood() + ridge.addTo(gradient, parameters);
      this.point = new NewtonPoint(centering, parameters, value, gradient);
      this.diagonal = sum.diagonal();
      ridge.addToDiagonal(diagonal);
    }

    @Override
    public NewtonPoint point() {
      return point;
    }

    @Override
    public double[] direction() {
      double[] direction = new double[diagonal.length];
      double[] residual = new double[diagonal.length];
      Vectors.add(-1, point.gradient(), residual);
      double[] search = preconditioned(residual);
      double square = Vectors.dot(residual, search);
      double enough = RESIDUAL * RESIDUAL * square;
      for (int made = 0; made < MOST_PRODUCTS && square > enough; made++) {
        double[] product = curvatureAlong(search);
        double bend = Vectors.dot(search, product);
        if (!(bend > 0)) {
          return made == 0 ? search : direction; // so flat that rounding hides its curvature
        }
        Vectors.add(square / bend, search, direction);
        Vectors.add(-square / bend, product, residual);
        double[] next = preconditioned(residual);
        double nextSquare = Vectors.dot(residual, next);
        Vectors.add(nextSquare / square, search, next);
        search = next;
        square = nextSquare;
      }
      return direction;
    }

    private double[] curvatureAlong(double[] direction) {
      double[] product = rows.look(new CurvaturePass(centering, point.parameters(), direction));
      ridge.addTo(product, direction);
      return product;
    }

    private double[] preconditioned(double[] residual) {
      double[] scaled = residual.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = diagonal[i] > 0 ? scaled[i] / diagonal[i] : scaled[i];
      }
      return scaled;
    }

    @Override
    public Place at(double[] parameters) {
      return new Place(parameters);
    }
  }

  @Override
  public boolean step() {
    return steps.step();
  }

  /** The parameters, laid out as in a model. */
  @Override
  public double[] parameters() {
    return steps.parameters();
  }

  @Override
  public double value() {
    return steps.value();
  }

  @Override
  public double gradientNorm() {
    return steps.gradientNorm();
  }

  @Override
  public void save(State state) {
    state.put("newton.parameters", steps.model().point.parameters());
    steps.save(state);
  }

  @Override
  public void restore(State state) {
    int size = steps.model().diagonal.length;
    steps.continueFrom(new Place(state.array("newton.parameters", size)));
    steps.restore(state);
  }
}
