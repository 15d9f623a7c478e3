package dev.logistic.spark;

import ai.djl.ndarray.types.DataType;
import dev.logistic.solver.RowBlock;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A reusable buffer on the heap for the rows of one block in float64 while they are read. */
final class RowBuffer {

  /**
   * Arrays of a row's length that reading holds in addition to the block: a row, and moments twice.
   */
  private static final int VECTORS = 9;

  private final int columns;
  private final ReadPlan reading;
  private final PartitionBlocks blocks;
  private final double[] values; // row by row
  private final int[] labels;
  private final double[] weights;
  private final long[] places; // of the rows in their partition
  private int rows;

  RowBuffer(int columns, ReadPlan reading, PartitionBlocks blocks) {
    this.columns = columns;
    this.reading = reading;
    this.blocks = blocks;
    int most = RowBlock.mostRows(columns);
    requireHeap(most, columns);
    this.values = new double[most * columns];
    this.labels = new int[most];
    this.weights = new double[most];
    this.places = new long[most];
  }

  /**
   * Checks that a task has the heap to read vectors.
   *
   * @param rows dense ones that are held at the same time
   * @throws RowFault if not
   */
  static void requireHeap(int rows, int columns) {
    long bytes = (rows + (long) VECTORS) * columns * Double.BYTES;
    long most = Runtime.getRuntime().maxMemory() / 2;
    if (bytes > most) {
      throw new RowFault(
          "too little memory for the features: to read vectors of %d takes %d MiB of a task's heap, of which there are %d MiB in all; give executors more by spark.executor.memory"
              .formatted(columns, bytes >> 20, (2 * most) >> 20));
    }
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  boolean isFull() {
    return rows == labels.length;
  }

  void add(double[] features, int label, double weight, long place) {
    System.arraycopy(features, 0, values, rows * columns, columns);
    end(label, weight, place);
  }

  void addSparse(int[] indices, double[] features, int label, double weight, long place) {
    int start = rows * columns;
    Arrays.fill(values, start, start + columns, 0);
    for (int i = 0; i < indices.length; i++) {
      values[start + indices[i]] = features[i];
    }
    end(label, weight, place);
  }

  private void end(int label, double weight, long place) {
    places[rows] = place;
    labels[rows] = label;
    weights[rows] = weight;
    rows++;
  }

  double value(int row, int column) {
    return values[row * columns + column];
  }

  double[] features(int row) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }

  int label(int row) {
    return labels[row];
  }

  /** The place of a row in its partition. */
  long place(int row) {
    return places[row];
  }

  /** The first row with a value in the column that is NaN or beyond the bound. */
  int firstBeyond(int column, double bound) {
    int row = 0;
    while (Math.abs(value(row, column)) <= bound) {
      row++;
    }
    return row;
  }

  /** The first column with a value that is NaN or beyond a bound; -1 if there is none. */
  int firstColumnBeyond(Moments moments, double bound) {
    int first = moments.firstBeyond(bound);
    for (int row = 0; row < rows; row++) {
      if (weights[row] == 0) {
        int most = first < 0 ? columns : first;
        for (int column = 0; column < most; column++) {
          if (!(Math.abs(value(row, column)) <= bound)) {
            first = column;
            break;
          }
        }
      }
    }
    return first;
  }

  Moments moments() {
    return Moments.of(values, weights, rows, columns);
  }

  /**
   * Creates a native block from the rows of positive weight, and clears this.
   *
   * @param who has the rows, for the message
   * @throws RowFault if there is too little memory
   */
  void writeTo(Moments moments, String who) {
    PartitionSummary summary = blocks.summary();
    for (int i = 0; i < rows * columns; i++) {
      summary.check(Double.doubleToRawLongBits(values[i] + 0.0)); // 0 for -0: they sort as equal
    }
    int[] kept = new int[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      summary.add(labels[row], weights[row]);
      summary.check(labels[row]);
      summary.check(Double.doubleToRawLongBits(weights[row]));
      if (weights[row] > 0) {
        kept[count++] = row;
      }
    }
    summary.add(moments);
    if (count > 0) {
      double[] centre = reading.standardize() ? moments.means() : null;
      write(Arrays.copyOf(kept, count), centre, who);
    }
    rows = 0;
  }

  private void write(int[] kept, double @Nullable [] centre, String who) {
    ByteBuffer memory = blocks.newFeatures(kept.length, columns, who);
    if (reading.type() == DataType.FLOAT32) {
      FloatBuffer into = memory.asFloatBuffer();
      float[] row = new float[columns];
      for (int each : kept) {
        for (int column = 0; column < columns; column++) {
          row[column] = (float) centered(each, column, centre);
        }
        into.put(row);
      }
    } else {
      DoubleBuffer into = memory.asDoubleBuffer();
      double[] row = new double[columns];
      for (int each : kept) {
        for (int column = 0; column < columns; column++) {
          row[column] = centered(each, column, centre);
        }
        into.put(row);
      }
    }
    boolean weighted = reading.columns().weight() != null;
    blocks.endBlock(
        centre,
        Arrays.stream(kept).map(row -> labels[row]).toArray(),
        weighted ? Arrays.stream(kept).mapToDouble(row -> weights[row]).toArray() : null);
  }

  private double centered(int row, int column, double @Nullable [] centre) {
    double value = values[row * columns + column];
    return centre == null ? value : value - centre[column];
  }
}
