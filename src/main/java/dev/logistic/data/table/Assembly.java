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
import org.jspecify.annotations.Nullable;

/**
 * Turns blocks of cells into the matrix of features, freeing each block as it goes: native memory
 * that has not been written to takes no room, so that both together need little more than one.
 */
final class Assembly {

  private final FeatureSchema schema;
  private final CellBlocks cells;
  private final int columns;
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
    int width = widths[i];
    outputs[i] = new double[(texts.size() + 1) * width];
    for (int code = 0; code <= texts.size(); code++) {
      int level =
          code < texts.size()
              ? column.levels().indexOf(texts.get(code))
              : (int) column.fill().orElse(0);
      for (int j = 0; j < width; j++) {
        double indicator = level == j + 1 ? 1 : 0;
        outputs[i][code * width + j] = (indicator - mean(feature + j)) / scale(feature + j);
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
    NDArray training = owner.create(new Shape(cells.rows() - held, schema.width()), type);
    NDArray validation = held == 0 ? null : owner.create(new Shape(held, schema.width()), type);
    double[] block = cells.scratch();
    double[] features = new double[Math.max(1, block.length / columns) * schema.width()];
    int first = 0;
    long trainingRows = 0;
    long heldRows = 0;
    for (int i = 0; i < cells.blocks(); i++) {
      cells.read(i, block);
      int rows = cells.rowsOf(i);
      trainingRows +=
          write(
              training,
              trainingRows,
              features,
              encode(block, rows, first, heldOut, false, features));
      if (validation != null) {
        heldRows +=
            write(
                validation,
                heldRows,
                features,
                encode(block, rows, first, heldOut, true, features));
      }
      cells.free(i);
      first += rows;
    }
    return new Matrices(training, validation);
  }

  private int encode(
      double[] block, int rows, int first, BitSet heldOut, boolean held, double[] features) {
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (heldOut.get(first + row) == held) {
        encodeRow(block, row * columns, features, count * schema.width());
        count++;
      }
    }
    return count;
  }

  private void encodeRow(double[] block, int from, double[] features, int to) {
    int at = to;
    for (int i = 0; i < places.length; i++) {
      double cell = block[from + places[i]];
      double[] texts = outputs[i];
      if (texts != null) {
        int width = widths[i];
        int code = Double.isNaN(cell) ? texts.length / width - 1 : (int) cell;
        System.arraycopy(texts, code * width, features, at, width);
        at += width;
      } else {
        features[at++] = ((Double.isNaN(cell) ? fills[i] : cell) + shifts[i]) / scales[i];
      }
    }
  }

  private static int write(NDArray matrix, long from, double[] features, int rows) {
    if (rows > 0) {
      try (NDArray part = matrix.get(new NDIndex("{}:{}", from, from + rows))) {
        Doubles.write(features, rows * (int) matrix.getShape().get(1), part);
      }
    }
    return rows;
  }
}
