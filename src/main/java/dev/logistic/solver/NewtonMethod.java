package dev.logistic.solver;

import dev.logistic.checkpoint.State;
import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.Minimizer;
import dev.logistic.optimizer.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Damped Newton's method ({@link DampedSteps}) for the loss with an l2 penalty, or for two classes
 * with Jeffreys' prior, in float64 whatever the type of the rows. The time of a step grows with the
 * rows times the square of the parameters, and with the cube of the parameters. For one thread.
 */
public final class NewtonMethod implements Minimizer {

  private final NewtonObjective objective;
  private final DampedSteps<InformationModel> steps;

  /**
   * Starts at some parameters.
   *
   * @param penalty without an l1
   * @param start as a model has the parameters; copied
   */
  public NewtonMethod(AllRows rows, Penalty penalty, double[] start) {
    this(new NewtonObjective(rows, penalty, false), start);
  }

  private NewtonMethod(NewtonObjective objective, double[] start) {
    this.objective = objective;
    this.steps = new DampedSteps<>(objective.rows(), InformationModel.from(objective, start));
  }

  /**
   * Returns a method whose objective is the negative log-likelihood minus half the logarithm of the
   * determinant of the information (Firth 1993, Bias reduction of maximum likelihood estimates).
   * Its steps are those of Fisher's scoring: they have the curvature of the log-likelihood alone. A
   * {@linkplain #restricted restricted} one has the same information, of all parameters.
   *
   * @param start as a model has the parameters, for two classes; copied
   */
  public static NewtonMethod withJeffreysPrior(AllRows rows, double[] start) {
    return new NewtonMethod(new NewtonObjective(rows, new Penalty(0, 0, 1), true), start);
  }

  /** Starts where another one is, moved as little as the restriction needs. */
  private NewtonMethod(NewtonMethod other, Restriction restriction, double[] values) {
    this.objective = other.objective.restrictedTo(restriction);
    NewtonPoint from = other.model().point();
    double[] parameters = from.parameters().clone();
    double[] missing = restriction.missing(values, from.centering(), parameters);
    Vectors.add(
        1, restriction.change(other.model().factor(), from.centering(), missing), parameters);
    InformationModel start = new InformationModel(objective, from.centering(), parameters);
    this.steps = new DampedSteps<>(objective.rows(), start);
  }

  /**
   * Returns Newton's method for the same rows with parameters of which linear combinations are held
   * at some values, started near its optimum if this one is at its own.
   *
   * @param combinations independent ones, each of the biases and weights: class by class except for
   *     the first, the bias and then the weights, for features as they are
   * @param values of the combinations
   */
  public NewtonMethod restricted(List<double[]> combinations, double[] values) {
    return new NewtonMethod(this, new Restriction(combinations), values);
  }

  private InformationModel model() {
    return steps.model();
  }

  /** Takes a step; false where it is at the optimum, as near as float64 can get. */
  @Override
  public boolean step() {
    if (!steps.isAtEnd()) {
      recenter();
    }
    return steps.step();
  }

  private void recenter() {
    model().recentered().ifPresent(steps::continueFrom);
  }

  /**
   * Takes steps until it is at the optimum.
   *
   * @return whether it is reached
   */
  public boolean settles(int mostSteps) {
    for (int made = 0; made < mostSteps && step(); made++) {
      if (!objective.hasJeffreysPrior() && separates()) {
        return false;
      }
    }
    return isSettled();
  }

  /** Whether it is at the optimum, as near as float64 can get. */
  public boolean isSettled() {
    return steps.isSettled() && !model().isFlat();
  }

  /**
   * Returns the log-likelihood with Jeffreys' prior at the parameters reached: the sum over the
   * rows and half the logarithm of the determinant of the information of their features.
   */
  public double penalisedLogLikelihood() {
    double units = Arrays.stream(centering().units()).map(Math::log).sum();
    return -objective() - units;
  }

  /** Returns the objective, a sum over the rows, at the parameters reached. */
  public double objective() {
    return model().point().value();
  }

  /**
   * Returns a linear combination of the biases and weights reached.
   *
   * @param combination as {@link #restricted} has it
   */
  public double valueOf(double[] combination) {
    return Vectors.dot(centering().combination(combination), model().point().parameters());
  }

  /** Returns the derivatives of the least objective by the values of the restriction. */
  public double[] slopes() {
    return objective
        .restriction()
        .multipliers(model().factor(), centering(), model().point().gradient());
  }

  /** Whether every row has the larger probability for its own class. */
  public boolean separates() {
    return model().information().separates();
  }

  /**
   * Returns an upper bound of how far the objective, a sum over the rows, is above its least value;
   * infinite where none is known. See {@link DecrementBound}.
   */
  double gap() {
    recenter();
    return DecrementBound.of(model(), objective.rows());
  }

