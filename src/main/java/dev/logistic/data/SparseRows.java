package dev.logistic.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.engine.PyTorch;
import dev.logistic.files.ScratchFile;
import dev.logistic.files.Sha256;
import dev.logistic.schema.SparseRow;
import dev.logistic.schema.Standardization;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  /**
   * Values of a block, so that they are still in the cache, next to much of two vectors, for the
   * second of two products.
   */
  private static final int VALUES_A_BLOCK = 1 << 14;

  private static final int MOST_ROWS_A_BLOCK = 1 << 13;

  /** The most deviations that a mean may be away from 0 in float32. */
  private static final double FARTHEST = 1e4;

  /** Bytes of memory that are requested in one piece. */
  private static final int BYTES_A_PIECE = 1 << 24;

  private static final ExecutorService READERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "rows-reader");
            thread.setDaemon(true);
            return thread;
          });

  private final NDManager manager;
  private final DataType type;
  private final RowMemory memory;
  private final @Nullable ScratchFile file;
  private final List<Place> blocks;
  private final int blockRows;
  private final long rows;
  private final long nonZeros;
  private final int first;
  private final int width;
  private final double @Nullable [] centers;
  private final int[] centeredColumns;
  private final ConcurrentLinkedQueue<SparseBlock> unused = new ConcurrentLinkedQueue<>();

  /**
   * Where a block is stored, in memory or a file: the starts of its rows and their end and its
   * columns, unless every row has the same first columns, and its values unless all are 1.
   *
   * @param memory null in a file
   * @param offset of the first byte
   * @param size number of values
   */
  private record Place(
      @Nullable ByteBuffer memory, long offset, int rows, int size, boolean full, boolean ones) {

    /** Number of whole numbers before the values. */
    int integers() {
      return full ? 0 : rows + 1 + size;
    }

    int bytes(DataType type) {
      return Math.addExact(
          Math.multiplyExact(integers(), Integer.BYTES),
          ones ? 0 : Math.multiplyExact(size, type.getNumOfBytes()));
    }
  }

  private SparseRows(
      Builder from, NDManager manager, int first, int width, double @Nullable [] centers) {
    this.manager = manager;
    this.type = from.type;
    this.memory = from.limit;
    this.file = from.file;
    this.blocks = List.copyOf(from.blocks);
    this.blockRows = Math.max(1, from.blockRows);
    this.rows = blocks.stream().mapToLong(Place::rows).sum();
    this.nonZeros = blocks.stream().mapToLong(Place::size).sum();
    this.first = first;
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
    Builder builder = new Builder(DataType.FLOAT64);
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

  /** Collects rows. To be closed unless built. For one thread. */
  public static final class Builder implements AutoCloseable {

    private final NDManager manager;
    private final DataType type;
    private final List<Place> blocks = new ArrayList<>();
    private final SparseBlock pending = new SparseBlock();
    private int blockRows; // 0 until known
    private final RowMemory limit;
    private @Nullable ScratchFile file;
    private ByteBuffer memory = ByteBuffer.allocate(0);
    private int used;
    private long reserved; // of all memory

    /**
     * Begins without rows.
     *
     * @param type in which values are stored: float32 or float64
     */
    public Builder(DataType type) {
      this.type = type;
      this.limit = RowMemory.unlimited();
      this.manager = PyTorch.engine().newBaseManager(Device.cpu());
    }

    /**
     * Begins without rows, whose memory ends with the owner.
     *
     * @param type in which values are stored: float32 or float64
     * @param limit with more bytes, further rows are kept in a file
     */
    public Builder(DataType type, NDManager owner, RowMemory limit) {
      this.type = type;
      this.limit = limit;
      this.manager = owner.newSubManager();
    }

    /**
     * Adds a row: a part of the arrays, with ascending columns.
     *
     * @throws IllegalArgumentException if a value is too large for the type
     */
    public void add(int[] columns, double[] values, int from, int end) {
      pending.add(columns, values, from, end);
      boolean full =
          blockRows == 0
              ? pending.size() >= VALUES_A_BLOCK || pending.rows() == MOST_ROWS_A_BLOCK
              : pending.rows() == blockRows;
      if (full) {
        blockRows = blockRows == 0 ? Integer.highestOneBit(pending.rows()) : blockRows;
        while (pending.rows() >= blockRows) {
          store(blockRows);
        }
      }
    }

    /**
     * Returns the rows, which own the memory from now on.
     *
     * @param first the index of the first column, which becomes column 0
     * @param width number of columns
     */
    public SparseRows build(int first, int width) {
      return build(first, width, null);
    }

    /**
     * As above, with what is subtracted from each column.
     *
     * @param centers null for nothing; not copied
     */
    public SparseRows build(int first, int width, double @Nullable [] centers) {
      if (pending.rows() > 0) {
        blockRows = blockRows == 0 ? MOST_ROWS_A_BLOCK : blockRows;
        store(pending.rows());
      }
      return new SparseRows(this, manager, first, width, centers);
    }

    private void store(int rows) {
      int size = pending.start(rows);
      boolean ones = Arrays.stream(pending.values(), 0, size).allMatch(value -> value == 1);
      Place place = new Place(null, 0, rows, size, pending.isFull(rows), ones);
      int bytes = place.bytes(type);
      if (file == null
          && reserved + Math.max(bytes, BYTES_A_PIECE) > limit.bytes()
          && bytes > memory.capacity() - used) {
        ScratchFile scratch = ScratchFile.in(limit.directory());
        manager.attachInternal("rows", scratch);
        file = scratch;
      }
      if (file == null) {
        int offset = reserve(bytes);
        write(part(memory, offset, bytes), place);
        blocks.add(new Place(memory, offset, rows, size, place.full, ones));
      } else {
        ByteBuffer scratch = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        write(scratch, place);
        long offset = file.append(scratch.rewind());
        blocks.add(new Place(null, offset, rows, size, place.full, ones));
      }
      pending.removeFirst(rows);
    }

    private void write(ByteBuffer part, Place place) {
      if (!place.full) {
        part.asIntBuffer()
            .put(pending.starts(), 0, place.rows + 1)
            .put(pending.columns(), 0, place.size);
      }
      part.position(place.integers() * Integer.BYTES);
      if (!place.ones) {
        put(part, place.size);
      }
    }

    private void put(ByteBuffer part, int size) {
      if (type == DataType.FLOAT64) {
        part.asDoubleBuffer().put(pending.values(), 0, size);
        return;
      }
      float[] narrow = new float[size];
      for (int i = 0; i < size; i++) {
        narrow[i] = (float) pending.values()[i];
        if (Float.isInfinite(narrow[i])) {
          throw new IllegalArgumentException(
              "the value %s is too large for float32: use engine.precision=float64"
                  .formatted(pending.values()[i]));
        }
      }
      part.asFloatBuffer().put(narrow);
    }

    /** Returns the place of so many bytes in the memory, aligned to those of a double. */
    private int reserve(int bytes) {
      if (bytes > memory.capacity() - used) {
        NDArray piece = manager.create(new Shape(Math.max(bytes, BYTES_A_PIECE)), DataType.UINT8);
        NDScope.unregister(piece);
        memory = piece.toByteBuffer(true);
        used = 0;
        reserved += memory.capacity();
      }
      int offset = used;
      used = (int) Math.min(memory.capacity(), (used + (long) bytes + 7) / 8 * 8);
      return offset;
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  private static ByteBuffer part(ByteBuffer memory, int offset, int bytes) {
    return memory.slice(offset, bytes).order(ByteOrder.nativeOrder());
  }

  /** Number of rows. */
  public long rows() {
    return rows;
  }

  /** Number of columns. */
  public int width() {
    return width;
  }

  /** Number of values that are stored. */
  public long nonZeros() {
    return nonZeros;
  }

  /** The type in which values are stored: float32 or float64. */
  public DataType type() {
    return type;
  }

  /** Bytes of rows that are kept in a file. */
  public long bytesInFile() {
    return file == null ? 0 : file.size();
  }

  /** Number of blocks. */
  public int blocks() {
    return blocks.size();
  }

  /** Number of rows of each block except for the last. */
  public int blockRows() {
    return blockRows;
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
    SparseBlock read = read(block);
    use.accept(read);
    unused.add(read);
  }

  /**
   * Lets a consumer use the values of some blocks in order. From a file, the next block is read
   * while one is used.
   *
   * @param use receives each block and its place among all
   */
  public void forEach(int from, int end, ObjIntConsumer<SparseBlock> use) {
    if (file == null) {
      for (int block = from; block < end; block++) {
        int place = block;
        with(block, read -> use.accept(read, place));
      }
      return;
    }
    CompletableFuture<SparseBlock> next = from < end ? ahead(from) : null;
    for (int block = from; next != null; block++) {
      SparseBlock read = next.join();
      next = block + 1 < end ? ahead(block + 1) : null;
      use.accept(read, block);
      unused.add(read);
    }
  }

  private CompletableFuture<SparseBlock> ahead(int block) {
    return CompletableFuture.supplyAsync(() -> read(block), READERS);
  }

  private SparseBlock read(int block) {
    SparseBlock scratch = unused.poll();
    SparseBlock into = scratch == null ? new SparseBlock() : scratch;
    Place place = blocks.get(block);
    int bytes = place.bytes(type);
    ByteBuffer stored = place.memory;
    if (stored == null) {
      ByteBuffer copy = into.bytes(bytes);
      Objects.requireNonNull(file).read(place.offset, copy);
      decode(place, copy.rewind(), into);
    } else {
      decode(place, part(stored, (int) place.offset, bytes), into);
    }
    return into;
  }

  private void decode(Place place, ByteBuffer part, SparseBlock into) {
    into.resize(place.rows, place.size);
    int[] columns = into.columns();
    if (place.full) {
      into.fill();
    } else {
      part.asIntBuffer().get(into.starts(), 0, place.rows + 1).get(columns, 0, place.size);
      for (int i = 0; first != 0 && i < place.size; i++) {
        columns[i] -= first;
      }
    }
    part.position(place.integers() * Integer.BYTES);
    double[] values = into.values();
    if (place.ones) {
      Arrays.fill(values, 0, place.size, 1);
    } else if (type == DataType.FLOAT64) {
      part.asDoubleBuffer().get(values, 0, place.size);
    } else {
      float[] narrow = into.narrow(place.size);
      part.asFloatBuffer().get(narrow, 0, place.size);
      for (int i = 0; i < place.size; i++) {
        values[i] = narrow[i];
      }
    }
  }

  /**
   * Copies some rows.
   *
   * @param some in ascending order
   * @param owner ends the copy
   */
  SparseRows rows(long[] some, NDManager owner) {
    Builder builder = new Builder(type, owner, memory);
    int[] next = new int[1];
    for (int block = 0; block < blocks(); block++) {
      long from = (long) block * blockRows;
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
   */
  SparseRows standardizedBy(Standardization standardization, NDManager owner) {
    double[] means = doubles(standardization.means());
    double[] scales = doubles(standardization.scales());
    requireNear(means, scales);
    double[] shifts = new double[width];
    Arrays.setAll(shifts, i -> (means[i] + center(i)) / scales[i]);
    Builder builder = new Builder(type, owner, memory);
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
    for (int i = 0; i < width && type == DataType.FLOAT32; i++) {
      if (Math.abs(means[i]) > FARTHEST * scales[i]) {
        throw new IllegalArgumentException(
            "column %d of the sparse rows has a mean of %s and a deviation of %s, whose digits float32 would lose; use engine.precision=float64, or data.standardize=false"
                .formatted(i + first, means[i], scales[i]));
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
    NDArray all = owner.zeros(new Shape(rows, width), type);
    for (int block = 0; block < blocks(); block++) {
      long from = (long) block * blockRows;
      with(
          block,
          read -> {
            double[] values = new double[read.rows() * width];
            Arrays.setAll(values, i -> -center(i % width));
            read.forEach((row, column, value) -> values[row * width + column] += value);
            try (NDManager scratch = owner.newSubManager()) {
              NDArray some =
                  scratch.create(values, new Shape(read.rows(), width)).toType(type, false);
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
    double[] products = new double[Math.toIntExact(rows * outputs)];
    Arrays.setAll(products, i -> shifted[i % outputs]);
    IntStream.range(0, blocks())
        .parallel()
        .forEach(
            block ->
                with(block, read -> read.addTimes(weights, outputs, products, block * blockRows)));
    return products;
  }

  /** Returns the SHA-256 of all values with their places. */
  byte[] sha256() {
    MessageDigest digest = Sha256.begin();
    ByteBuffer header = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
    digest.update(header.putLong(rows).putInt(width).flip());
    for (int block = 0; block < blocks(); block++) {
      with(
          block,
          read -> {
            ByteBuffer bytes =
                ByteBuffer.allocate(
                    (read.rows() + read.size()) * Integer.BYTES + read.size() * Double.BYTES);
            for (int row = 0; row < read.rows(); row++) {
              bytes.putInt(read.start(row + 1) - read.start(row));
              for (int i = read.start(row); i < read.start(row + 1); i++) {
                bytes.putInt(read.columns()[i]).putDouble(read.values()[i]);
              }
            }
            digest.update(bytes.flip());
          });
    }
    if (centers != null) {
      ByteBuffer bytes = ByteBuffer.allocate(width * Double.BYTES);
      bytes.asDoubleBuffer().put(centers);
      digest.update(bytes);
    }
    return digest.digest();
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
