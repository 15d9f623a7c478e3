package dev.logistic.solver;

import dev.logistic.checkpoint.State;
import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.ConjugateGradients;
import dev.logistic.optimizer.Minimizer;
import dev.logistic.optimizer.Vectors;

/**
 * Damped Newton's method ({@link DampedSteps}) for the loss with an l2 penalty where there are too
 * many parameters for a factor of the information. Its steps come from {@link ConjugateGradients}
 * (Lin, Weng, Keerthi 2008, Trust region Newton method for large-scale logistic regression, has the
 * products that these need). In float64 whatever the type of the rows. For one thread.
 */
final class NewtonCg implements Minimizer {

  private static final int MOST_PRODUCTS = 200;

  /**
   * The factor by which conjugate gradients reduce the gradient, in the norm of the preconditioner.
   * A larger one leaves directions of little curvature for later steps, whose decrease near an
   * optimum is below what the value can show. The estimate of the squared decrement misses less
   * than its square times the condition number of the preconditioned information.
   */
  private static final double RESIDUAL = 1e-5;

  private static final int MOST_ESTIMATE_PRODUCTS = 1_000;

  /** The largest change of a logit by a step for which the quadratic model is reliable. */
  private static final double NEAR = 0.5;

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
    this.centering = rows.centering();
    this.ridge = new Ridge(penalty, rows.facts().weightSum(), centering);
    this.steps = new DampedSteps<>(rows, new Place(centering.centered(start)));
  }

  private final class Place implements NewtonModel<Place> {
    private final NewtonPoint point;
    private final double[] diagonal;

    Place(double[] parameters) {
      GradientPass.Sum sum = rows.aggregate(new GradientPass(centering, parameters));
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
      return solve(MOST_PRODUCTS).x();
    }

    ConjugateGradients.Solution solve(int mostProducts) {
      double[] downhill = new double[diagonal.length];
      Vectors.add(-1, point.gradient(), downhill);
      return ConjugateGradients.solve(
          this::curvatureAlong, diagonal, downhill, RESIDUAL, mostProducts);
    }

    private double[] curvatureAlong(double[] direction) {
      double[] product =
          rows.aggregate(new CurvaturePass(centering, point.parameters(), direction));
      ridge.addTo(product, direction);
      return product;
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

  /**
   * Estimates twice how far the objective, a sum over the rows, is above its least value: the
   * square of the Newton decrement, by conjugate gradients. Infinite where they do not reach
   * Newton's step, or that moves a logit so far that the quadratic model is unreliable. This is not
   * a bound: conjugate gradients approach the square from below, and only a lower bound of the
   * least eigenvalue of the information, which needs a factor, would limit the rest.
   */
  double estimatedGap() {
    Place place = steps.model();
    ConjugateGradients.Solution newton = place.solve(MOST_ESTIMATE_PRODUCTS);
    double change = rows.aggregate(new LargestLogit(centering, newton.x()));
    return newton.isAccurate() && change <= NEAR ? newton.square() : Double.POSITIVE_INFINITY;
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
