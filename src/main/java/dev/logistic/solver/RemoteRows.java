package dev.logistic.solver;

import java.io.Serializable;
import java.util.List;

/**
 * Training rows on other machines, for {@code LogisticRegression.train(RemoteRows)}: passes travel
 * to them, and only results come back.
 */
public interface RemoteRows {

  /** Returns the facts about the rows, without another pass. */
  RowFacts facts();

  /** Returns numbers near the means of the features, about which Newton's method centers them. */
  List<Double> means();

  /**
   * Runs a pass over all rows.
   *
   * @return the results of all runs of blocks, merged in the order of the rows; the same bits each
   *     time
   */
  <R extends Serializable> R aggregate(Pass<R> pass);
}
