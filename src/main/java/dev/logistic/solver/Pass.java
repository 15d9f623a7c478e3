package dev.logistic.solver;

import java.io.Serializable;
import java.util.List;

/**
 * One look at all rows, made where the rows are: what a run of blocks gives, and how the results of
 * two runs come together. Immutable.
 *
 * @param <R> the result, which travels
 */
public interface Pass<R extends Serializable> extends Serializable {

  /**
   * What some blocks give, evaluated one after the other on the calling thread, on which recording
   * of gradients is off ({@link dev.logistic.engine.NoGradient}) and native operations take no
   * other thread ({@link dev.logistic.engine.OneThread}). Leaves no array behind.
   *
   * @param blocks at least one
   */
  R over(List<RowBlock> blocks);

  /** About how many numbers a result has, for whoever decides how results travel. */
  long numbers();

  /** What two runs of blocks give together; who merges keeps to one order, for the same bits. */
  R merge(R earlier, R later);
}
