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
 * longer. For one thread.
 */
public final class Certificate {

  /** With more parameters, factoring the information takes too long. */
  static final int MOST_PARAMETERS = 1_000;

  /** With more, the dual and some more steps of L-BFGS take less time than the information. */
  private static final int MOST_FOR_INFORMATION_FIRST = 160;

  /** Largest to root mean square component of a gradient near the optimum. */
  private static final double USUAL_RATIO = 3;

  /** A certificate takes the time of many steps. */
  private static final double PROMISING = 0.1;

  private final AllRows rows;
  private final Penalty penalty;
  private OptionalDouble nullLoss = OptionalDouble.empty();
  private double[] known = new double[0];
  private OptionalDouble gap = OptionalDouble.empty();

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
   * Returns the largest component of the gradient with which the duality gap likely meets the
   * limit: the gap is {@code ||g||^2 / (2 l2)}. Infinite where the certificate does not depend on
   * it.
   */
  public double promisingGradient() {
    return isDualFirst() && !rows.areOfOneClass()
        ? USUAL_RATIO * Math.sqrt(2 * penalty.l2() * limit(rows.type()) * nullLoss() / parameters())
        : Double.POSITIVE_INFINITY;
  }

  private boolean isDualFirst() {
    return penalty.l1() == 0 && penalty.l2() > 0 && parameters() > MOST_FOR_INFORMATION_FIRST;
  }

  /** Whether there is a solver that comes as near to the optimum as the bound requires. */
  public boolean isRequired() {
    return isNarrow() || (penalty.l1() == 0 && penalty.l2() > 0);
  }

  /** The greatest bound at convergence; empty where convergence depends on the gradient alone. */
  public OptionalDouble requiredGap() {
    return isRequired() ? OptionalDouble.of(limit(rows.type())) : OptionalDouble.empty();
  }

  /**
   * Returns the bound; empty where none can be computed, as without a penalty and with very many
   * parameters; infinite where the parameters are too far away or there is no optimum.
   *
   * @param parameters as a model has them
   */
  public OptionalDouble gap(double[] parameters) {
    if (!Arrays.equals(known, parameters)) {
      known = parameters.clone();
      gap = bound();
    }
    return gap;
  }

  private OptionalDouble bound() {
    if (rows.areOfOneClass()) {
      return OptionalDouble.of(Double.POSITIVE_INFINITY);
    }
    if (isDualFirst()) {
      double dual = new DualityGap(rows, penalty, known).value() / nullLoss();
      if (dual <= limit(rows.type())) {
        return OptionalDouble.of(dual);
      }
    }
    if (isNarrow() && penalty.l1() == 0) {
      double mean = new NewtonMethod(rows, penalty, known).gap() / rows.facts().weightSum();
      return OptionalDouble.of((mean + imbalance()) / nullLoss());
    }
    return penalty.isNone() ? OptionalDouble.empty() : OptionalDouble.of(dualBound());
  }

  /**
   * Returns the excess of the penalty over that of the same probabilities in Newton's coordinates,
   * where the weights of more than two classes sum to 0, as they did before rounding.
   */
  private double imbalance() {
    Centering centering = rows.facts().centering();
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
    if (bound <= limit(rows.type()) || !isRequired()) {
      return bound;
    }
    Minimizer newton =
        penalty.l1() > 0
            ? new ProximalNewton(rows, penalty, known)
            : new NewtonCg(rows, penalty, known);
    double before = Double.POSITIVE_INFINITY;
    while (bound > limit(rows.type()) && bound < before / 2 && newton.step()) {
      before = bound;
      bound = Math.min(bound, duality.value(newton.parameters()) / nullLoss());
    }
    return bound;
  }

  /**
   * Whether the bound is small enough. Where no solver is certain to come that near, it is reported
   * but not required.
   */
  public boolean isMetBy(double[] parameters) {
    return !isRequired() || gap(parameters).orElse(0) <= limit(rows.type());
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
      RowFacts facts = rows.facts();
      double[] weights =
          facts.weighted()
              ? rows.look(new Passes.ClassWeights(facts.classes().size()))
              : facts.classRows().stream().mapToDouble(Long::doubleValue).toArray();
      double all = Arrays.stream(weights).sum();
      nullLoss =
          OptionalDouble.of(
              Arrays.stream(weights)
                  .filter(weight -> weight > 0)
                  .map(weight -> -weight / all * Math.log(weight / all))
                  .sum());
    }
    return nullLoss.getAsDouble();
  }
}
