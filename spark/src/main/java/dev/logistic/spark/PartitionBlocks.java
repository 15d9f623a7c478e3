package dev.logistic.spark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.FeatureSchema;
import dev.logistic.engine.PyTorch;
import dev.logistic.train.RowBlock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** The rows of one partition in native memory, and what reading them told. Owns arrays. */
final class PartitionBlocks implements AutoCloseable {

  private final NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
  private final PartitionSummary summary = new PartitionSummary();
  private final List<RawBlock> raw = new ArrayList<>();
  private final Reading reading;
  private @Nullable NDArray features; // of the block that is written
  private @Nullable List<RowBlock> prepared;
  private long bytes;

  private PartitionBlocks(Reading reading) {
    this.reading = reading;
  }

  /**
   * Reads a partition.
   *
   * @throws RowFault if a row cannot be used, or there is no room
   */
  static PartitionBlocks read(
      Reading reading, int partition, scala.collection.Iterator<InternalRow> rows) {
    PartitionBlocks blocks = new PartitionBlocks(reading);
    try {
      new RowReader(reading, partition, blocks).read(rows);
      return blocks;
    } catch (RuntimeException | Error e) {
      blocks.close();
      throw e;
    }
  }

  PartitionSummary summary() {
    return summary;
  }

  /** The native memory of a new block's features, to be written from its start. */
  ByteBuffer newFeatures(int rows, int columns, String who) {
    long needed = RawBlock.bytes(rows, columns, reading.type());
    BlockMemory.take(needed, reading.mostBytes(), who);
    bytes += needed;
    NDArray made = manager.create(new Shape(rows, columns), reading.type());
    features = made;
    return made.toByteBuffer(true);
  }

  /** Ends the block that was written. */
  void endBlock(double @Nullable [] centre, int[] labels, double @Nullable [] weights) {
    raw.add(new RawBlock(Objects.requireNonNull(features), centre, labels, weights));
    features = null;
  }

  /** The blocks as passes see them; none if no row weighs anything. The same at each call. */
  synchronized List<RowBlock> prepared(Preparation preparation) {
    if (prepared == null) {
      int columns = raw.isEmpty() ? 0 : Math.toIntExact(raw.get(0).features().getShape().get(1));
      FeatureSchema schema =
          FeatureSchema.ofNumbers(IntStream.range(0, columns).mapToObj(Integer::toString).toList());
      List<RowBlock> blocks = new ArrayList<>();
      for (RawBlock block : raw) {
        blocks.add(block.prepared(manager, preparation, schema));
      }
      raw.clear();
      prepared = blocks;
    }
    return prepared;
  }

  /** Of features and parameters. */
  DataType type() {
    return reading.type();
  }

  @Override
  public void close() {
    manager.close();
    BlockMemory.giveBack(bytes);
    bytes = 0;
  }
}
