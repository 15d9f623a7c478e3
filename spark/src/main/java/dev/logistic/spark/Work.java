package dev.logistic.spark;

import dev.logistic.train.Pass;
import dev.logistic.train.RowBlock;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task does with the blocks of its partition.
 *
 * @param <R> the result, which travels to the driver
 */
interface Work<R extends Serializable> extends Serializable {

  /** The result; null where there is nothing to tell. */
  @Nullable R with(PartitionBlocks blocks);

  /** Tells what the rows are. */
  record Summarize() implements Work<PartitionSummary> {
    @Override
    public PartitionSummary with(PartitionBlocks blocks) {
      return blocks.summary();
    }
  }

  /** Takes a pass over the rows that weigh something. */
  record Look<R extends Serializable>(Pass<R> pass, Preparation preparation) implements Work<R> {
    @Override
    public @Nullable R with(PartitionBlocks blocks) {
      List<RowBlock> rows = blocks.prepared(preparation);
      return rows.isEmpty() ? null : pass.over(rows);
    }
  }
}
