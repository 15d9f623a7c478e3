package dev.logistic.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.files.Sha256;
import dev.logistic.schema.SparseRow;
import dev.logistic.schema.Standardization;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows in which most features are 0. Only the others are stored, in 8 bytes each, or 12 in float64,
 * and in 4 where all values of a block of rows are 1; outside the Java heap, so that there may be
 * more than 2^31. Features may be centered without being stored as such.
 *
 * <p>Immutable; safe on several threads. Closing it frees the memory.
 */
public final class SparseRows implements AutoCloseable {

  /** The most deviations that a mean may be away from 0 in float32. */
  private static final double FARTHEST = 1e4;

  private static final int BYTES_OF_DIGEST = 1 << 16;

  private final NDManager manager;
  private final RowMemory memory;
  private final StoredBlocks blocks;
  private final int width;
  private final double @Nullable [] centers;
  private final int[] centeredColumns;

  /**
   * Rows that are stored.
   *
   * @param manager ends the memory
   * @param memory that copies may take before they are kept in a file
   * @param centers what is subtracted from each column; null for nothing
   */
  SparseRows(
      NDManager manager,
      RowMemory memory,
      StoredBlocks blocks,
      int width,
      double @Nullable [] centers) {
    this.manager = manager;
    this.memory = memory;
    this.blocks = blocks;
    this.width = width;
    this.centers = centers;
    this.centeredColumns =
        centers == null
            ? new int[0]
            : IntStream.range(0, width).filter(i -> centers[i] != 0).toArray();
  }

  /**
   * Copies rows from Java's arrays, in float64.
   *
   * @param columns of each row: indices from 0 to below the width, ascending
   * @param values of each row at these columns; finite
   * @param width number of columns, at least 1
   * @throws IllegalArgumentException if lengths, indices or values are not so, naming row and place
   */
  public static SparseRows of(int[][] columns, double[][] values, int width) {
    JavaArrays.requireGiven(columns, "columns");
    JavaArrays.requireGiven(values, "values");
    if (columns.length == 0 || width < 1) {
      throw new IllegalArgumentException(
          "expected at least one row and one column, found %d rows and %d columns"
              .formatted(columns.length, width));
    }
    if (values.length != columns.length) {
      throw new IllegalArgumentException(
          "expected values of %d rows as there are columns of, found %d"
              .formatted(columns.length, values.length));
    }
    SparseRowsBuilder builder = new SparseRowsBuilder(DataType.FLOAT64);
    try {
      for (int row = 0; row < columns.length; row++) {
        SparseRow.require(columns[row], values[row], width, " in row " + row);
        builder.add(columns[row], values[row], 0, columns[row].length);
      }
      return builder.build(0, width);
    } catch (RuntimeException e) {
      builder.close();
      throw e;
    }
  }

  /** Number of rows. */
  public long rows() {
    return blocks.rows();
  }

  /** Number of columns. */
  public int width() {
    return width;
  }

  /** Number of values that are stored. */
  public long nonZeros() {
    return blocks.nonZeros();
  }

  /** The type in which values are stored: float32 or float64. */
  public DataType type() {
    return blocks.type();
  }

  /** Bytes of rows that are kept in a file. */
  public long bytesInFile() {
    return blocks.bytesInFile();
  }

  /** Number of blocks. */
  public int blocks() {
    return blocks.count();
  }

  /** Number of rows of each block except for the last. */
  public int blockRows() {
    return blocks.rowsOfBlock();
  }

  /** The columns from which anything is subtracted. Not a copy. */
  public int[] centeredColumns() {
    return centeredColumns;
  }

  /** What is subtracted from a column. */
  public double center(int column) {
    return centers == null ? 0 : centers[column];
  }

  /** Lets a consumer use the values of a block, before they are centered. */
  public void with(int block, Consumer<SparseBlock> use) {
    blocks.with(block, use);
  }

  /**
   * Lets a consumer use the values of some blocks in order. From a file, the next block is read
   * while one is used.
   *
   * @param use receives each block and its place among all
   */
  public void forEach(int from, int end, ObjIntConsumer<SparseBlock> use) {
    blocks.forEach(from, end, use);
  }

  /**
   * Copies some rows.
   *
   * @param some in ascending order
   * @param owner ends the copy
   */
  SparseRows rows(long[] some, NDManager owner) {
    SparseRowsBuilder builder = new SparseRowsBuilder(type(), owner, memory);
    int[] next = new int[1];
    for (int block = 0; block < blocks(); block++) {
      long from = (long) block * blockRows();
      with(
          block,
          read -> {
            for (; next[0] < some.length && some[next[0]] < from + read.rows(); next[0]++) {
              int row = (int) (some[next[0]] - from);
              builder.add(read.columns(), read.values(), read.start(row), read.start(row + 1));
            }
          });
    }
    return builder.build(0, width, centers);
  }

