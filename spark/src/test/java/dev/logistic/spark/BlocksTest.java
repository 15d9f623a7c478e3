package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.ClassWeight;
import dev.logistic.config.Settings;
import dev.logistic.config.Solver;
import dev.logistic.engine.PyTorch;
import dev.logistic.solver.Pass;
import dev.logistic.solver.RowBlock;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BroadcastBlockId;
import org.apache.spark.storage.memory.MemoryStore;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple2;

/** Blocks are read once, stay for the fit, come back where they are lost, and go at its end. */
class BlocksTest {

  private static final Settings LBFGS = Settings.original().with(Settings.SOLVER, Solver.LBFGS);
  private static final RowColumns COLUMNS = new RowColumns("features", "label", null);
  private static final AtomicLong ROWS_READ = new AtomicLong();
  private static final AtomicLong SHIFT = new AtomicLong();

  /** The sum of all features, which has other bits in another order. */
  private record Sum() implements Pass<Double> {
    @Override
    public long numbers() {
      return 1;
    }

    @Override
    public Double over(List<RowBlock> blocks) {
      double sum = 0;
      for (RowBlock block : blocks) {
        for (double value : block.features().logits(new double[] {1, 1, 1, 0}, 1).toDoubleArray()) {
          sum += value;
        }
      }
      return sum;
    }

    @Override
    public Double merge(Double earlier, Double later) {
      return earlier + later;
    }
  }

  /** Says which rows come after which. */
  private record Order() implements Pass<String> {
    @Override
    public long numbers() {
      return 1;
    }

    @Override
    public String over(List<RowBlock> blocks) {
      return Double.toString(first(blocks.get(0)));
    }

    @Override
    public String merge(String earlier, String later) {
      return earlier + " " + later;
    }
  }

  /** The first feature of the first row. */
  private static double first(RowBlock block) {
    return block.features().logits(new double[] {1, 0, 0, 0}, 1).toDoubleArray()[0];
  }

  private static Dataset<Row> data() {
    return Rows.drawn(2_000, 3, 2, 20).in(LocalSpark.session(), 4);
  }

  /** Counts every row that is computed. */
  private static Dataset<Row> counted(Dataset<Row> data) {
    UDF1<Double, Double> count =
        label -> {
          ROWS_READ.incrementAndGet();
          return label;
        };
    return data.withColumn(
        "label",
        functions
            .udf(count, DataTypes.DoubleType)
            .asNondeterministic()
            .apply(functions.col("label")));
  }

  private static PartitionedRows read(Dataset<Row> data) {
    return PartitionedRows.read(
        StableOrder.of(data.select("features", "label")),
        new ReadPlan(COLUMNS, List.of(), 0, DataType.FLOAT32, true, 0),
        List.of(),
        ClassWeight.NONE);
  }

  @Test
  void rowsAreReadOnceAFit() {
    ROWS_READ.set(0);

    new LogisticClassifier().fit(counted(data()));

    assertThat(ROWS_READ).hasValue(2_000);
  }

  @Test
  void blocksThatAreLostAreReadAgainWithTheSameBits() {
    try (PartitionedRows rows = read(data())) {
      double before = rows.aggregate(new Sum());
      ResidentBlocks.fits().forEach(ResidentBlocks::drop);
      assertThat(BlockMemory.inUse()).isZero();

      assertThat(rows.aggregate(new Sum())).isEqualTo(before);
      assertThat(BlockMemory.inUse()).isPositive();
    }
  }

  @Test
  void aFitThatLosesItsBlocksAtEveryIterationGivesTheSameBits() {
    SparkTraining training = new SparkTraining(LBFGS, COLUMNS, true, 0);
    List<Integer> losses = new ArrayList<>();
    try (TrainingResult expected = training.on(data(), epoch -> {});
        TrainingResult found =
            training.on(
                data(),
                epoch -> {
                  losses.add(epoch.number());
                  ResidentBlocks.fits().forEach(ResidentBlocks::drop);
                })) {
      assertThat(losses).hasSizeGreaterThan(3);
      assertThat(found.model().coefficients()).isEqualTo(expected.model().coefficients());
      assertThat(found.model().card().trainingData())
          .isEqualTo(expected.model().card().trainingData());
    }
  }

