package dev.logistic.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.engine.PyTorch;
import dev.logistic.files.ScratchFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects sparse rows. To be closed unless built. For use within this project. For one thread. */
public final class SparseRowsBuilder implements AutoCloseable {

  /**
   * Values of a block, so that they are still in the cache, next to much of two vectors, for the
   * second of two products.
   */
  private static final int VALUES_A_BLOCK = 1 << 14;

  private static final int MOST_ROWS_A_BLOCK = 1 << 13;

  /** Bytes of memory that are requested in one piece. */
  private static final int BYTES_A_PIECE = 1 << 24;

  private final NDManager manager;
  private final DataType type;
  private final List<StoredBlocks.Place> blocks = new ArrayList<>();
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
  public SparseRowsBuilder(DataType type) {
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
  public SparseRowsBuilder(DataType type, NDManager owner, RowMemory limit) {
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
    StoredBlocks stored = new StoredBlocks(blocks, type, Math.max(1, blockRows), first, file);
    return new SparseRows(manager, limit, stored, width, centers);
  }

  private void store(int rows) {
    int size = pending.start(rows);
    boolean ones = pending.isOnes(rows);
    StoredBlocks.Place place =
        new StoredBlocks.Place(null, 0, rows, size, pending.isFull(rows), ones);
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
      write(StoredBlocks.part(memory, offset, bytes), place);
      blocks.add(new StoredBlocks.Place(memory, offset, rows, size, place.full(), ones));
    } else {
      ByteBuffer scratch = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
      write(scratch, place);
      long offset = file.append(scratch.rewind());
      blocks.add(new StoredBlocks.Place(null, offset, rows, size, place.full(), ones));
    }
    pending.removeFirst(rows);
  }

  private void write(ByteBuffer part, StoredBlocks.Place place) {
    if (!place.full()) {
      part.asIntBuffer()
          .put(pending.starts(), 0, place.rows() + 1)
          .put(pending.columns(), 0, place.size());
    }
    part.position(place.integers() * Integer.BYTES);
    if (!place.ones()) {
      put(part, place.size());
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
