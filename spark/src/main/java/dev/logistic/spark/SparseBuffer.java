package dev.logistic.spark;

import ai.djl.ndarray.types.DataType;
import dev.logistic.data.SparseRows;
import dev.logistic.data.SparseRowsBuilder;
import java.util.Arrays;

/**
 * Collects the sparse rows of a partition in native memory: in float64, so that columns far from 0
 * keep their digits when they are centered later.
 */
final class SparseBuffer {

  /** Bytes of a value with its column, and of a row with its label and weight. */
  private static final int VALUE = Double.BYTES + Integer.BYTES;

  private static final int ROW = 6 * Double.BYTES;

  /** Memory is accounted for in steps. */
  private static final long STEP = 1 << 20;

  private final int columns;
  private final PartitionBlocks blocks;
  private final boolean weighted;
  private final String who;
  private final SparseRowsBuilder rows;
  private int[] labels = new int[1 << 10];
  private double[] weights = new double[1 << 10];
  private int count;
  private long bytes;
  private long reserved;

  /**
   * Begins without rows.
   *
   * @param who has the rows, for messages
   */
  SparseBuffer(int columns, ReadPlan reading, PartitionBlocks blocks, String who) {
    RowBuffer.requireHeap(0, columns);
    this.columns = columns;
    this.blocks = blocks;
    this.weighted = reading.columns().weight() != null;
    this.who = who;
    blocks.summary().markSparse();
    this.rows = blocks.newSparseRows(DataType.FLOAT64);
  }

  /** Whether a vector takes less memory here than among dense rows. */
  static boolean isSmaller(int values, int columns, DataType dense) {
    return (long) values * VALUE < (long) columns * dense.getNumOfBytes();
  }

  /**
   * Adds a row, whose numbers have been checked.
   *
   * @param places of the values, ascending
   * @throws RowFault if there is too little memory
   */
  void add(int[] places, double[] values, int label, double weight) {
    PartitionSummary summary = blocks.summary();
    for (int i = 0; i < places.length; i++) {
      summary.check(places[i]);
      summary.check(Double.doubleToRawLongBits(values[i] + 0.0)); // 0 for -0: they sort as equal
    }
    summary.add(label, weight);
    summary.check(label);
    summary.check(Double.doubleToRawLongBits(weight));
    if (weight == 0) {
      return;
    }
    reserve(ROW + (long) values.length * VALUE);
    rows.add(places, values, 0, values.length);
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, 2 * count);
      weights = Arrays.copyOf(weights, 2 * count);
    }
    labels[count] = label;
    weights[count++] = weight;
  }

  private void reserve(long more) {
    bytes += more;
    while (bytes > reserved) {
      blocks.take(STEP, who);
      reserved += STEP;
    }
  }

  /** Completes the rows; to be called once. */
  void end() {
    double[] own = Arrays.copyOf(weights, count);
    if (count == 0) {
      rows.close();
      blocks.summary().add(new Moments(columns));
      return;
    }
    SparseRows all = rows.build(0, columns);
    blocks.summary().add(Moments.of(all, own));
    blocks.endSparse(
        new RawSparseRows(all, Arrays.copyOf(labels, count), weighted ? own : null, bytes));
  }
}
