package dev.logistic.spark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.RowMemory;
import dev.logistic.data.SparseRowsBuilder;
import dev.logistic.engine.FreedMemory;
import dev.logistic.engine.PyTorch;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.solver.RowBlock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** The rows of one partition in native memory, and their statistics. Owns arrays. */
final class PartitionBlocks implements AutoCloseable {

  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
  private final PartitionSummary summary = new PartitionSummary();
  private final List<RawBlock> raw = new ArrayList<>();
  private @Nullable RawSparseRows rawSparse; // null without sparse rows
  private final ReadPlan reading;
  private @Nullable NDArray features; // of the block that is written
  private @Nullable List<RowBlock> prepared;
  private long bytes;
  private boolean broken;

  private PartitionBlocks(ReadPlan reading) {
    this.reading = reading;
    FreedMemory.keep(manager);
  }

  /**
   * Reads a partition.
   *
   * @throws RowFault if a row cannot be used, or there is too little memory
   */
  static PartitionBlocks read(
      ReadPlan reading, int partition, scala.collection.Iterator<InternalRow> rows) {
    PartitionBlocks blocks = new PartitionBlocks(reading);
    boolean read = false;
    try {
      new RowReader(reading, partition, blocks).read(rows);
      read = true;
      return blocks;
    } finally { // Scala throws exceptions that it does not declare
      if (!read) {
        blocks.close();
      }
    }
  }

  PartitionSummary summary() {
    return summary;
  }

  /** A builder of sparse rows, whose memory is to be taken before it is used. */
  SparseRowsBuilder newSparseRows(DataType type) {
    return new SparseRowsBuilder(type, manager, RowMemory.unlimited());
  }

  /** Completes the sparse rows. */
  void endSparse(RawSparseRows rows) {
    rawSparse = rows;
  }

  /** The native memory of a new block's features, to be written from its start. */
  ByteBuffer newFeatures(int rows, int columns, String who) {
    takeValues(RawBlock.values(rows, columns), who);
    NDArray made = manager.create(new Shape(rows, columns), reading.type());
    features = made;
    return made.toByteBuffer(true);
  }

  /** Completes the block that was written. */
  void endBlock(double @Nullable [] centre, int[] labels, double @Nullable [] weights) {
    raw.add(new RawBlock(Objects.requireNonNull(features), centre, labels, weights));
    features = null;
  }

  /** The blocks for passes; empty if all rows have weight 0. The same at each call. */
  synchronized List<RowBlock> prepared(PreparationPlan preparation) {
    if (broken) {
      throw new IllegalStateException("these blocks could not be prepared before");
    }
    if (prepared == null) {
      broken = true; // until done: features are changed in place
      prepared = prepare(preparation);
      broken = false;
    }
    return prepared;
  }

  private List<RowBlock> prepare(PreparationPlan preparation) {
    int columns = raw.isEmpty() ? 0 : Math.toIntExact(raw.get(0).features().getShape().get(1));
    FeatureSchema schema =
        FeatureSchema.ofNumbers(IntStream.range(0, columns).mapToObj(Integer::toString).toList());
    List<RowBlock> blocks = new ArrayList<>();
    for (RawBlock block : raw) {
      if (preparation.classes() > 2) { // an indicator for each
        takeValues(block.labels().length * (long) preparation.classes(), "classes");
      }
      blocks.add(block.prepared(manager, preparation, schema));
    }
    raw.clear();
    if (rawSparse != null) {
      blocks.addAll(preparedSparse(rawSparse, preparation));
      rawSparse = null;
    }
    return blocks;
  }

  /** Standardized rows are a copy, next to which the original stays until it is complete. */
  private List<RowBlock> preparedSparse(RawSparseRows rows, PreparationPlan preparation) {
    if (!reading.standardize()) {
      return rows.prepared(manager, preparation);
    }
    take(rows.bytes(), "standardized rows");
    List<RowBlock> blocks = rows.prepared(manager, preparation);
    BlockMemory.release(rows.bytes());
    bytes -= rows.bytes();
    return blocks;
  }

  private void takeValues(long values, String who) {
    take(values * reading.type().getNumOfBytes(), who);
  }

  /**
   * Accounts for native memory.
   *
   * @param who needs it, for the message
   * @throws RowFault if there is too little
   */
  void take(long needed, String who) {
    BlockMemory.reserve(needed, reading.mostBytes(), who);
    bytes += needed;
  }

  /** Whether preparation has failed, so that the rows have to be read again. */
  synchronized boolean isBroken() {
    return broken;
  }

  @Override
  public void close() {
    manager.close();
    BlockMemory.release(bytes);
    bytes = 0;
  }
}
