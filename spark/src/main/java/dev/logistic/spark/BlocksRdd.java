package dev.logistic.spark;

import dev.logistic.engine.NoGradient;
import dev.logistic.engine.OneThread;
import java.io.Serializable;
import java.util.ArrayList;
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
 * One sealed {@link TaskResult} per partition of rows, the result of work with its blocks. Where
 * the executor has the blocks, the rows are not computed; else, as on another executor after theirs
 * has died, the blocks are read from the rows again, with the same bits.
 */
final class BlocksRdd<R extends Serializable> extends RDD<byte[]> {

  private static final long serialVersionUID = 1L;

  private final Broadcast<FitHandle> handle;
  private final BlockTask<R> work;
  private final ArrayList<StaleBlocks> copies;
  private final transient List<String> locations;

  /**
   * @param rows features, label and weight, as described by the handle
   * @param locations where each partition's blocks are; empty if nowhere yet
   * @param copies blocks to be dropped by any task that runs on their executor
   */
  BlocksRdd(
      RDD<InternalRow> rows,
      Broadcast<FitHandle> handle,
      BlockTask<R> work,
      List<String> locations,
      List<StaleBlocks> copies) {
    super(rows, ClassTag$.MODULE$.apply(byte[].class));
    this.handle = handle;
    this.work = work;
    this.copies = new ArrayList<>(copies);
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
    for (StaleBlocks copy : copies) {
      if (copy.partition() != index && copy.location().equals(location())) {
        ResidentBlocks.dropCopy(fit.id(), copy.partition());
      }
    }
    try (ResidentBlocks.Lease lease = ResidentBlocks.lease(fit.id(), handle.id(), index);
        NoGradient off = NoGradient.onThisThread();
        OneThread one = OneThread.onThisThread()) { // tasks share the cores already
      PartitionBlocks blocks = lease.blocks(() -> read(fit, split, context));
      result = new TaskResult<>(work.with(blocks), null, blocks.summary().checksum(), location());
    } catch (RowFault e) {
      result = new TaskResult<>(null, e.getMessage(), 0, location());
    }
    return CollectionConverters.asScala(List.of(Serialization.seal(result)).iterator());
  }

  /**
   * Reads rows. Rows that could be read before must be readable again; if this executor has too
   * little memory, another may have enough, so Spark must retry.
   */
  private PartitionBlocks read(FitHandle fit, Partition split, TaskContext context) {
    try {
      return PartitionBlocks.read(fit.reading(), split.index(), rows().iterator(split, context));
    } catch (RowFault e) {
      if (work instanceof BlockTask.Read) {
        throw e;
      }
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Spark's notation for a task that is best run in one executor's process (TaskLocation). */
  private static String location() {
    BlockManagerId here = SparkEnv.get().blockManager().blockManagerId();
    return "executor_" + here.host() + "_" + here.executorId();
  }
}
