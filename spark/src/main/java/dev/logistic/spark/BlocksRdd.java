package dev.logistic.spark;

import dev.logistic.engine.NoGradient;
import dev.logistic.engine.PyTorch;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.BlockManagerId;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * One {@link TaskResult} a partition of rows, sealed, of work with its blocks. Where these are in
 * the executor the rows are not computed; else, as on another executor after theirs has died, they
 * are read from the rows again, with the same bits.
 */
final class BlocksRdd<R extends Serializable> extends RDD<byte[]> {

  private static final long serialVersionUID = 1L;

  private final Broadcast<FitHandle> handle;
  private final Work<R> work;
  private final transient List<String> locations;

  /**
   * @param rows features, label and weight, as the handle's reading says
   * @param locations where each partition's blocks are; empty if nowhere yet
   */
  BlocksRdd(
      RDD<InternalRow> rows, Broadcast<FitHandle> handle, Work<R> work, List<String> locations) {
    super(rows, ClassTag$.MODULE$.apply(byte[].class));
    this.handle = handle;
    this.work = work;
    this.locations = locations;
  }

  @Override
  public Partition[] getPartitions() {
    return rows().partitions();
  }

  private RDD<InternalRow> rows() {
    return firstParent(ClassTag$.MODULE$.apply(InternalRow.class));
  }

  @Override
  public Seq<String> getPreferredLocations(Partition split) {
    if (locations.isEmpty()) {
      return rows().preferredLocations(split);
    }
    return CollectionConverters.asScala(List.of(locations.get(split.index()))).toSeq();
  }

  @Override
  public Iterator<byte[]> compute(Partition split, TaskContext context) {
    FitHandle fit = handle.value();
    int index = split.index();
    TaskResult<R> result;
    try (ResidentBlocks.Lease lease = ResidentBlocks.lease(fit.id(), index);
        NoGradient off = NoGradient.onThisThread()) {
      PyTorch.setThreads(1); // tasks share the cores already
      PartitionBlocks blocks =
          lease.blocks(
              () -> PartitionBlocks.read(fit.reading(), index, rows().iterator(split, context)));
      result = new TaskResult<>(work.with(blocks), null, blocks.summary().checksum(), location());
    } catch (RowFault e) {
      result = new TaskResult<>(null, e.getMessage(), 0, location());
    }
    return CollectionConverters.asScala(List.of(Sealed.seal(result)).iterator());
  }

  /** As Spark writes that a task is best run in one executor's process (TaskLocation). */
  private static String location() {
    BlockManagerId here = SparkEnv.get().blockManager().blockManagerId();
    return "executor_" + here.host() + "_" + here.executorId();
  }
}
