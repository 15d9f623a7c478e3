package dev.logistic.table;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.RowMemory;
import dev.logistic.data.SparseRows;
import dev.logistic.data.SparseRowsBuilder;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Term;
import java.util.Arrays;
import java.util.BitSet;

/** Turns the features of a formula into sparse rows. */
final class ExpandedAssembly {

  private static final int ROWS_AT_ONCE = 1 << 10;

  private final FeatureSchema schema;
  private final ExpandedCells features;
  private final CellBlocks cells;
  private final RowMemory memory;

  /**
   * @param schema with the standardization
   * @param features of the same terms
   * @param cells not expanded
   */
  ExpandedAssembly(
      FeatureSchema schema, ExpandedCells features, CellBlocks cells, RowMemory memory) {
    this.schema = schema;
    this.features = features;
    this.cells = cells;
    this.memory = memory;
  }

  /**
   * Returns the rows that are held out, or the others.
   *
   * @param owner of the rows
   */
  SparseRows assemble(NDManager owner, DataType type, BitSet heldOut, boolean held) {
    SparseRowsBuilder builder = new SparseRowsBuilder(type, owner, memory);
    SparseScaling scaling = new SparseScaling(schema);
    ExpandedCells.Reader reader = features.new Reader();
    Row row = new Row(scaling);
    int[] starts = new int[ROWS_AT_ONCE];
    for (int block = 0; block < cells.blocks(); block++) {
      CellBlocks.Rows read = cells.rows(block, ROWS_AT_ONCE);
      while (read.next()) {
        int count = read.starts(heldOut, held, starts);
        for (int i = 0; i < count; i++) {
          row.size = 0;
          reader.expand(read.cells, starts[i], read.rowAt(starts[i]), row);
          builder.add(row.columns, row.values, 0, row.size);
        }
      }
    }
    return builder.build(0, schema.width(), scaling.centers());
  }

  /** The features of a row that are not 0 before they are centered. */
  private static final class Row implements Term.Sink {

    private final SparseScaling scaling;
    private int[] columns = new int[1 << 8];
    private double[] values = new double[1 << 8];
    private int size;

    Row(SparseScaling scaling) {
      this.scaling = scaling;
    }

    @Override
    public void accept(int feature, double value) {
      double scaled = scaling.scaled(feature, value);
      if (scaled == 0) {
        return;
      }
      if (size == columns.length) {
        columns = Arrays.copyOf(columns, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      columns[size] = feature;
      values[size++] = scaled;
    }
  }
}