  /** As a network brings them, for which a shuffle on one machine is too orderly. */
  private static Dataset<Row> shuffled(Dataset<Row> data) {
    JavaRDD<Row> rows =
        data.toJavaRDD()
            .mapToPair(row -> new Tuple2<>(row.hashCode(), row))
            .partitionBy(new HashPartitioner(4))
            .values()
            .mapPartitions(
                partition -> {
                  List<Row> all = new ArrayList<>();
                  partition.forEachRemaining(all::add);
                  Collections.shuffle(all, new Random(SHIFT.incrementAndGet()));
                  return all.iterator();
                });
    return data.sparkSession().createDataFrame(rows, data.schema());
  }

  @Test
  void rowsThatComeInAnotherOrderWhenReadAgainGiveTheSameBits() {
    Dataset<Row> data = shuffled(data());
    assertThat(data.collectAsList()).isNotEqualTo(data.collectAsList());
    SparkTraining training = new SparkTraining(LBFGS, COLUMNS, true, 0);
    try (TrainingResult expected = training.on(data, epoch -> {});
        TrainingResult found =
            training.on(data, epoch -> ResidentBlocks.fits().forEach(ResidentBlocks::drop))) {
      assertThat(found.model().coefficients()).isEqualTo(expected.model().coefficients());
      assertThat(found.model().card().trainingData())
          .isEqualTo(expected.model().card().trainingData());
    }
  }

  @Test
  void columnsOfOneNameAreNoObstacleToThat() {
    Dataset<Row> data = shuffled(data());

    try (PartitionedRows rows =
        read(
            data.select(
                functions.col("features"), functions.col("label"), functions.col("label")))) {
      assertThat(rows.facts().rows()).isEqualTo(2_000);
    }
  }

  @Test
  void aHandleThatSparkMovesToDiskToMakeRoomLeavesTheBlocks() {
    try (PartitionedRows rows = read(counted(data()))) {
      ROWS_READ.set(0);
      BlockManager spark = SparkEnv.get().blockManager();
      BlockId handle = new BroadcastBlockId(rows.handle().id(), "");
      double before = rows.aggregate(new Sum());
      long blocks = BlockMemory.inUse();

      evict(handle, spark.memoryStore());

      assertThat(spark.memoryStore().contains(handle)).isFalse();
      assertThat(spark.diskStore().contains(handle)).isTrue();
      assertThat(BlockMemory.inUse()).isEqualTo(blocks);
      assertThat(rows.aggregate(new Sum())).isEqualTo(before);
      assertThat(ROWS_READ).hasValue(0);
    }
    assertThat(BlockMemory.inUse()).isZero();
  }

  /**
   * As Spark does where it caches more than fits in memory: block after block, the one used longest
   * ago first. Spark evicts nothing at all where what it may evict is less than what is asked for,
   * and its cleaner may remove blocks meanwhile: hence a byte at a time, and not all.
   */
  private static void evict(BlockId handle, MemoryStore store) {
    long freed;
    do {
      freed = store.evictBlocksToFreeSpace(Option.empty(), 1, MemoryMode.ON_HEAP);
    } while (freed > 0 && store.contains(handle));
  }

  @Test
  void resultsThatAreMergedInGroupsAreMergedInOrder() {
    try (PartitionedRows rows = read(data().repartition(7))) {
      double flat = rows.aggregate(new Sum(), 7);
      double grouped = rows.aggregate(new Sum(), 1);

      assertThat(grouped).isCloseTo(flat, within(1e-3));
      assertThat(rows.aggregate(new Sum(), 1)).isEqualTo(grouped);
      assertThat(rows.aggregate(new Order(), 1)).isEqualTo(rows.aggregate(new Order(), 7));
    }
  }

