package dev.logistic.solver;

import java.io.Serializable;

/**
 * Training rows on other machines: passes travel to them, and only results come back. What {@code
 * LogisticRegression.train(RemoteRows)} trains on.
 */
public interface RemoteRows {

  /** What is known of the rows without another look at them. */
  RowFacts facts();

  /**
   * Takes a pass to all rows.
   *
   * @return the results of all runs of blocks, merged in the order of the rows; the same bits each
   *     time
   */
  <R extends Serializable> R look(Pass<R> pass);
}
