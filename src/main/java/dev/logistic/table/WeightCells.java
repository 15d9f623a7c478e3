package dev.logistic.table;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** The weights of a table's rows while they are read. */
final class WeightCells {

  private final Column column;
  private final double greatest;
  private final boolean whole;
  private final String name;
  private double[] rows = new double[1024];
  private int count;

  /**
   * @param type that the weights must fit
   * @param whole whether they must be whole numbers
   */
  WeightCells(Column column, DataType type, boolean whole) {
    this(column, type, whole, "weights");
  }

  private WeightCells(Column column, DataType type, boolean whole, String name) {
    this.name = name;
    this.whole = whole;
    this.column = column;
    this.greatest = type == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /**
   * Numbers of trials.
   *
   * @param type that they must fit
   */
  static WeightCells ofTrials(Column column, DataType type) {
    return new WeightCells(column, type, true, "trials");
  }

  /** How a weight is to be read. */
  static Selection selection(Column weight) {
    return new Selection(weight, Selection.Form.NUMBER);
  }

  /**
   * Reads the weight of the cursor's row.
   *
   * @throws TableException naming row and column if it is not a number of at least 0
   */
  void add(Cursor cursor, int index) throws TableException {
    double weight = cursor.number(index);
    if (cursor.wasMissing()) {
      throw new TableException(cursor.at(index) + " must be a weight, is missing");
    }
    if (weight < 0) {
      throw new TableException(
          "%s must be a weight of at least 0, was %s"
              .formatted(cursor.at(index), Numbers.text(weight)));
    }
    if (whole && weight != Math.rint(weight)) {
      throw new TableException(
          "%s must be a whole number, as data.weight-kind=frequency counts rows, was %s"
              .formatted(cursor.at(index), Numbers.text(weight)));
    }
    if (weight > greatest) {
      throw new TableException(
          "%s is too large for float32, was %s; engine.precision=float64 can hold it"
              .formatted(cursor.at(index), weight));
    }
    add(weight + 0.0); // 0 for -0
  }

  /** Adds the weight of the next row. */
  void add(double weight) {
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
    }
    rows[count++] = weight;
  }

  /** The weights of all rows read so far. */
  double[] toArray() {
    return Arrays.copyOf(rows, count);
  }

  /** The weight of one of the rows that were read last. */
  double ofLast(int rowsRead, int row) {
    return rows[count - rowsRead + row];
  }

  /**
   * The weights of all rows read so far.
   *
   * @param rowsInWords what to call them in a message
   * @throws TableException if all are 0
   */
  double[] all(String rowsInWords) throws TableException {
    double[] all = toArray();
    requireSome(Arrays.stream(all).max().orElse(0), rowsInWords);
    return all;
  }

  /**
   * Returns the weights of all rows read so far, times a power of two that brings the greatest of
   * the training rows near 1, so that sums neither underflow nor overflow.
   *
   * @param heldOut rows of the table, from 0
   * @throws TableException if those of the training rows are all 0
   */
  double[] relative(BitSet heldOut) throws TableException {
    double greatestToLearnFrom =
        IntStream.range(0, count)
            .filter(row -> !heldOut.get(row))
            .mapToDouble(row -> rows[row])
            .max()
            .orElse(0);
    requireSome(greatestToLearnFrom, "to learn from");
    int exponent = Math.getExponent(greatestToLearnFrom);
    return Arrays.stream(rows, 0, count).map(weight -> Math.scalb(weight, -exponent)).toArray();
  }

  /**
   * Adds weights to rows of the table. The given data must stay open.
   *
   * @param heldOut rows of the table, from 0
   * @param held whether the data are those rows rather than the others
   * @param grouped whether they are numbers of trials
   * @param rowsInWords what to call them in a message
   * @throws TableException if all of those weights are 0
   */
  LabelledData weighted(
      LabelledData data, BitSet heldOut, boolean held, boolean grouped, String rowsInWords)
      throws TableException {
    double[] some = new double[Math.toIntExact(data.rows())];
    int at = 0;
    double greatestOfSome = 0;
    for (int row = 0; row < count; row++) {
      if (heldOut.get(row) == held) {
        some[at++] = rows[row];
        greatestOfSome = Math.max(greatestOfSome, rows[row]);
      }
    }
    requireSome(greatestOfSome, rowsInWords);
    try (NDManager scratch = data.newManager();
        NDArray weights = scratch.create(some)) {
      return grouped ? data.withTrials(weights) : data.withWeights(weights);
    }
  }

  private void requireSome(double greatestOfRows, String rowsInWords) throws TableException {
    if (greatestOfRows == 0) {
      throw new TableException(
          "the %s in column \"%s\" are 0 in all rows %s"
              .formatted(name, column.name(), rowsInWords));
    }
  }
}
