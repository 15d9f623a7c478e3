package dev.logistic.table;

import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The offsets of a table's rows while they are read. */
final class OffsetCells {

  private final Column column;
  private final double greatest;
  private double[] rows = new double[1024];
  private int count;

  /**
   * @param type that the offsets must fit
   */
  OffsetCells(Column column, DataType type) {
    this.column = column;
    this.greatest = type == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /** How an offset is to be read. */
  static Selection selection(Column offset) {
    return new Selection(offset, Selection.Form.NUMBER);
  }

  /**
   * Reads the offset of the cursor's row.
   *
   * @throws TableException naming row and column if it is not a finite number of the type
   */
  void add(Cursor cursor, int index) throws TableException {
    double offset = cursor.number(index);
    if (cursor.wasMissing()) {
      throw new TableException(cursor.at(index) + " must be an offset, is missing");
    }
    if (Math.abs(offset) > greatest) {
      throw new TableException(
          "%s is too large for float32, was %s; engine.precision=float64 can hold it"
              .formatted(cursor.at(index), offset));
    }
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
    }
    rows[count++] = offset;
  }

  /**
   * Checks that there are two classes.
   *
   * @throws TableException if there are more
   */
  void requireTwo(Column label, List<String> classes) throws TableException {
    if (classes.size() > 2) {
      throw new TableException(
          "data.offset=%s needs a label of two classes, as it is added to one logit: the label \"%s\" has %d"
              .formatted(column.name(), label.name(), classes.size()));
    }
  }

  /**
   * Adds offsets to rows of the table. Closing the result closes the given data.
   *
   * @param heldOut rows of the table, from 0
   * @param held whether the data are those rows rather than the others
   */
  LabelledData added(LabelledData data, BitSet heldOut, boolean held) {
    double[] some =
        IntStream.range(0, count)
            .filter(row -> heldOut.get(row) == held)
            .mapToDouble(row -> rows[row])
            .toArray();
    return data.withOffsets(some, column.name());
  }
}
