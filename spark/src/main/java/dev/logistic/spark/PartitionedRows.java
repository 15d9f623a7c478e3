package dev.logistic.spark;

import dev.logistic.config.ClassWeight;
import dev.logistic.solver.Pass;
import dev.logistic.solver.RemoteRows;
import dev.logistic.solver.RowFacts;
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
 * The driver's view of a data set's rows in native blocks on Spark's executors: a pass is a job.
 * Owns the blocks, which closing frees. For one thread.
 */
final class PartitionedRows implements RemoteRows, AutoCloseable {

  /**
   * Most bytes that the driver receives from one pass; Spark's own limit, for a whole job, is 1
   * GiB.
   */
  private static final long MOST_BYTES_COLLECTED = 64L << 20;

  private final RDD<InternalRow> rows;
  private final ReadPlan reading;
  private final Broadcast<FitHandle> handle;
  private final List<String> locations = new ArrayList<>();
  private final List<StaleBlocks> copies = new ArrayList<>();
  private long[] checksums = new long[0];
  private @Nullable PreparationPlan preparation;
  private @Nullable RowFacts facts;
  private List<Double> means = List.of();

  private PartitionedRows(RDD<InternalRow> rows, ReadPlan reading) {
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
   * @param rows features, label and, if any, weight, the last two as float64
   * @param classNames of the label's metadata; empty where it has none
   * @throws IllegalArgumentException if rows cannot be trained on, or there is too little memory
   *     for them
   */
  static PartitionedRows read(
      RDD<InternalRow> rows, ReadPlan reading, List<String> classNames, ClassWeight classWeight) {
    PartitionedRows read = new PartitionedRows(rows, reading);
    boolean ready = false;
    try {
      PartitionSummary summary = read.summary();
      Moments moments = summary.columns() == 0 ? null : read.moments(summary.columns());
      RowFactsFactory of = new RowFactsFactory(summary, moments, reading, classNames, classWeight);
      read.facts = of.facts();
      read.means = of.means();
      read.preparation = of.preparation();
      ready = true;
      return read;
    } finally { // Scala throws exceptions that it does not declare
      if (!ready) {
        read.close();
      }
    }
  }

  /** Makes the executors read all rows. */
  private PartitionSummary summary() {
    List<TaskResult<PartitionSummary>> results = run(new BlockTask.Read(), Integer.MAX_VALUE);
    checksums = results.stream().mapToLong(TaskResult::checksum).toArray();
    PartitionSummary all = new PartitionSummary();
    for (int partition = 0; partition < results.size(); partition++) {
      PartitionSummary own = Objects.requireNonNull(results.get(partition).value());
      if (all.columns() > 0 && own.columns() > 0 && all.columns() != own.columns()) {
        throw new IllegalArgumentException(
            "column \"%s\" must hold vectors of one size, %d as in the rows before, was one of %d in row 0 of partition %d (both counted from 0)"
                .formatted(reading.columns().features(), all.columns(), own.columns(), partition));
      }
      all.add(own);
    }
    return all;
  }

  private Moments moments(int columns) {
    return merged(new BlockTask.Summarize(), mostRuns(4L * columns));
  }

  @Override
  public RowFacts facts() {
    return Objects.requireNonNull(facts);
  }

  @Override
  public List<Double> means() {
    return means;
  }

  @Override
  public <R extends Serializable> R aggregate(Pass<R> pass) {
    return aggregate(pass, mostRuns(pass.numbers()));
  }

  /**
   * Runs a pass over all rows.
   *
   * @param mostRuns most results that the driver may receive; executors merge the others first
   */
  <R extends Serializable> R aggregate(Pass<R> pass, int mostRuns) {
    return merged(new BlockTask.Look<>(pass, Objects.requireNonNull(preparation)), mostRuns);
  }

  /** How many results of so many numbers the driver may receive. */
  private static int mostRuns(long numbers) {
    long most = MOST_BYTES_COLLECTED / (numbers * Double.BYTES);
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, most));
  }

  private <R extends Serializable> R merged(BlockTask<R> work, int mostRuns) {
    List<TaskResult<R>> results = run(work, mostRuns);
    R merged = null;
    for (int partition = 0; partition < results.size(); partition++) {
      TaskResult<R> result = results.get(partition);
      requireSameRows(result.checksum(), partition);
      R value = result.value();
      if (value != null) {
        merged = merged == null ? value : work.merge(merged, value);
      }
    }
    return Objects.requireNonNull(merged); // some rows have positive weight
  }

  private void requireSameRows(long checksum, int partition) {
    if (checksum != checksums[partition]) {
      throw new ChangedRowsException(
          "partition %d (from 0) had to be read again, and has other rows now: where rows depend on chance or order, write or checkpoint them before the fit"
              .formatted(partition));
    }
  }

  /** Returns the results in the order of the partitions, unless one is a fault. */
  private <R extends Serializable> List<TaskResult<R>> run(BlockTask<R> work, int mostRuns) {
    BlocksRdd<R> job =
        new BlocksRdd<>(rows, handle, work, List.copyOf(locations), List.copyOf(copies));
    List<byte[]> runs =
        rows.getNumPartitions() <= mostRuns
            ? job.toJavaRDD().collect()
            : GroupedMerge.collect(job, work, mostRuns);
    List<TaskResult<R>> results = new ArrayList<>();
    runs.forEach(run -> results.addAll(TaskResult.<R>openRun(run)));
    for (TaskResult<R> result : results) {
      String fault = result.fault();
      if (fault != null) {
        throw new IllegalArgumentException(fault);
      }
    }
    remember(results.stream().map(TaskResult::location).toList());
    return results;
  }

  /**
   * Blocks that have moved since the last job leave a copy behind; executors that ran a task have
   * none left.
   */
  private void remember(List<String> found) {
    copies.removeIf(copy -> found.contains(copy.location()));
    for (int partition = 0; partition < locations.size(); partition++) {
      String before = locations.get(partition);
      if (!before.equals(found.get(partition))) {
        copies.add(new StaleBlocks(partition, before));
      }
    }
    locations.clear();
    locations.addAll(found);
  }

  /** Sent with each task. */
  Broadcast<FitHandle> handle() {
    return handle;
  }

  /** Frees the blocks on all executors; those of running tasks at their end. */
  @Override
  public void close() {
    ResidentBlocks.release(handle.value().id());
    handle.destroy();
  }
}
