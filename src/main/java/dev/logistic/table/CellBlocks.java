package dev.logistic.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.RowMemory;
import dev.logistic.engine.LargePages;
import dev.logistic.files.ScratchFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a table whose number of rows is not known beforehand, in blocks of native memory of
 * the type that the features will have; NaN stands for a missing cell.
 *
 * <p>Numbers are kept as their distance from their column's centre, the median of its first values:
 * float32 then holds the differences between a column's values to 24 bits even where the values are
 * large and close together, as times and identifiers are.
 */
final class CellBlocks implements AutoCloseable {

  private static final int MOST_ROWS = 65_536;
  private static final int MOST_CELLS = 1 << 22;
  static final int TILE_ROWS = 1_024;

  private final NDManager manager;
  private final DataType type;
  private final int columns;
  private final int blockRows;
  private final double[] centres;
  private final boolean[] centred;
  private final boolean[] found; // columns whose centre is known
  private final double[] tile; // the next rows, not yet assigned to a block
  private final List<NDArray> blocks;
  private final List<Long> written; // where each block starts in the file
  private final RowMemory limit;
  private @Nullable ScratchFile file;
  private boolean kept;
  private @Nullable Memory last; // of the block that is being filled
  private int tileRows;
  private long rows; // without those of the tile

  /**
   * @param centred which columns are to be kept as distances
   * @param limit with more bytes, all cells are kept in a file
   */
  CellBlocks(NDManager parent, DataType type, boolean[] centred, RowMemory limit) {
    this.limit = limit;
    this.manager = parent.newSubManager();
    this.type = type;
    this.columns = centred.length;
    this.centred = centred;
    int atOnce = Math.max(1, Math.min(MOST_ROWS, MOST_CELLS / columns));
    int ofTile = Math.min(TILE_ROWS, atOnce);
    this.blockRows = atOnce / ofTile * ofTile;
    this.tile = new double[ofTile * columns];
    this.centres = new double[columns];
    this.found = new boolean[columns];
    this.blocks = new ArrayList<>();
    this.written = new ArrayList<>();
  }

  private CellBlocks(CellBlocks kept) {
    this.limit = kept.limit;
    this.manager = kept.manager;
    this.type = kept.type;
    this.columns = kept.columns;
    this.centred = kept.centred;
    this.blockRows = kept.blockRows;
    this.tile = kept.tile;
    this.centres = kept.centres;
    this.found = kept.found;
    this.blocks = kept.blocks;
    this.written = kept.written;
    this.file = kept.file;
    this.rows = kept.rows;
    this.kept = true;
  }

  /** Sets a cell of the row that is being filled. */
  void set(int column, double value) {
    tile[tileRows * columns + column] = value;
  }

  /** Advances to the next row. */
  void endRow() {
    tileRows++;
    if (tileRows * columns == tile.length) {
      flush();
    }
  }

  /** Advances to the next row, which gets the same cells. */
  void repeatRow() {
    int from = tileRows * columns;
    double[] cells = Arrays.copyOfRange(tile, from, from + columns);
    endRow();
    System.arraycopy(cells, 0, tile, tileRows * columns, columns);
  }

  /** Stores what is pending; afterwards blocks can be read. */
  void flush() {
    if (tileRows == 0) {
      return;
    }
    findCentres();
    int count = tileRows * columns;
    for (int at = 0; at < count; at += columns) {
      for (int column = 0; column < columns; column++) {
        tile[at + column] -= centres[column];
      }
    }
    int before = (int) (rows % blockRows);
    if (before == 0) {
      writeIfLarge();
      NDArray block = LargePages.create(manager, new Shape(blockRows, columns), type);
      blocks.add(block);
      last = new Memory(block);
    }
    Objects.requireNonNull(last).write(tile, 0, count, before * columns);
    rows += tileRows;
    tileRows = 0;
  }

  /** Moves the blocks to a file if the next one would exceed the limit. */
  private void writeIfLarge() {
    long block = (long) blockRows * columns * type.getNumOfBytes();
    if (file == null && (blocks.size() + 1) * block > limit.bytes()) {
      ScratchFile scratch = ScratchFile.in(limit.directory());
      manager.attachInternal("cells", scratch);
      file = scratch;
    }
    for (int i = written.size(); file != null && i < blocks.size(); i++) {
      try (NDArray whole = blocks.get(i)) {
        written.add(file.append(whole.toByteBuffer(true)));
      }
    }
  }

