package dev.logistic.solver;

import java.io.Serializable;
import java.util.List;

/**
 * One pass over all rows, computed where the rows are: the result of a run of blocks, and how the
 * results of two runs are merged. Immutable.
 *
 * @param <R> the result, which travels
 */
public interface Pass<R extends Serializable> extends Serializable {

  /**
   * Returns the result of some blocks, evaluated in order on the calling thread, on which recording
   * of gradients is off ({@link dev.logistic.engine.NoGradient}) and native operations use no other
   * thread ({@link dev.logistic.engine.OneThread}). Leaves no arrays open.
   *
   * @param blocks at least one
   */
  R over(List<RowBlock> blocks);

  /** The approximate size of a result in numbers, for deciding how results travel. */
  long numbers();

  /**
   * Merges the results of two consecutive runs of blocks, and may add the later one to the earlier
   * one; callers merge in a fixed order, for the same bits.
   */
  R merge(R earlier, R later);
}
