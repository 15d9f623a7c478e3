package dev.logistic.data.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.data.FeatureColumn;
import dev.logistic.data.FeatureSchema;
import dev.logistic.data.Standardization;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns blocks of cells into the matrix of features, freeing each block as it goes: native memory
 * that has not been written to takes no room, so that both together need little more than one.
 */
final class Assembly {

  private final FeatureSchema schema;
  private final CellBlocks cells;
  private final int columns;
  private final int width;
  private final double[][] outputs; // of a text's code: its features
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
    int count = schema.columns().size();
    this.places = places.stream().mapToInt(Integer::intValue).toArray();
    this.widths = schema.columns().stream().mapToInt(FeatureColumn::width).toArray();
    this.outputs = new double[count][];
    this.shifts = new double[count];
    this.scales = new double[count];
    this.fills = new double[count];
    int feature = 0;
    for (int i = 0; i < count; i++) {
      FeatureColumn column = schema.columns().get(i);
      List<String> texts = levels.get(this.places[i]);
      if (texts == null) {
        prepareNumber(i, feature, column);
      } else {
        prepareText(i, feature, column, texts);
      }
      feature += widths[i];
    }
  }

  private void prepareNumber(int i, int feature, FeatureColumn column) {
    double centre = cells.centre(places[i]);
    shifts[i] = centre - mean(feature);
    scales[i] = scale(feature);
    fills[i] = column.fill().isPresent() ? column.fill().getAsDouble() - centre : Double.NaN;
  }

  /** What each code becomes; behind the last one, what a missing cell becomes. */
  private void prepareText(int i, int feature, FeatureColumn column, List<String> texts) {
    int indicators = widths[i];
    outputs[i] = new double[(texts.size() + 1) * indicators];
    for (int code = 0; code <= texts.size(); code++) {
      int level =
          code < texts.size()
              ? column.levels().indexOf(texts.get(code))
              : (int) column.fill().orElse(0);
      for (int j = 0; j < indicators; j++) {
        double indicator = level == j + 1 ? 1 : 0;
        outputs[i][code * indicators + j] = (indicator - mean(feature + j)) / scale(feature + j);
      }
    }
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

  /** Features of the training rows and of those held out. */
  record Matrices(NDArray training, @Nullable NDArray heldOut) {}

  /** Makes both matrices, of the given manager, and frees the cells. */
  Matrices assemble(NDManager owner, DataType type, BitSet heldOut) {
    long held = heldOut.cardinality();
    NDArray training = owner.create(new Shape(cells.rows() - held, width), type);
    NDArray validation = held == 0 ? null : owner.create(new Shape(held, width), type);
    IntStream.range(0, cells.blocks())
        .parallel()
        .forEach(
            block -> {
              double[] values = cells.cells(block);
              int first = cells.firstRowOf(block);
              int heldBefore = heldOut.get(0, first).cardinality();
              write(training, first - heldBefore, encode(values, first, heldOut, false));
              if (validation != null) {
                write(validation, heldBefore, encode(values, first, heldOut, true));
              }
              cells.free(block);
            });
    return new Matrices(training, validation);
  }

  /** The features of a block's rows that are held out, or of the others. */
  private double[] encode(double[] block, int first, BitSet heldOut, boolean held) {
    int rows = block.length / columns;
    int some = heldOut.get(first, first + rows).cardinality();
    double[] features = new double[(held ? some : rows - some) * width];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      if (heldOut.get(first + row) == held) {
        encodeRow(block, row * columns, features, at);
        at += width;
      }
    }
    return features;
  }

  private void encodeRow(double[] block, int from, double[] features, int to) {
    int at = to;
    for (int i = 0; i < places.length; i++) {
      double cell = block[from + places[i]];
      double[] texts = outputs[i];
      if (texts != null) {
        int indicators = widths[i];
        int code = Double.isNaN(cell) ? texts.length / indicators - 1 : (int) cell;
        System.arraycopy(texts, code * indicators, features, at, indicators);
        at += indicators;
      } else {
        features[at++] = ((Double.isNaN(cell) ? fills[i] : cell) + shifts[i]) / scales[i];
      }
    }
  }

  private void write(NDArray matrix, long from, double[] features) {
    if (features.length > 0) {
      long to = from + features.length / width;
      try (NDArray part = matrix.get(NDIndex.sliceAxis(0, from, to))) {
        Doubles.write(features, features.length, part);
      }
    }
  }
}
