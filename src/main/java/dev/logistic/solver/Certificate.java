package dev.logistic.solver;

import ai.djl.ndarray.types.DataType;
import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.Minimizer;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Bounds how far parameters are from the optimum: {@code (objective - optimum) / null loss}, the
 * null loss being that of the best bias alone. The bound depends neither on the number of rows nor
 * on the units of columns or weights. Without an l1 penalty it comes from the decrement of Newton's
 * method ({@link NewtonMethod#gap}). With one, or with very many parameters, it comes from the
 * duality gap ({@link DualityGap}), which is also tried first where the decrement would take
 * longer. With very many parameters and no penalty there is no bound, and an estimate decides
 * ({@link NewtonCg#estimatedGap}). For one thread.
 */
public final class Certificate {

  /** With more parameters, factoring the information at each step takes too long. */
  static final int MOST_PARAMETERS = 1_000;

  /** With more, factoring it once, as statistics do as well, takes too long. */
  public static final int MOST_FACTORED = 4_096;

  /** With more, the dual and some more steps of L-BFGS take less time than the information. */
  private static final int MOST_FOR_INFORMATION_FIRST = 160;

  /** The null loss to the penalty {@code l1 ||w||_1}, in part. */
  private static final double USUAL_RATIO = 3;

  /** A certificate takes the time of many steps. */
  private static final double PROMISING = 0.1;

  private final AllRows rows;
  private final Penalty penalty;
  private OptionalDouble nullLoss = OptionalDouble.empty();
  private double[] known = new double[0];
  private OptionalDouble gap = OptionalDouble.empty();
  private OptionalDouble estimate = OptionalDouble.empty(); // at the known parameters

  /** Certifies fits of these rows with this penalty; the rows remain the caller's. */
  public Certificate(AllRows rows, Penalty penalty) {
    this.rows = rows;
    this.penalty = penalty;
  }

  /** The greatest bound of a fit that counts as converged. */
  static double limit(DataType type) {
    return type == DataType.FLOAT32 ? 1e-6 : 1e-10;
  }

  /** Whether there are few enough parameters for a factor of the information. */
  public boolean isNarrow() {
    return parameters() <= MOST_PARAMETERS;
  }

  private long parameters() {
    RowFacts facts = rows.facts();
    return (facts.schema().width() + 1L) * Centering.classes(facts.outputs());
  }

  /**
   * Returns how many times too large a gradient is for the duality gap to meet the limit, likely.
   * Unmixed, the gap is {@code ||g||^2 / (2 l2)}. Mixed, it is {@code ||w||_1} times the largest
   * component, the penalty {@code l1 ||w||_1} being below the null loss. 0 where the certificate
   * does not depend on it.
   *
   * @param largest component of the gradient, or of the shortest subgradient
   * @param length of the same
   */
  public double excess(double largest, double length) {
    if (!isDualFirst() || rows.areOfOneClass()) {
      return 0;
    }
    double limit = limit(rows.type());
    double unmixed = length / Math.sqrt(2 * penalty.l2() * limit * nullLoss());
    return Math.min(unmixed, largest / (USUAL_RATIO * penalty.l1() * limit));
  }

  private boolean isDualFirst() {
    long fewest = penalty.l1() > 0 ? MOST_PARAMETERS : MOST_FOR_INFORMATION_FIRST;
    return !penalty.isNone() && parameters() > fewest;
  }

  /**
   * Whether a bound can be computed: there is none with very many parameters and no penalty, as the
   * curvature in some direction may be arbitrarily small.
   */
  public boolean isProvable() {
    return parameters() <= MOST_FACTORED || !penalty.isNone();
  }

  /** The greatest bound at convergence; empty where none can be computed. */
  public OptionalDouble requiredGap() {
    return isProvable() ? OptionalDouble.of(limit(rows.type())) : OptionalDouble.empty();
  }

  /**
   * Returns the bound; empty where none can be computed; infinite where the parameters are too far
   * away or there is no optimum.
   *
   * @param parameters as a model has them
   */
  public OptionalDouble gap(double[] parameters) {
    if (!isProvable()) {
      return OptionalDouble.empty();
    }
    setKnown(parameters);
    if (gap.isEmpty()) {
      gap = OptionalDouble.of(bound());
    }
    return gap;
  }

  private void setKnown(double[] parameters) {
    if (!Arrays.equals(known, parameters)) {
      known = parameters.clone();
      gap = OptionalDouble.empty();
      estimate = OptionalDouble.empty();
    }
  }

  private double bound() {
    if (rows.areOfOneClass()) {
      return Double.POSITIVE_INFINITY;
    }
    if (isDualFirst()) {
      double dual = new DualityGap(rows, penalty, known).value() / nullLoss();
      if (dual <= limit(rows.type())) {
        return dual;
      }
    }
    if (penalty.isNone() || (isNarrow() && penalty.l1() == 0)) {
      double limit = limit(rows.type());
      if (SampledDecrement.isQuicker(rows.facts(), parameters())) {
        double sampled = ofNewton(new SampledDecrement(rows, penalty, known).gap());
        if (sampled <= limit) {
          return sampled;
        }
      }
      return ofNewton(new NewtonMethod(rows, penalty, known).gap());
    }
    return dualBound();
  }

  private double ofNewton(double gap) {
    return (gap / rows.facts().weightSum() + imbalance()) / nullLoss();
  }

  /**
   * Returns the excess of the penalty over that of the same probabilities in Newton's coordinates,
   * where the weights of more than two classes sum to 0, as they did before rounding.
   */
  private double imbalance() {
    Centering centering = rows.centering();
    double[] balanced = centering.balanced(centering.centered(known));
    return Math.max(0, penalty.value(known) - penalty.value(balanced));
  }

  /**
   * Where the dual at the parameters is too low, that after some steps of Newton's method may
   * suffice.
   */
  private double dualBound() {
    DualityGap duality = new DualityGap(rows, penalty, known);
    double bound = duality.value() / nullLoss();
    if (bound <= limit(rows.type())) {
      return bound;
    }
    Minimizer newton = newtonFrom(known);
    double before = Double.POSITIVE_INFINITY;
    while (bound > limit(rows.type()) && bound < before / 2 && newton.step()) {
      before = bound;
      bound = Math.min(bound, duality.value(newton.parameters()) / nullLoss());
    }
    return bound;
  }

  /** Returns the robust solver for fits of this size and penalty. */
  Minimizer newtonFrom(double[] start) {
    if (penalty.l1() > 0) {
      return isNarrow()
          ? new ProximalNewton(rows, penalty, start)
          : new LassoNewtonCg(rows, penalty, start);
    }
    return isNarrow() ? new NewtonMethod(rows, penalty, start) : new NewtonCg(rows, penalty, start);
  }

  /**
   * Whether a solver has arrived: the bound is small enough, or without a penalty and with many
   * parameters its estimate. There the bound takes long, and is left to the end.
   */
  public boolean isMetBy(double[] parameters) {
    boolean isEstimated = penalty.isNone() && !isNarrow();
    double excess = isEstimated ? estimate(parameters) : gap(parameters).orElseThrow();
    return excess <= limit(rows.type());
  }

  /**
   * As {@link #isMetBy(double[])}, with the dual of a solver's own parameters. Rounding to float32
   * alone may lower the dual by more than the limit.
   *
   * @param rounded the same in the type of the model
   */
  boolean isMetBy(double[] rounded, LassoNewtonCg newton) {
    double limit = limit(rows.type());
    if (rows.areOfOneClass() || newton.infeasibility() > limit * nullLoss()) {
      return false;
    }
    double bound = new DualityGap(rows, penalty, rounded).value(newton.parameters()) / nullLoss();
    if (bound <= limit) {
      setKnown(rounded);
      gap = OptionalDouble.of(bound);
    }
    return bound <= limit;
  }

  private double estimate(double[] parameters) {
    setKnown(parameters);
    if (estimate.isEmpty()) {
      estimate = OptionalDouble.of(estimated());
    }
    return estimate.getAsDouble();
  }

  private double estimated() {
    if (rows.areOfOneClass()) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = new NewtonCg(rows, penalty, known).estimatedGap();
    return sum / rows.facts().weightSum() / nullLoss();
  }

  /** Whether so small a decrease of the objective suggests that no further step is needed. */
  public boolean isWorthAsking(double decrease) {
    double share = PROMISING * limit(rows.type());
    double mostNullLoss =
        Math.log(Math.max(2, penalty.biases())); // known without a pass over the rows
    return decrease <= share * mostNullLoss && decrease <= share * nullLoss();
  }

  /** Returns the bound of Newton's method, which computes its own. */
  boolean isMetBy(NewtonMethod newton) {
    return newton.isWithin(limit(rows.type()) * rows.facts().weightSum() * nullLoss());
  }

  private double nullLoss() {
    if (nullLoss.isEmpty()) {
      nullLoss = OptionalDouble.of(NullModel.loss(rows));
    }
    return nullLoss.getAsDouble();
  }
}