  @Test
  void rowsThatAreOthersWhenReadAgainAreAnError() {
    UDF1<Double, Double> changing = label -> SHIFT.get() == 0 ? label : 1 - label;
    Dataset<Row> data =
        data()
            .withColumn(
                "label",
                functions
                    .udf(changing, DataTypes.DoubleType)
                    .asNondeterministic()
                    .apply(functions.col("label")));
    SHIFT.set(0);
    try (PartitionedRows rows = read(data)) {
      SHIFT.set(1);
      assertThat(rows.aggregate(new Sum())).isFinite();
      ResidentBlocks.fits().forEach(ResidentBlocks::drop);

      assertThatThrownBy(() -> rows.aggregate(new Sum()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "partition 0 (from 0) had to be read again, and has other rows now: where rows depend on chance or order, write or checkpoint them before the fit");
    }
  }

  @Test
  void nothingStaysAfterAFit() {
    new LogisticClassifier().fit(data());
    int arrays = liveArrays();

    new LogisticClassifier().fit(data());

    assertThat(liveArrays()).isEqualTo(arrays);
    assertThat(BlockMemory.inUse()).isZero();
    assertThat(ResidentBlocks.fits()).isEmpty();
  }

  @Test
  void nothingStaysAfterAFitThatFails() {
    SparkTraining training = new SparkTraining(LBFGS, COLUMNS, true, 0);

    assertThatThrownBy(
            () ->
                training.on(
                    data(),
                    epoch -> {
                      throw new IllegalStateException("no more");
                    }))
        .hasMessage("no more");

    assertThat(BlockMemory.inUse()).isZero();
    assertThat(ResidentBlocks.fits()).isEmpty();
  }

  private static int liveArrays() {
    NDManager top = PyTorch.engine().newBaseManager(Device.cpu());
    try (top) {
      return top.getParentManager().getManagedArrays().size();
    }
  }

  @Test
  void nothingStaysAfterAFitWhoseJobsAreCancelled() {
    SparkContext context = LocalSpark.session().sparkContext();
    context.setJobGroup("to be cancelled", "a fit", false);
    try {
      assertThatThrownBy(
              () ->
                  new SparkTraining(LBFGS, COLUMNS, true, 0)
                      .on(data(), epoch -> context.cancelJobGroupAndFutureJobs("to be cancelled")))
          .isInstanceOf(SparkException.class);
    } finally {
      context.clearJobGroup();
    }

    assertThat(BlockMemory.inUse()).isZero();
    assertThat(ResidentBlocks.fits()).isEmpty();
  }

  /** On an executor of another process, that is what ends the blocks. */
  @Test
  void sparkClosesTheHandleWhereItRemovesItsBroadcast() {
    PartitionedRows rows = read(data());
    assertThat(BlockMemory.inUse()).isPositive();

    rows.handle().destroy(true);

    assertThat(BlockMemory.inUse()).isZero();
  }

  @Test
  void aFailureWhileReadingLeavesNothing() throws InterruptedException {
    UDF1<Double, Double> failing =
        label -> {
          if (SHIFT.incrementAndGet() == 1_500) {
            throw new IOException("the disk is gone");
          }
          return label;
        };
    SHIFT.set(0);
    Dataset<Row> data =
        data()
            .withColumn(
                "label",
                functions
                    .udf(failing, DataTypes.DoubleType)
                    .asNondeterministic()
                    .apply(functions.col("label")));

    assertThatThrownBy(() -> read(data)).hasMessageContaining("the disk is gone");

    for (int waited = 0; waited < 100 && BlockMemory.inUse() > 0; waited++) {
      Thread.sleep(100); // a task next to the failed one is still running
    }
    assertThat(BlockMemory.inUse()).isZero();
    assertThat(ResidentBlocks.fits()).isEmpty();
  }

  /** As where Spark had moved the handle to disk, or a task came late. */
  @Test
  void fitsWhoseVariableIsGoneAreSwept() {
    try (PartitionedRows running = read(data());
        PartitionedRows ended = read(data())) {
      String fit = running.handle().value().id();
      ResidentBlocks.lease("of another time", Long.MAX_VALUE, 0).close();

      ResidentBlocks.sweep();

      assertThat(ResidentBlocks.fits()).containsExactlyInAnyOrder(fit, ended.handle().value().id());
    }
  }

  @Test
  void aCopyGoesUnlessItIsInUse() {
    try (PartitionedRows rows = read(data())) {
      String fit = rows.handle().value().id();
      long all = BlockMemory.inUse();
      try (ResidentBlocks.Lease lease = ResidentBlocks.lease(fit, rows.handle().id(), 0)) {
        ResidentBlocks.dropCopy(fit, 0);
        assertThat(BlockMemory.inUse()).isEqualTo(all);
      }
      ResidentBlocks.dropCopy(fit, 0);
      assertThat(BlockMemory.inUse()).isEqualTo(all - all / 4);
    }
  }

  @Test
  void blocksInUseStayUntilTheyAreNot() {
    PartitionedRows rows = read(data());
    String fit = rows.handle().value().id();
    long all = BlockMemory.inUse();
    try (ResidentBlocks.Lease lease = ResidentBlocks.lease(fit, 0, 0)) {
      rows.close();
      assertThat(BlockMemory.inUse()).isEqualTo(all);
      assertThatThrownBy(() -> ResidentBlocks.lease(fit, 0, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the fit " + fit + " has ended");
    }

    assertThat(BlockMemory.inUse()).isZero();
  }
}
