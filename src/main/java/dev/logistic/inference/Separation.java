package dev.logistic.inference;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.Centering;
import dev.logistic.solver.LargestLogit;
import dev.logistic.solver.RowFacts;
import java.util.Optional;

/**
 * Detects that the loss has no minimum, because there is a direction in which no row's loss ever
 * grows and some row's always falls. Only proofs count:
 *
 * <ul>
 *   <li>parameters that classify every row correctly, each by a margin that float64 can distinguish
 *       from 0, are such a direction themselves (complete separation); those that the solver has
 *       reached are checked;
 *   <li>a column whose values in one class are nowhere below those in the others, and somewhere
 *       above, is such a direction with a fitting bias (complete or quasi-complete separation, as
 *       by a level that only rows of one class have);
 *   <li>with one class alone, the bias is, whatever the penalty of the weights;
 *   <li>in doubt, that is, where the solver is slow or ends with large logits, {@link
 *       SeparationProgram} decides whether there is such a direction.
 * </ul>
 *
 * (Albert and Anderson 1984, On the existence of maximum likelihood estimates in logistic
 * regression models.)
 */
public final class Separation implements Resumable {

  private static final int ITERATIONS_BETWEEN_CHECKS = 10;
  private static final int ITERATIONS_BEFORE_DECISION = 50;

  /** Features that move no logit further than this leave no row's class almost certain. */
  private static final double LARGE_LOGIT = 8;

  private final AllRows rows;
  private final boolean watches;
  private boolean decided;
  private Optional<double[]> plane = Optional.empty();
  private Optional<double[]> proven = Optional.empty();

  /** Whether a finite optimum exists. */
  enum Existence {
    /** Proven: no direction lowers no margin and raises some. */
    OPTIMUM_EXISTS,
    /** Proven: there is such a direction, which has been checked on all rows. */
    NO_OPTIMUM,
    /** There are too many parameters, or rounding error hides it. */
    UNDECIDED
  }

  /**
   * Whether a finite optimum of an unpenalised fit exists.
   *
   * @param direction in which the loss falls without end, laid out as a model's parameters; present
   *     if and only if there is no optimum
   */
  record Decision(Existence existence, Optional<double[]> direction) {

    static final Decision OPTIMUM_EXISTS = new Decision(Existence.OPTIMUM_EXISTS, Optional.empty());
    static final Decision UNDECIDED = new Decision(Existence.UNDECIDED, Optional.empty());

    static Decision noOptimum(double[] direction) {
      return new Decision(Existence.NO_OPTIMUM, Optional.of(direction));
    }
  }

  /**
   * Watches for separation during a fit.
   *
   * @param unpenalised whether weights may grow without a penalty
   */
  public Separation(AllRows rows, boolean unpenalised) {
    this.rows = rows;
    this.watches = unpenalised || rows.areOfOneClass();
  }

  /**
   * Decides whether an unpenalised fit has a finite optimum. Needs some passes over all rows, and
   * time cubic in the number of parameters.
   */
  static Decision decide(AllRows rows) {
    return SeparationProgram.decide(rows);
  }

  /** Whether separation is found after some iterations; checks occasionally, as that costs time. */
  public boolean isFoundAfter(int iterations, double[] parameters) {
    return watches
        && iterations % ITERATIONS_BETWEEN_CHECKS == 0
        && (classifiesPerfectly(parameters)
            || (iterations == ITERATIONS_BEFORE_DECISION && isDecided()));
  }

  /** Whether separation is found where the solver has ended, by every check. */
  public boolean isFoundAtTheEnd(boolean converged, double[] parameters) {
    return watches
        && (rows.areOfOneClass()
            || classifiesPerfectly(parameters)
            || aColumnSeparates()
            || ((!converged || isDoubtful(parameters)) && isDecided()));
  }

  /** Whether every row's own class has the highest logit, by more than rounding error. */
  private boolean classifiesPerfectly(double[] parameters) {
    boolean perfect = rows.aggregate(new PerfectClassification(parameters, rows.facts().outputs()));
    if (perfect) {
      plane = Optional.of(parameters.clone());
    }
    return perfect;
  }

  /** Whether the features make some row's class almost certain, as a direction without end does. */
  private boolean isDoubtful(double[] parameters) {
    Centering centering = rows.centering();
    double[] weights = centering.centered(parameters);
    int size = centering.means().length + 1;
    for (int bias = 0; bias < weights.length; bias += size) {
      weights[bias] = 0;
    }
    return rows.aggregate(new LargestLogit(centering, weights)) > LARGE_LOGIT;
  }

  /**
   * Explains what was found.
   *
   * @param parameters that the solver has reached
   */
  public String explanation(double[] parameters) {
    return proven
        .map(direction -> NoOptimum.proven(rows, direction))
        .orElseGet(() -> NoOptimum.along(rows, plane.orElse(parameters)));
  }

  /** Whether one column alone separates a class from the others, completely or quasi-completely. */
  private boolean aColumnSeparates() {
    RowFacts facts = rows.facts();
    return rows.aggregate(new RangesPass(facts.schema().width(), facts.classes().size()))
        .areApartInAColumn();
  }

  /** A second decision would not differ from the first. */
  private boolean isDecided() {
    boolean first = !decided;
    decided = true;
    if (first) {
      proven = decide(rows).direction();
    }
    return proven.isPresent();
  }

  @Override
  public void save(State state) {
    state.put("separation.searched", decided ? 1 : 0);
  }

  @Override
  public void restore(State state) {
    decided = state.count("separation.searched", 1) == 1;
  }
}
