package dev.logistic.table;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.RowMemory;
import dev.logistic.data.SparseRows;
import dev.logistic.data.SparseRowsBuilder;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.Term;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns blocks of cells into sparse rows. */
final class SparseAssembly {

  private static final int ROWS_AT_ONCE = 1 << 10;

  private final CellBlocks cells;
  private final int[] places;
  private final int[] first; // feature of each term
  private final int[][] indicators; // of a text's code, and of a missing cell; -1 for none
  private final boolean[] ofMissing; // whether a term is about missing cells
  private final double[] fills;
  private final double[] shifts; // of numbers
  private final SparseScaling scaling;
  private final int width;
  private final RowMemory memory;

  SparseAssembly(
      FeatureSchema schema,
      List<Integer> places,
      List<@Nullable List<String>> levels,
      CellBlocks cells,
      RowMemory memory) {
    this.memory = memory;
    int count = schema.terms().size();
    this.cells = cells;
    this.places = places.stream().mapToInt(Integer::intValue).toArray();
    this.first = new int[count];
    this.indicators = new int[count][];
    this.ofMissing = new boolean[count];
    this.fills = new double[count];
    this.shifts = new double[count];
    this.width = schema.width();
    this.scaling = new SparseScaling(schema);
    int feature = 0;
    for (int i = 0; i < count; i++) {
      Term term = schema.terms().get(i);
      first[i] = feature;
      List<String> texts = levels.get(this.places[i]);
      if (term instanceof MissingTerm) {
        ofMissing[i] = true;
      } else if (texts == null) {
        double centre = cells.centre(this.places[i]);
        shifts[i] = centre - scaling.mean(feature);
        Double fill = term.fill();
        fills[i] = fill == null ? Double.NaN : fill - centre;
      } else {
        indicators[i] = indicators(term, texts);
      }
      feature += term.width();
    }
  }

  private static int[] indicators(Term term, List<String> texts) {
    int[] indicators = new int[texts.size() + 1];
    Arrays.fill(indicators, -1);
    for (int code = 0; code <= texts.size(); code++) {
      int at = code;
      Term.Sink sink = (place, value) -> indicators[at] = place;
      if (code < texts.size()) {
        term.encode(texts.get(code), 0, sink);
      } else {
        term.encodeMissing(0, sink);
      }
    }
    return indicators;
  }

  /**
   * Returns the rows that are held out, or the others.
   *
   * @param owner of the rows
   */
  SparseRows assemble(NDManager owner, DataType type, BitSet heldOut, boolean held) {
    SparseRowsBuilder builder = new SparseRowsBuilder(type, owner, memory);
    int[] columns = new int[places.length];
    double[] values = new double[places.length];
    int[] starts = new int[ROWS_AT_ONCE];
    for (int block = 0; block < cells.blocks(); block++) {
      CellBlocks.Rows read = cells.rows(block, ROWS_AT_ONCE);
      while (read.next()) {
        int count = read.starts(heldOut, held, starts);
        for (int row = 0; row < count; row++) {
          builder.add(columns, values, 0, encode(read.cells, starts[row], columns, values));
        }
      }
    }
    return builder.build(0, width, scaling.centers());
  }

  /** Returns the number of features that are not 0 before they are centered. */
  private int encode(double[] row, int start, int[] columns, double[] values) {
    int size = 0;
    for (int i = 0; i < places.length; i++) {
      double cell = row[start + places[i]];
      int feature = first[i];
      double value;
      if (ofMissing[i]) {
        value = Double.isNaN(cell) ? scaling.scaled(feature, 1) : 0;
      } else if (indicators[i] == null) {
        value = scaling.ofShifted(feature, (Double.isNaN(cell) ? fills[i] : cell) + shifts[i]);
      } else {
        int place = indicators[i][Double.isNaN(cell) ? indicators[i].length - 1 : (int) cell];
        feature += place;
        value = place < 0 ? 0 : scaling.scaled(feature, 1);
      }
      if (value != 0) {
        columns[size] = feature;
        values[size++] = value;
      }
    }
    return size;
  }
}
