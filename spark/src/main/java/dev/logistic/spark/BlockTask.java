package dev.logistic.spark;

import dev.logistic.solver.Pass;
import dev.logistic.solver.RowBlock;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work of tasks on the blocks of their partitions.
 *
 * @param <R> the result, which travels to the driver
 */
interface BlockTask<R extends Serializable> extends Serializable {

  /** Returns the result; null if there is nothing to report. */
  @Nullable R with(PartitionBlocks blocks);

  /** Merges the results of two consecutive runs of partitions. */
  R merge(R earlier, R later);

  /**
   * Returns the small part of the rows' statistics. The first work of a fit, for which the rows are
   * read.
   */
  record Read() implements BlockTask<PartitionSummary> {
    @Override
    public PartitionSummary with(PartitionBlocks blocks) {
      return blocks.summary().withoutMoments();
    }

    @Override
    public PartitionSummary merge(PartitionSummary earlier, PartitionSummary later) {
      throw new IllegalStateException("these stay apart");
    }
  }

  /** Returns the moments of the columns. */
  record Summarize() implements BlockTask<Moments> {
    @Override
    public @Nullable Moments with(PartitionBlocks blocks) {
      return blocks.summary().moments();
    }

    @Override
    public Moments merge(Moments earlier, Moments later) {
      return earlier.and(later);
    }
  }

  /** Runs a pass over the rows of positive weight. */
  record Look<R extends Serializable>(Pass<R> pass, PreparationPlan preparation)
      implements BlockTask<R> {
    @Override
    public @Nullable R with(PartitionBlocks blocks) {
      List<RowBlock> rows = blocks.prepared(preparation);
      return rows.isEmpty() ? null : pass.over(rows);
    }

    @Override
    public R merge(R earlier, R later) {
      return pass.merge(earlier, later);
    }
  }
}