  /**
   * Copies the rows with features standardized.
   *
   * @param standardization of each column
   * @param owner ends the copy
   * @throws IllegalArgumentException if float32 would lose the digits of a column
   */
  public SparseRows standardizedBy(Standardization standardization, NDManager owner) {
    double[] means = doubles(standardization.means());
    double[] scales = doubles(standardization.scales());
    requireNear(means, scales);
    double[] shifts = new double[width];
    Arrays.setAll(shifts, i -> (means[i] + center(i)) / scales[i]);
    SparseRowsBuilder builder = new SparseRowsBuilder(type(), owner, memory);
    for (int block = 0; block < blocks(); block++) {
      with(
          block,
          read -> {
            for (int i = 0; i < read.size(); i++) {
              read.values()[i] /= scales[read.columns()[i]];
            }
            for (int row = 0; row < read.rows(); row++) {
              builder.add(read.columns(), read.values(), read.start(row), read.start(row + 1));
            }
          });
    }
    return builder.build(0, width, shifts);
  }

  /** The mean is subtracted after values are stored, and so float32 would lose their digits. */
  private void requireNear(double[] means, double[] scales) {
    for (int i = 0; i < width && type() == DataType.FLOAT32; i++) {
      if (Math.abs(means[i]) > FARTHEST * scales[i]) {
        throw new IllegalArgumentException(
            "column %d of the sparse rows has a mean of %s and a deviation of %s, whose digits float32 would lose; use engine.precision=float64, or data.standardize=false"
                .formatted(i + blocks.first(), means[i], scales[i]));
      }
    }
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Returns the same rows in an array.
   *
   * @return shape (rows, columns), belonging to the owner
   */
  NDArray dense(NDManager owner) {
    NDArray all = owner.zeros(new Shape(rows(), width), type());
    for (int block = 0; block < blocks(); block++) {
      long from = (long) block * blockRows();
      with(
          block,
          read -> {
            double[] values = new double[read.rows() * width];
            Arrays.setAll(values, i -> 0 - center(i % width)); // 0 rather than -0
            read.forEach((row, column, value) -> values[row * width + column] += value);
            try (NDManager scratch = owner.newSubManager()) {
              NDArray some =
                  scratch.create(values, new Shape(read.rows(), width)).toType(type(), false);
              all.set(NDIndex.sliceAxis(0, from, from + read.rows()), some);
            }
          });
    }
    return all;
  }

  /**
   * Returns the products of each row, centered if these are, and weights, plus a constant.
   *
   * @param weights shape (columns, outputs), row by row
   * @param constants one for each output
   * @return shape (rows, outputs), row by row
   */
  public double[] times(double[] weights, double[] constants) {
    int outputs = constants.length;
    double[] shifted = constants.clone();
    for (int column : centeredColumns) {
      for (int output = 0; output < outputs; output++) {
        shifted[output] -= center(column) * weights[column * outputs + output];
      }
    }
    double[] products = new double[Math.toIntExact(rows() * outputs)];
    Arrays.setAll(products, i -> shifted[i % outputs]);
    IntStream.range(0, blocks())
        .parallel()
        .forEach(
            block ->
                with(
                    block, read -> read.addTimes(weights, outputs, products, block * blockRows())));
    return products;
  }

  /** Returns the SHA-256 of all values with their places. */
  byte[] sha256() {
    MessageDigest digest = Sha256.begin();
    ByteBuffer header = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
    digest.update(header.putLong(rows()).putInt(width).flip());
    ByteBuffer bytes = ByteBuffer.allocate(BYTES_OF_DIGEST);
    forEach(
        0,
        blocks(),
        (read, block) -> {
          for (int row = 0; row < read.rows(); row++) {
            withRoom(bytes, digest).putInt(read.start(row + 1) - read.start(row));
            for (int i = read.start(row); i < read.start(row + 1); i++) {
              withRoom(bytes, digest).putInt(read.columns()[i]).putDouble(read.values()[i]);
            }
          }
        });
    for (int i = 0; centers != null && i < width; i++) {
      withRoom(bytes, digest).putDouble(centers[i]);
    }
    digest.update(bytes.flip());
    return digest.digest();
  }

  /** Returns the same bytes, with room for a number and its column. */
  private static ByteBuffer withRoom(ByteBuffer bytes, MessageDigest digest) {
    if (bytes.remaining() < Integer.BYTES + Double.BYTES) {
      digest.update(bytes.flip());
      bytes.clear();
    }
    return bytes;
  }

  /** A new manager on the CPU; the caller closes it. */
  NDManager newManager() {
    return manager.newSubManager();
  }

  /** Frees the memory. */
  @Override
  public void close() {
    manager.close();
  }
}
