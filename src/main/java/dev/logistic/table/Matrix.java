package dev.logistic.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.engine.LargePages;

/**
 * Features in native memory while they are written, some rows at a time. Several threads may write
 * different rows.
 */
final class Matrix {

  private static final int VALUES_OF_PIECE = 1 << 26; // DJL shows no more than 2 GB at a time

  private final NDArray matrix; // shape (rows, features), or (features, rows)
  private final NDArray values; // of it, in order
  private final boolean byColumn;
  private final long length;
  private final int width;

  /**
   * @param byColumn whether each column, and not each row, is to lie in one piece
   */
  Matrix(NDManager owner, long rows, int width, DataType type, boolean byColumn) {
    this.byColumn = byColumn;
    Shape shape = byColumn ? new Shape(width, rows) : new Shape(rows, width);
    this.matrix = LargePages.create(owner, shape, type);
    this.values = matrix.reshape(-1);
    this.length = rows;
    this.width = width;
  }

  /**
   * A run of rows to be written, in order.
   *
   * @param atOnce most rows that are set before they are written
   */
  Rows rows(long from, int count, int atOnce) {
    return new Rows(from, count, atOnce);
  }

  /** All rows: shape (rows, features). */
  NDArray features() {
    values.close();
    if (!byColumn) {
      return matrix;
    }
    try (matrix) {
      return matrix.transpose();
    }
  }

  /** Some rows before they are written. Close it when all are. For one thread. */
  final class Rows implements AutoCloseable {

    /** To be set. */
    final double[] tile;

    /** The distance between a feature's positions in two consecutive rows. */
    final int step;

    private final long from;
    private final int count;
    private final int atOnce;
    private final int rowsOfPiece;
    private final NDArray[]
        pieces; // of some of the rows: all features together, or each separately
    private final Memory[] memories;
    private int piecesFrom;
    private int piecesEnd;
    private int written;

    private Rows(long from, int count, int atOnce) {
      this.from = from;
      this.count = count;
      this.atOnce = atOnce;
      this.step = byColumn ? 1 : width;
      this.tile = new double[atOnce * width];
      this.pieces = new NDArray[byColumn ? width : 1];
      this.memories = new Memory[pieces.length];
      this.rowsOfPiece = Math.max(atOnce, VALUES_OF_PIECE / step);
    }

    /** Advances to the pieces that begin with the next row. */
    private void nextPieces() {
      close();
      piecesFrom = written;
      piecesEnd = Math.min(count, written + rowsOfPiece);
      for (int i = 0; i < pieces.length; i++) {
        long start = byColumn ? i * length + from + piecesFrom : (from + piecesFrom) * width;
        long end = start + (long) (piecesEnd - piecesFrom) * step;
        pieces[i] = values.get(NDIndex.sliceAxis(0, start, end));
        memories[i] = new Memory(pieces[i]);
      }
    }

    /** Where the first row's feature is to be set. */
    int place(int feature) {
      return byColumn ? feature * atOnce : feature;
    }

    /** Writes the next rows. */
    void write(int rows) {
      if (rows == 0) {
        return;
      }
      if (written + rows > piecesEnd) {
        nextPieces();
      }
      int at = (written - piecesFrom) * step;
      if (!byColumn) {
        memories[0].write(tile, 0, rows * width, at);
      } else {
        for (int feature = 0; feature < width; feature++) {
          memories[feature].write(tile, feature * atOnce, rows, at);
        }
      }
      written += rows;
    }

    @Override
    public void close() {
      for (NDArray piece : pieces) {
        if (piece != null) {
          piece.close();
        }
      }
    }
  }
}
