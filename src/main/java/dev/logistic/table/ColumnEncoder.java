package dev.logistic.table;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes cells as the features of one term for each column, column by column. */
final class ColumnEncoder implements Assembly.Encoder {

  private final FeatureSchema schema;
  private final CellBlocks cells;
  private final double[][] outputs; // of a text's code, or of a present and a missing cell
  private final boolean[] ofMissing; // whether a term is about missing cells
  private final int[] places;
  private final int[] widths;
  private final double[] shifts;
  private final double[] scales;
  private final double[] fills;

  /**
   * @param places of the cells of the terms
   * @param levels of each text column by code
   * @param cells whose centres are known
   */
  ColumnEncoder(
      FeatureSchema schema,
      List<Integer> places,
      List<@Nullable List<String>> levels,
      CellBlocks cells) {
    this.schema = schema;
    this.cells = cells;
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

  /** Returns what assembles such features. */
  static Assembly assembly(
      FeatureSchema schema,
      List<Integer> places,
      List<@Nullable List<String>> levels,
      CellBlocks cells) {
    ColumnEncoder encoder = new ColumnEncoder(schema, places, levels, cells);
    return new Assembly(cells, schema.width(), () -> encoder);
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

  @Override
  public void encode(CellBlocks.Rows read, int[] rows, int count, Matrix.Rows to) {
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
