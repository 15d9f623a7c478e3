package dev.logistic.train;

import ai.djl.ndarray.types.DataType;
import dev.logistic.objective.Penalty;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Bounds how far parameters are from the optimum: {@code (objective - optimum) / null loss}, the
 * null loss being that of the best bias alone. The figure depends neither on the number of rows nor
 * on the units of columns or weights. Without an l1 penalty it comes from the decrement of Newton's
 * method ({@link NewtonMethod#gap}), with one, or with very many parameters, from the duality gap
 * ({@link DualityGap}). For one thread.
 */
final class Certificate {

  /** More need too much time for the factor of the information. */
  static final int MOST_PARAMETERS = 1_000;

  private final AllRows rows;
  private final Penalty penalty;
  private OptionalDouble nullLoss = OptionalDouble.empty();
  private double[] known = new double[0];
  private OptionalDouble gap = OptionalDouble.empty();

  Certificate(AllRows rows, Penalty penalty) {
    this.rows = rows;
    this.penalty = penalty;
  }

  /** The greatest bound of a fit that counts as converged. */
  static double limit(DataType type) {
    return type == DataType.FLOAT32 ? 1e-6 : 1e-10;
  }

  /** Whether Newton's method can go to the optimum, and bound the distance to it. */
  boolean takesNewton() {
    RowFacts facts = rows.facts();
    long parameters = (facts.schema().width() + 1L) * Centering.classes(facts.outputs());
    return parameters <= MOST_PARAMETERS;
  }

  /** The greatest bound at convergence; empty where convergence depends on the gradient alone. */
  OptionalDouble requiredGap() {
    return takesNewton() ? OptionalDouble.of(limit(rows.type())) : OptionalDouble.empty();
  }

  /**
   * Returns the bound; empty where there is no way to know one, as without a penalty and with very
   * many parameters, and infinite where the parameters are too far away or there is no optimum.
   *
   * @param parameters as a model has them
   */
  OptionalDouble gap(double[] parameters) {
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
    if (takesNewton() && penalty.l1() == 0) {
      double mean = new NewtonMethod(rows, penalty, known).gap() / rows.facts().weightSum();
      return OptionalDouble.of((mean + imbalance()) / nullLoss());
    }
    return penalty.isNone() ? OptionalDouble.empty() : OptionalDouble.of(dualBound());
  }

  /**
   * Returns by how much the penalty exceeds that of the same probabilities in Newton's coordinates,
   * where the weights of more than two classes have a sum of 0, as they had before rounding.
   */
  private double imbalance() {
    Centering centering = rows.facts().centering();
    double[] balanced = centering.balanced(centering.centered(known));
    return Math.max(0, penalty.value(known) - penalty.value(balanced));
  }

  /** Where the parameters' own dual is too low, that of a step of Newton's method may do. */
  private double dualBound() {
    DualityGap duality = new DualityGap(rows, penalty, known);
    double bound = duality.value() / nullLoss();
    if (bound <= limit(rows.type()) || !takesNewton()) {
      return bound;
    }
    ProximalNewton newton = new ProximalNewton(rows, penalty, known);
    newton.step();
    return Math.min(bound, duality.value(newton.parameters()) / nullLoss());
  }

  /**
   * Whether the bound is small enough. Only Newton's method gets that near for certain: where it
   * cannot be used the bound is reported and not required.
   */
  boolean isMetBy(double[] parameters) {
    return !takesNewton() || gap(parameters).orElse(0) <= limit(rows.type());
  }

  /** Whether a step that brought the objective so little further may have been the last needed. */
  boolean isWorthAsking(double decrease) {
    return decrease <= limit(rows.type()) * nullLoss();
  }

  /** The same of Newton's method, which knows its own. */
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