  /** Whether {@link #gap} is so small; where it is not, that takes less time to find. */
  boolean isWithin(double limit) {
    return Math.pow(model().decrement(), 2) <= limit && gap() <= limit;
  }

  /** Returns the factor of {@code X'X}, if some columns depend on others. */
  public Optional<Cholesky> dependent() {
    model().factor();
    return objective.dependent();
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

  /** Returns the loss: the negative log-likelihood as a mean over the rows. */
  public double loss() {
    return -logLikelihood() / objective.rows().facts().weightSum();
  }

  /** Returns the log-likelihood of all rows at the parameters reached: a sum. */
  public double logLikelihood() {
    return model().information().logLikelihood();
  }

  /** Returns the means about which the features are centered at the optimum. */
  public Centering centering() {
    return model().point().centering();
  }

  /**
   * Solves {@code U's = v} for a linear combination v of the parameters of Newton's method, where
   * {@code U'U} is the information.
   *
   * @param combination its coefficients: class by class except for the first, the bias first
   * @param start the first place that is not 0
   */
  public Solution solution(double[] combination, int start) {
    double largest = Arrays.stream(combination).map(Math::abs).max().orElse(0);
    int exponent = Math.getExponent(largest); // a power of two keeps the bits
    double[] scaled = new double[combination.length];
    Arrays.setAll(scaled, i -> Math.scalb(combination[i], -exponent));
    return new Solution(model().factor().forward(scaled, start), start, exponent);
  }

  /**
   * Returns the sum over the rows of the products of their {@linkplain #solution solved} scores
   * with themselves: a symmetric matrix, row by row.
   *
   * @param leveragePower the power of {@code 1 - h}, h being a row's leverage, by which the
   *     products are divided; 0 for more than two classes
   * @param repeated whether a row of weight w stands for w rows; otherwise w multiplies its score
   */
  public double[] scores(int leveragePower, boolean repeated) {
    return objective
        .rows()
        .aggregate(
            new ScoresPass(
                centering(),
                model().point().parameters(),
                model().factor().inverse(),
                leveragePower,
                repeated));
  }

  /** Returns the logit and the leverage of each row at the parameters reached. For two classes. */
  public RowLeverages leverages() {
    return objective
        .rows()
        .aggregate(
            new LeveragesPass(centering(), model().point().parameters(), factor().inverse()));
  }

  /** Returns the factor U of the information {@code U'U} at the parameters reached. */
  public Cholesky factor() {
    return model().factor();
  }

  /**
   * Returns the sums of the {@linkplain #solution solved} scores of each cluster's rows.
   *
   * @param repeated whether a row of weight w stands for w rows
   */
  public ClusterSums clusters(boolean repeated) {
    return objective
        .rows()
        .aggregate(
            new ClustersPass(
                centering(), model().point().parameters(), model().factor().inverse(), repeated));
  }

  /**
   * A vector whose squared length is the variance of a linear combination of the parameters.
   *
   * @param scaled the vector divided by a power of two, so that squares neither underflow nor
   *     overflow
   * @param start the first place that is not 0
   * @param exponent of that power
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Solution(double[] scaled, int start, int exponent) {

    /**
     * Returns the root of the covariance with this or its product with a matrix: the standard
     * deviation.
     */
    public double deviation(Solution other) {
      return Math.scalb(Math.sqrt(Vectors.dot(scaled, other.scaled)), exponent);
    }

    /** Returns the vector multiplied by a symmetric matrix, given row by row. */
    public Solution times(double[] matrix) {
      double[] product = new double[scaled.length];
      for (int i = start; i < scaled.length; i++) {
        for (int j = 0; j < product.length; j++) {
          product[j] += scaled[i] * matrix[i * product.length + j];
        }
      }
      return new Solution(product, 0, exponent);
    }

    /** Returns the covariance with another combination. */
    public double times(Solution other) {
      double sum = 0;
      for (int i = Math.max(start, other.start); i < scaled.length; i++) {
        sum += scaled[i] * other.scaled[i];
      }
      return Math.scalb(sum, exponent + other.exponent);
    }
  }

  @Override
  public void save(State state) {
    state.put("newton.parameters", model().point().parameters());
    state.put("newton.means", centering().means());
    state.put("newton.units", centering().units());
    steps.save(state);
  }

  @Override
  public void restore(State state) {
    int columns = centering().means().length;
    Centering centering =
        new Centering(
            state.array("newton.means", columns),
            state.array("newton.units", columns),
            centering().outputs());
    double[] parameters = state.array("newton.parameters", model().point().parameters().length);
    steps.continueFrom(new InformationModel(objective, centering, parameters));
    steps.restore(state);
  }
}
