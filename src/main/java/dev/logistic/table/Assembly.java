package dev.logistic.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns blocks of cells into the matrix of features, freeing each block as it goes: native memory
 * that has not been written to is not yet allocated, so both together need little more than one.
 */
final class Assembly {

  /** Values encoded at a time, column by column: few enough for a processor's cache. */
  private static final int VALUES_AT_ONCE = 1 << 13;

  private final FeatureSchema schema;
  private final CellBlocks cells;
  private final int columns;
  private final int width;
  private final double[][] outputs; // of a text's code, or of a present and a missing cell
  private final boolean[] ofMissing; // whether a term is about missing cells
  private final int[] places;
  private final int[] widths;
  private final double[] shifts;
  private final double[] scales;
  private final double[] fills;

  Assembly(
      FeatureSchema schema,
      List<Integer> places,
      List<@Nullable List<String>> levels,
      CellBlocks cells) {
    this.schema = schema;
    this.cells = cells;
    this.columns = levels.size();
    this.width = schema.width();
    int count = schema.terms().size();
    this.places = places.stream().mapToInt(Integer::intValue).toArray();
    this.widths = schema.terms().stream().mapToInt(Term::width).toArray();
    this.outputs = new double[count][];
    this.ofMissing = new boolean[count];
    this.shifts = new double[count];
    this.scales = new double[count];
    this.fills = new double[count];
    int feature = 0;
    for (int i = 0; i < count; i++) {
      Term term = schema.terms().get(i);
      List<String> texts = levels.get(this.places[i]);
      if (term instanceof MissingTerm) {
        ofMissing[i] = true;
        outputs[i] = new double[] {scaled(feature, 0), scaled(feature, 1)};
      } else if (texts == null) {
        prepareNumber(i, feature, term);
      } else {
        prepareText(i, feature, term, texts);
      }
      feature += widths[i];
    }
  }

  private void prepareNumber(int i, int feature, Term term) {
    double centre = cells.centre(places[i]);
    shifts[i] = centre - mean(feature);
    scales[i] = scale(feature);
    Double fill = term.fill();
    fills[i] = fill == null ? Double.NaN : fill - centre;
  }

  /**
   * Fills in the features of each code and, after the last one, of a missing cell. A level that is
   * merged, or occurs only in held-out rows, is encoded as the reference level.
   */
  private void prepareText(int i, int feature, Term term, List<String> texts) {
    int width = widths[i];
    outputs[i] = new double[(texts.size() + 1) * width];
    for (int code = 0; code <= texts.size(); code++) {
      int from = code * width;
      Term.Sink sink = (place, value) -> outputs[i][place] = value;
      if (code < texts.size()) {
        term.encode(texts.get(code), from, sink);
      } else {
        term.encodeMissing(from, sink);
      }
      for (int j = 0; j < width; j++) {
        outputs[i][from + j] = scaled(feature + j, outputs[i][from + j]);
      }
    }
  }

  private double scaled(int feature, double value) {
    return (value - mean(feature)) / scale(feature);
  }

  private double mean(int feature) {
    return schema.standardization().map(known -> known.means().get(feature)).orElse(0.0);
  }

  private double scale(int feature) {
    return schema
        .standardization()
        .map(Standardization::scales)
        .map(s -> s.get(feature))
        .orElse(1.0);
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
    int atOnce = Math.max(1, VALUES_AT_ONCE / Math.max(columns, width));
    CellBlocks.Rows read = cells.rows(block, atOnce);
    int first = cells.firstRowOf(block);
    int heldBefore = heldOut.get(0, first).cardinality();
    int held = heldOut.get(first, first + cells.rowsOf(block)).cardinality();
    int[] rows = new int[atOnce];
    try (Matrix.Rows kept = training.rows(first - heldBefore, cells.rowsOf(block) - held, atOnce);
        Matrix.Rows others =
            validation == null || held == 0 ? null : validation.rows(heldBefore, held, atOnce)) {
      while (read.next()) {
        encode(read, rows, read.starts(heldOut, false, rows), kept);
        if (others != null) {
          encode(read, rows, read.starts(heldOut, true, rows), others);
        }
      }
    }
    cells.free(block);
  }

  /** Writes the features of some of the rows. */
  private void encode(CellBlocks.Rows read, int[] rows, int count, Matrix.Rows to) {
    int feature = 0;
    for (int i = 0; i < places.length; i++) {
      if (outputs[i] == null) {
        encodeNumber(read.cells, rows, count, i, to, feature);
      } else if (ofMissing[i]) {
        encodeMissing(read.cells, rows, count, i, to, feature);
      } else {
        for (int j = 0; j < widths[i]; j++) {
          encodeIndicator(read.cells, rows, count, i, j, to, feature + j);
        }
      }
      feature += widths[i];
    }
    to.write(count);
  }

  private void encodeNumber(
      double[] cells, int[] rows, int count, int i, Matrix.Rows to, int feature) {
    int place = places[i];
    double fill = fills[i];
    double shift = shifts[i];
    double scale = scales[i];
    int at = to.place(feature);
    for (int row = 0; row < count; row++, at += to.step) {
      double cell = cells[rows[row] + place];
      to.tile[at] = ((Double.isNaN(cell) ? fill : cell) + shift) / scale;
    }
  }

  private void encodeMissing(
      double[] cells, int[] rows, int count, int i, Matrix.Rows to, int feature) {
    int at = to.place(feature);
    for (int row = 0; row < count; row++, at += to.step) {
      to.tile[at] = outputs[i][Double.isNaN(cells[rows[row] + places[i]]) ? 1 : 0];
    }
  }

  private void encodeIndicator(
      double[] cells, int[] rows, int count, int i, int j, Matrix.Rows to, int feature) {
    double[] texts = outputs[i];
    int indicators = widths[i];
    int missing = texts.length / indicators - 1;
    int at = to.place(feature);
    for (int row = 0; row < count; row++, at += to.step) {
      double cell = cells[rows[row] + places[i]];
      int code = Double.isNaN(cell) ? missing : (int) cell;
      to.tile[at] = texts[code * indicators + j];
    }
  }
}
