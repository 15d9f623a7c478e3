package dev.logistic.train;

import dev.logistic.checkpoint.Resumable;
import dev.logistic.checkpoint.State;

/**
 * Whether the loss has no least value, because there is a direction in which no row's loss ever
 * grows and some row's always falls. Only what is proven counts:
 *
 * <ul>
 *   <li>parameters that tell every row's class rightly, each by a margin that float64 can tell from
 *       0, are such a direction themselves (complete separation); those that the solver has reached
 *       are looked at, and where it takes long, those of a search of its own;
 *   <li>a column whose values in one class are nowhere below those in the other, and somewhere
 *       above, is such a direction with a fitting bias (complete or quasi-complete separation, as
 *       by a level that only rows of one class have);
 *   <li>with one class alone, the bias is, whatever the penalty of the weights.
 * </ul>
 *
 * Quasi-complete separation that takes several columns to show is not found here: where {@link
 * Newton} does not find it either, the fit ends like any other, with large weights. (Albert and
 * Anderson 1984, On the existence of maximum likelihood estimates in logistic regression models.)
 */
final class Separation implements Resumable {

  private static final int ITERATIONS_BETWEEN_LOOKS = 10;
  private static final int ITERATIONS_BEFORE_SEARCH = 50;

  /** The rows, seen as far as separation needs it. */
  interface Rows {

    /** Whether every row has the same class. */
    boolean areOfOneClass();

    /** Whether every row's own class has the higher logit, by more than rounding. */
    boolean areToldApartBy(double[] parameters);

    /** Whether one column alone separates the classes, completely or quasi-completely. */
    boolean areSeparatedByAColumn();

    /** Whether a search finds parameters that tell all rows apart. */
    boolean areToldApartByAPlane();
  }

  private final Rows rows;
  private final boolean looks;
  private boolean searched;

  /**
   * @param unpenalised whether weights may grow without a penalty
   */
  Separation(Rows rows, boolean unpenalised) {
    this.rows = rows;
    this.looks = unpenalised || rows.areOfOneClass();
  }

  /** Whether it is found after some iterations; looks now and then, as that costs time. */
  boolean isFoundAfter(int iterations, double[] parameters) {
    return looks
        && iterations % ITERATIONS_BETWEEN_LOOKS == 0
        && (rows.areToldApartBy(parameters)
            || (iterations == ITERATIONS_BEFORE_SEARCH && searchFinds()));
  }

  /** Whether it is found where the solver has ended, which looks at all there is. */
  boolean isFoundAtTheEnd(boolean converged, double[] parameters) {
    return looks
        && (rows.areOfOneClass()
            || rows.areToldApartBy(parameters)
            || rows.areSeparatedByAColumn()
            || (!converged && !searched && rows.areToldApartByAPlane()));
  }

  /** A second search would find no more than the first. */
  private boolean searchFinds() {
    boolean first = !searched;
    searched = true;
    return first && rows.areToldApartByAPlane();
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
