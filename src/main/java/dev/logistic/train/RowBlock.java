package dev.logistic.train;

import dev.logistic.data.Minibatch;

/**
 * Some rows as a {@link Pass} sees them.
 *
 * @param rows of one part ({@link Minibatch#isOnePart()}), on the CPU
 * @param weight what a mean over them counts: where they are not weighted, their number
 */
public record RowBlock(Minibatch rows, double weight) {

  /**
   * Small enough that much of a block is still in the cache for the second of its two products, and
   * that there are blocks for every thread where rows are few and wide.
   */
  private static final long MOST_VALUES = 1 << 19;

  private static final long MOST_ROWS = 8_192;

  /** Rows that a block of so many columns best has at most. */
  public static int mostRows(long columns) {
    return Math.toIntExact(Math.max(1, Math.min(MOST_ROWS, MOST_VALUES / columns)));
  }

  /**
   * What a row of weight 1 counts; the weights of a minibatch have a mean of 1 over its own data.
   */
  double unit() {
    return weight / rows.size();
  }
}
