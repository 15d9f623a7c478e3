package dev.logistic.spark;

import dev.logistic.config.ClassWeight;
import dev.logistic.train.Pass;
import dev.logistic.train.RemoteRows;
import dev.logistic.train.RowFacts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag$;

/**
 * The rows of a data set in native blocks on Spark's executors, as the driver sees them: a pass is
 * a job. Owns the blocks, which closing frees. For one thread.
 */
final class PartitionedRows implements RemoteRows, AutoCloseable {

  /** What the driver takes of one pass; Spark's own bound, for a whole job, is 1 GiB. */
  private static final long MOST_BYTES_COLLECTED = 64L << 20;

  private final RDD<InternalRow> rows;
  private final Reading reading;
  private final Broadcast<FitHandle> handle;
  private final List<String> locations = new ArrayList<>();
  private int[] checksums = new int[0];
  private @Nullable Preparation preparation;
  private @Nullable RowFacts facts;

  private PartitionedRows(RDD<InternalRow> rows, Reading reading) {
    SparkContext context = rows.sparkContext();
    this.rows = rows;
    this.reading = reading;
    this.handle =
        context.broadcast(
            new FitHandle(UUID.randomUUID().toString(), reading),
            ClassTag$.MODULE$.apply(FitHandle.class));
  }

  /**
   * Reads all rows, once.
   *
   * @param rows features, label and where the reading has one the weight, the last two as float64
   * @param classNames of the label's metadata; empty where it has none
   * @throws IllegalArgumentException if rows cannot be trained on, or there is no room for them
   */
  static PartitionedRows read(
      RDD<InternalRow> rows, Reading reading, List<String> classNames, ClassWeight classWeight) {
    PartitionedRows read = new PartitionedRows(rows, reading);
    try {
      Facts of = new Facts(read.summary(), reading, classNames, classWeight);
      read.facts = of.facts();
      read.preparation = of.preparation();
      return read;
    } catch (RuntimeException | Error e) {
      read.close();
      throw e;
    }
  }

  private PartitionSummary summary() {
    List<TaskResult<PartitionSummary>> results =
        received(job(new Work.Summarize()).toJavaRDD().collect());
    checksums = results.stream().mapToInt(TaskResult::checksum).toArray();
    PartitionSummary all = new PartitionSummary();
    for (int partition = 0; partition < results.size(); partition++) {
      PartitionSummary own = Objects.requireNonNull(results.get(partition).value());
      requireSameSize(all, own, partition);
      all.add(own);
    }
    return all;
  }

  private void requireSameSize(PartitionSummary before, PartitionSummary own, int partition) {
    Moments known = before.moments();
    Moments moments = own.moments();
    if (known != null && moments != null && known.columns() != moments.columns()) {
      throw new IllegalArgumentException(
          "column \"%s\" must hold vectors of one size, %d as in the rows before, was one of %d in row 0 of partition %d (both counted from 0)"
              .formatted(
                  reading.columns().features(), known.columns(), moments.columns(), partition));
    }
  }

  @Override
  public RowFacts facts() {
    return Objects.requireNonNull(facts);
  }

  @Override
  public <R extends Serializable> R look(Pass<R> pass) {
    long bytes = pass.numbers() * Double.BYTES * rows.getNumPartitions();
    return look(pass, bytes > MOST_BYTES_COLLECTED);
  }

  /**
   * Takes a pass to all rows.
   *
   * @param grouped whether executors merge some results first
   */
  <R extends Serializable> R look(Pass<R> pass, boolean grouped) {
    BlocksRdd<R> job = job(new Work.Look<>(pass, Objects.requireNonNull(preparation)));
    List<TaskResult<R>> results =
        received(grouped ? Groups.collect(job, pass) : job.toJavaRDD().collect());
    R merged = null;
    for (int partition = 0; partition < results.size(); partition++) {
      TaskResult<R> result = results.get(partition);
      requireSameRows(result.checksum(), partition);
      R value = result.value();
      if (value != null) {
        merged = merged == null ? value : pass.merge(merged, value);
      }
    }
    return Objects.requireNonNull(merged); // some rows weigh something
  }

  private void requireSameRows(int checksum, int partition) {
    if (checksum != checksums[partition]) {
      throw new ChangedRowsException(
          "partition %d (from 0) had to be read again, and has other rows now: where rows depend on chance or order, write or checkpoint them before the fit"
              .formatted(partition));
    }
  }

  private <R extends Serializable> BlocksRdd<R> job(Work<R> work) {
    return new BlocksRdd<>(rows, handle, work, List.copyOf(locations));
  }

  /** Takes results in the order of the partitions, if there is no fault among them. */
  private <R extends Serializable> List<TaskResult<R>> received(List<byte[]> collected) {
    locations.clear();
    List<TaskResult<R>> results = new ArrayList<>();
    for (byte[] each : collected) {
      TaskResult<R> result = TaskResult.open(each);
      results.add(result);
      String fault = result.fault();
      if (fault != null) {
        throw new IllegalArgumentException(fault);
      }
      locations.add(result.location());
    }
    return results;
  }

  /** Goes with each task. */
  Broadcast<FitHandle> handle() {
    return handle;
  }

  /** Frees the blocks on all executors; those of tasks that still run, at their end. */
  @Override
  public void close() {
    ResidentBlocks.release(handle.value().id());
    handle.destroy();
  }
}
