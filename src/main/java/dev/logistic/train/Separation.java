package dev.logistic.train;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;
import java.util.Optional;

/**
 * Whether the loss has no least value, because there is a direction in which no row's loss ever
 * grows and some row's always falls. Only what is proven counts:
 *
 * <ul>
 *   <li>parameters that tell every row's class rightly, each by a margin that float64 can tell from
 *       0, are such a direction themselves (complete separation); those that the solver has reached
 *       are looked at, and where it takes long, those of a search of its own;
 *   <li>a column whose values in one class are nowhere below those in the others, and somewhere
 *       above, is such a direction with a fitting bias (complete or quasi-complete separation, as
 *       by a level that only rows of one class have);
 *   <li>with one class alone, the bias is, whatever the penalty of the weights.
 * </ul>
 *
 * Quasi-complete separation that takes several columns to show is not found here, but by {@link
 * Newton} where the solver takes it for an optimum. (Albert and Anderson 1984, On the existence of
 * maximum likelihood estimates in logistic regression models.)
 */
final class Separation implements Resumable {

  private static final int ITERATIONS_BETWEEN_LOOKS = 10;
  private static final int ITERATIONS_BEFORE_SEARCH = 50;

  private final AllRows rows;
  private final boolean looks;
  private boolean searched;
  private Optional<double[]> plane = Optional.empty();

  /**
   * @param unpenalised whether weights may grow without a penalty
   */
  Separation(AllRows rows, boolean unpenalised) {
    this.rows = rows;
    this.looks = unpenalised || rows.areOfOneClass();
  }

  /** Whether it is found after some iterations; looks now and then, as that costs time. */
  boolean isFoundAfter(int iterations, double[] parameters) {
    return looks
        && iterations % ITERATIONS_BETWEEN_LOOKS == 0
        && (tellApart(parameters) || (iterations == ITERATIONS_BEFORE_SEARCH && searchFinds()));
  }

  /** Whether it is found where the solver has ended, which looks at all there is. */
  boolean isFoundAtTheEnd(boolean converged, double[] parameters) {
    return looks
        && (rows.areOfOneClass()
            || tellApart(parameters)
            || aColumnSeparates()
            || (!converged && searchFinds()));
  }

  /** Whether every row's own class has the highest logit, by more than rounding. */
  private boolean tellApart(double[] parameters) {
    boolean apart = rows.look(new Passes.ToldApart(parameters, rows.facts().outputs()));
    if (apart) {
      plane = Optional.of(parameters.clone());
    }
    return apart;
  }

  /**
   * Explains what was found.
   *
   * @param parameters that the solver has reached
   */
  String explanation(double[] parameters) {
    return NoOptimum.along(rows, plane.orElse(parameters));
  }

  /** Whether one column alone separates a class from the others, completely or quasi-completely. */
  private boolean aColumnSeparates() {
    RowFacts facts = rows.facts();
    return rows.look(new Passes.Ranges(facts.schema().width(), facts.classes().size()))
        .areApartInAColumn();
  }

  /** A second search would find no more than the first. */
  private boolean searchFinds() {
    boolean first = !searched;
    searched = true;
    return first && PlaneSearch.takes(rows.facts()) && new PlaneSearch(rows).finds(this::tellApart);
  }

  @Override
  public void save(State state) {
    state.put("separation.searched", searched ? 1 : 0);
  }

  @Override
  public void restore(State state) {
    searched = state.count("separation.searched", 1) == 1;
  }
}