  /** Whether the cells are kept in a file. */
  boolean isInFile() {
    return file != null;
  }

  private CellSource source(int block) {
    return file == null || block >= written.size()
        ? new Memory(blocks.get(block))
        : new FileCells(file, written.get(block), type == DataType.FLOAT64);
  }

  /** A column that has been empty so far may get its first values now. */
  private void findCentres() {
    double[] values = new double[tileRows];
    for (int column = 0; column < columns; column++) {
      if (centred[column] && !found[column]) {
        int present = presentValues(column, values);
        Arrays.sort(values, 0, present);
        centres[column] = present == 0 ? 0 : values[present / 2];
        found[column] = present > 0;
      }
    }
  }

  private int presentValues(int column, double[] values) {
    int present = 0;
    for (int row = 0; row < tileRows; row++) {
      double value = tile[row * columns + column];
      if (!Double.isNaN(value)) {
        values[present++] = value;
      }
    }
    return present;
  }

  /** The centre that was subtracted from a column's values. */
  double centre(int column) {
    return centres[column];
  }

  /** Returns a reader of the same cells, which must be kept, as cells. */
  CellBlocks reader() {
    return new CellBlocks(this);
  }

  /** Keeps the blocks after they have been used, until their manager ends. */
  void keep() {
    kept = true;
  }

  /** Number of rows. */
  long rows() {
    return rows;
  }

  /** Number of columns. */
  int columns() {
    return columns;
  }

  int blocks() {
    return blocks.size();
  }

  int rowsOf(int block) {
    return (int) Math.min(blockRows, rows - firstRowOf(block));
  }

  /**
   * Iterates over a block's rows.
   *
   * @param atOnce how many are read at a time
   */
  Rows rows(int block, int atOnce) {
    return new Rows(block, Math.min(atOnce, rowsOf(block)));
  }

  /**
   * Applies work to all blocks on all cores.
   *
   * @return the results in order; if several fail, the failure of the first block is thrown
   */
  <T> List<T> onAllCores(IntFunction<T> work) {
    record Outcome<T>(@Nullable T result, @Nullable RuntimeException failure) {}
    List<Outcome<T>> outcomes =
        IntStream.range(0, blocks())
            .parallel()
            .<Outcome<T>>mapToObj(
                block -> {
                  try {
                    return new Outcome<>(work.apply(block), null);
                  } catch (RuntimeException e) {
                    return new Outcome<>(null, e);
                  }
                })
            .toList();
    List<T> results = new ArrayList<>();
    for (Outcome<T> each : outcomes) {
      if (each.failure() != null) {
        throw each.failure();
      }
      results.add(Objects.requireNonNull(each.result()));
    }
    return results;
  }

  /** The row of the table at which a block starts. */
  int firstRowOf(int block) {
    return block * blockRows;
  }

  /** Frees a block that is not needed any more, unless all are kept. */
  void free(int block) {
    if (!kept) {
      blocks.get(block).close();
    }
  }

  /** Frees the blocks, unless they are kept. */
  @Override
  public void close() {
    if (!kept) {
      manager.close();
    }
  }

  /**
   * A reader of a block's rows, some at a time. For one thread; several threads may each have their
   * own.
   */
  final class Rows {

    /** The cells of the rows that were read last, row by row, without their centres. */
    final double[] cells;

    private final CellSource memory;
    private final int first;
    private final int end;
    private final int atOnce;
    private int read;
    private int count;

    private Rows(int block, int atOnce) {
      this.first = firstRowOf(block);
      this.memory = source(block);
      this.cells = new double[atOnce * columns];
      this.end = rowsOf(block);
      this.atOnce = atOnce;
    }

    /** Reads the next rows, if there are any. */
    boolean next() {
      read += count;
      count = Math.min(atOnce, end - read);
      memory.read(read * columns, cells, count * columns);
      return count > 0;
    }

    /** Skips rows; the block must have as many left. */
    void skip(int rows) {
      read += rows;
    }

    /** Returns which row of the table starts at a place of the cells. */
    int rowAt(int start) {
      return first + read + start / columns;
    }

    /**
     * Finds where the held-out rows, or the others, start in the cells.
     *
     * @param starts are set
     * @return how many there are
     */
    int starts(BitSet heldOut, boolean held, int[] starts) {
      int found = 0;
      for (int row = 0; row < count; row++) {
        if (heldOut.get(first + read + row) == held) {
          starts[found++] = row * columns;
        }
      }
      return found;
    }
  }
}
