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

  /** Numbers whose squares are far from the limits of float64 need no other unit. */
  private static final double SMALL = 0x1p-300;

  /** Exponent of the greatest unit whose square, times a penalty, is far from overflow. */
  private static final int MOST_PENALISED = 450;

  /** A smaller variance about the mean, compared with the square of the mean, costs digits. */
  private static final double OFF_CENTRE = 1e-6;

  private static final double STABILIZING = 1e-8;

  private static final double NEAR_ENOUGH = 0.5;

  private final AllRows rows;
  private final Penalty penalty;
  private final boolean jeffreys;
  private final Restriction restriction;
  private final DampedSteps<Place> steps;
  private Optional<Cholesky> squares = Optional.empty();

  /**
   * Starts at some parameters.
   *
   * @param penalty without an l1
   * @param start as a model has the parameters; copied
   */
  public NewtonMethod(AllRows rows, Penalty penalty, double[] start) {
    this(rows, penalty, false, start);
  }

  private NewtonMethod(AllRows rows, Penalty penalty, boolean jeffreys, double[] start) {
    this.rows = rows;
    this.penalty = penalty;
    this.jeffreys = jeffreys;
    this.restriction = Restriction.NONE;
    this.steps = new DampedSteps<>(rows, at(start));
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
    return new NewtonMethod(rows, new Penalty(0, 0, 1), true, start);
  }

  /** Starts where another one is, moved as little as the restriction needs. */
  private NewtonMethod(NewtonMethod other, Restriction restriction, double[] values) {
    this.rows = other.rows;
    this.penalty = other.penalty;
    this.jeffreys = other.jeffreys;
    this.restriction = restriction;
    this.squares = other.squares;
    NewtonPoint from = other.place().point;
    double[] parameters = from.parameters().clone();
    double[] missing = restriction.missing(values, from.centering(), parameters);
    Vectors.add(
        1, restriction.change(other.place().factor(), from.centering(), missing), parameters);
    this.steps = new DampedSteps<>(rows, new Place(from.centering(), parameters));
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

  private Place at(double[] packed) {
    Centering plain = rows.centering();
    Place first = new Place(plain, plain.centered(packed));
    Centering scaled = new Centering(plain.means(), first.units(), plain.outputs());
    return scaled.hasUnits() ? new Place(scaled, scaled.centered(packed)) : first;
  }

  /** The objective, a sum over the rows, and its derivatives at some parameters. */
  private final class Place implements NewtonModel<Place> {
    private final NewtonPoint point;
    private final Information information;
    private final Ridge ridge;
    private Optional<Cholesky> factor = Optional.empty();
    private boolean flat;

    Place(Centering centering, double[] parameters) {
      this.information = rows.aggregate(new Passes.Derivatives(centering, parameters));
      this.ridge = new Ridge(penalty, rows.facts().weightSum(), centering);
      double[] gradient = information.gradient();
      Arrays.setAll(gradient, i -> -gradient[i]);
      double value = -information.logLikelihood() + ridge.addTo(gradient, parameters);
      if (jeffreys) {
        value -= addPrior(centering, parameters, gradient);
      }
      this.point = new NewtonPoint(centering, parameters, value, gradient);
    }

    /**
     * Returns the logarithm of Jeffreys' prior; of a singular information, it has no derivatives.
     */
    private double addPrior(Centering centering, double[] parameters, double[] gradient) {
      Cholesky found = new Cholesky(information.matrix());
      if (found.dependent().isEmpty()) {
        factor = Optional.of(found);
        double[] score =
            rows.aggregate(new JeffreysScorePass(centering, parameters, found.inverse()));
        Vectors.add(-1, score, gradient);
      }
      return found.logDeterminant() / 2;
    }

    private Centering centering() {
      return point.centering();
    }

    /** Units in which no square of a feature underflows or overflows. */
    double[] units() {
      double[] largest = information.largest();
      double[] units = new double[centering().means().length];
      Arrays.setAll(
          units,
          i -> {
            double most = largest[i + 1];
            boolean usual = most == 0 || (most > SMALL && most < 1 / SMALL);
            int exponent = -Math.getExponent(most);
            int greatest = ridge.isNone() ? exponent : MOST_PENALISED;
            return usual ? 1 : Math.scalb(1.0, Math.min(exponent, greatest));
          });
      return units;
    }

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

    /**
     * Probabilities near 0 make the information nearly singular even if the columns are
     * independent.
     */
    private boolean isFlat(Cholesky found) {
      List<Integer> dependent = found.dependent();
      return !dependent.isEmpty()
          && (!ridge.isNone() || !dependentColumns(centering()).containsAll(inColumns(dependent)));
    }

    private List<Integer> inColumns(List<Integer> places) {
      int size = centering().means().length + 1;
      return places.stream().map(at -> at % size).toList();
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
    Optional<Place> recentered() {
      int size = centering().means().length + 1;
      double[][] matrix = information.matrix();
      double[] means = centering().means().clone();
      boolean moved = false;
      for (int i = 1; i < size; i++) {
        double weight = 0;
        double sum = 0;
        double square = 0;
        for (int k = 0; k < matrix.length; k += size) {
          weight += matrix[k][k];
          sum += matrix[k][k + i];
          square += matrix[k + i][k + i];
        }
        double offset = sum / weight;
        boolean far = square / weight - offset * offset < OFF_CENTRE * square / weight;
        if (far && Double.isFinite(offset)) {
          means[i - 1] += offset / centering().units()[i - 1];
          moved |= means[i - 1] != centering().means()[i - 1];
        }
      }
      Centering other = new Centering(means, centering().units(), centering().outputs());
      return moved
          ? Optional.of(
              new Place(other, other.centered(centering().uncentered(point.parameters()))))
          : Optional.empty();
    }

    @Override
    public NewtonPoint point() {
      return point;
    }

    @Override
    public double[] direction() {
      double[] direction = factor().solve(point.gradient().clone());
      Arrays.setAll(direction, i -> -direction[i]);
      return restriction.projected(direction, factor(), centering());
    }

    @Override
    public boolean isQuadratic() {
      return !jeffreys;
    }

    @Override
    public Place at(double[] parameters) {
      return new Place(centering(), parameters);
    }
  }

  private List<Integer> dependentColumns(Centering centering) {
    if (squares.isEmpty()) {
      squares = Optional.of(new Cholesky(rows.aggregate(new Passes.Squares(centering)).matrix()));
    }
    return squares.get().dependent();
  }

  private Place place() {
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
    place().recentered().ifPresent(steps::continueFrom);
  }

  /**
   * Takes steps until it is at the optimum.
   *
   * @return whether it is reached
   */
  public boolean settles(int mostSteps) {
    for (int made = 0; made < mostSteps && step(); made++) {
      if (!jeffreys && separates()) {
        return false;
      }
    }
    return isSettled();
  }

  /** Whether it is at the optimum, as near as float64 can get. */
  public boolean isSettled() {
    return steps.isSettled() && !place().flat;
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
    return place().point.value();
  }

  /**
   * Returns a linear combination of the biases and weights reached.
   *
   * @param combination as {@link #restricted} has it
   */
  public double valueOf(double[] combination) {
    return Vectors.dot(centering().combination(combination), place().point.parameters());
  }

  /** Returns the derivatives of the least objective by the values of the restriction. */
  public double[] slopes() {
    return restriction.multipliers(place().factor(), centering(), place().point.gradient());
  }

  /** Whether every row has the larger probability for its own class. */
  public boolean separates() {
    return place().information.separates();
  }

  /**
   * Returns an upper bound of how far the objective, a sum over the rows, is above its least value;
   * infinite where none is known. It is used up to {@code r l = 1/2}, so that rounding cannot feign
   * an optimum. With the Newton decrement {@code l}, and r such that no row's logit changes by more
   * than r along a direction whose length by the information is 1, the optimum exists if {@code r l
   * < 1}, and the bound is {@code -l log(1 - r l) / r}: along the line to the optimum the
   * information changes at most by the factor {@code exp} of the change of a logit (Bach 2010,
   * propositions 1 and 2).
   */
  double gap() {
    recenter();
    Cholesky factor = place().factor();
    if (place().flat) {
      return Double.POSITIVE_INFINITY;
    }
    double decrement = decrement();
    double[][] inverse = factor.inverse();
    double reach = roughReach(inverse);
    if (!(reach * decrement <= NEAR_ENOUGH)) {
      reach = rows.aggregate(new Passes.Reach(centering(), inverse));
    }
    return gap(decrement, reach);
  }

  /** The bound {@link #gap()}, given l and r. */
  static double gap(double decrement, double reach) {
    double product = reach * decrement;
    if (!(product <= NEAR_ENOUGH)) {
      return Double.POSITIVE_INFINITY;
    }
    return product < 1e-8 ? decrement * decrement : -decrement * Math.log1p(-product) / reach;
  }

  /** Whether {@link #gap} is so small; where it is not, that takes less time to find. */
  boolean isWithin(double limit) {
    return Math.pow(decrement(), 2) <= limit && gap() <= limit;
  }

  private double decrement() {
    return Math.sqrt(Math.max(0, -Vectors.dot(place().point.gradient(), place().direction())));
  }

  /** A bound of {@link Passes.Reach} that needs no pass over the rows. */
  private double roughReach(double[][] inverse) {
    double[] largest = place().information.largest();
    double most = 0;
    for (int from = 0; from < inverse.length; from += largest.length) {
      double sum = 0;
      for (int i = 0; i < largest.length; i++) {
        sum += largest[i] * Math.sqrt(Vectors.dot(inverse[from + i], inverse[from + i]));
      }
      most = Math.max(most, sum);
    }
    return centering().outputs() == 1 ? most : 2 * most;
  }

  /** Returns the factor of {@code X'X}, if some columns depend on others. */
  public Optional<Cholesky> dependent() {
    place().factor();
    return squares.filter(factored -> factored.dependent().stream().anyMatch(at -> at > 0));
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
    return -logLikelihood() / rows.facts().weightSum();
  }

  /** Returns the log-likelihood of all rows at the parameters reached: a sum. */
  public double logLikelihood() {
    return place().information.logLikelihood();
  }

  /** Returns the means about which the features are centered at the optimum. */
  public Centering centering() {
    return place().centering();
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
    return new Solution(place().factor().forward(scaled, start), start, exponent);
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
    return rows.aggregate(
        new ScoresPass(
            centering(),
            place().point.parameters(),
            place().factor().inverse(),
            leveragePower,
            repeated));
  }

  /** Returns the logit and the leverage of each row at the parameters reached. For two classes. */
  public RowLeverages leverages() {
    return rows.aggregate(
        new LeveragesPass(centering(), place().point.parameters(), factor().inverse()));
  }

  /** Returns the factor U of the information {@code U'U} at the parameters reached. */
  public Cholesky factor() {
    return place().factor();
  }

  /**
   * Returns the sums of the {@linkplain #solution solved} scores of each cluster's rows.
   *
   * @param repeated whether a row of weight w stands for w rows
   */
  public ClusterSums clusters(boolean repeated) {
    return rows.aggregate(
        new ClustersPass(
            centering(), place().point.parameters(), place().factor().inverse(), repeated));
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
    state.put("newton.parameters", place().point.parameters());
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
    double[] parameters = state.array("newton.parameters", place().point.parameters().length);
    steps.continueFrom(new Place(centering, parameters));
    steps.restore(state);
  }
}
