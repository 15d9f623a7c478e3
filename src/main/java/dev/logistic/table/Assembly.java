package dev.logistic.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.BitSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns blocks of cells into the matrix of features, freeing each block as it goes: native memory
 * that has not been written to is not yet allocated, so both together need little more than one.
 */
final class Assembly {

  /** Values encoded at a time: few enough for a processor's cache. */
  private static final int VALUES_AT_ONCE = 1 << 13;

  private final CellBlocks cells;
  private final int width;
  private final Supplier<Encoder> encoders;

  /** Encodes rows of cells as features. For one thread. */
  interface Encoder {

    /**
     * Sets the features of some of the rows that were read, on the training's scale.
     *
     * @param starts of the rows in the cells
     * @param count how many there are
     */
    void encode(CellBlocks.Rows read, int[] starts, int count, Matrix.Rows to);
  }

  /**
   * @param width number of features
   * @param encoders returns one for each block, which may be the same for all if several threads
   *     may use it
   */
  Assembly(CellBlocks cells, int width, Supplier<Encoder> encoders) {
    this.cells = cells;
    this.width = width;
    this.encoders = encoders;
  }

  /** Features of the training rows and of the held-out rows: shape (rows, features). */
  record Matrices(NDArray training, @Nullable NDArray heldOut) {}

  /**
   * Creates both matrices in the given manager, and frees the cells, unless these are kept.
   *
   * @param byColumn whether each column, and not each row, is to lie in one piece
   */
  Matrices assemble(NDManager owner, DataType type, BitSet heldOut, boolean byColumn) {
    long held = heldOut.cardinality();
    Matrix training = new Matrix(owner, cells.rows() - held, width, type, byColumn);
    Matrix validation = held == 0 ? null : new Matrix(owner, held, width, type, byColumn);
    IntStream.range(0, cells.blocks())
        .parallel()
        .forEach(block -> encode(block, heldOut, training, validation));
    return new Matrices(training.features(), validation == null ? null : validation.features());
  }

  private void encode(int block, BitSet heldOut, Matrix training, @Nullable Matrix validation) {
    int atOnce = Math.max(1, VALUES_AT_ONCE / Math.max(cells.columns(), width));
    Encoder encoder = encoders.get();
    CellBlocks.Rows read = cells.rows(block, atOnce);
    int first = cells.firstRowOf(block);
    int heldBefore = heldOut.get(0, first).cardinality();
    int held = heldOut.get(first, first + cells.rowsOf(block)).cardinality();
    int[] rows = new int[atOnce];
    try (Matrix.Rows kept = training.rows(first - heldBefore, cells.rowsOf(block) - held, atOnce);
        Matrix.Rows others =
            validation == null || held == 0 ? null : validation.rows(heldBefore, held, atOnce)) {
      while (read.next()) {
        encode(encoder, read, rows, read.starts(heldOut, false, rows), kept);
        if (others != null) {
          encode(encoder, read, rows, read.starts(heldOut, true, rows), others);
        }
      }
    }
    cells.free(block);
  }

  private static void encode(
      Encoder encoder, CellBlocks.Rows read, int[] starts, int count, Matrix.Rows to) {
    encoder.encode(read, starts, count, to);
    to.write(count);
  }
}
