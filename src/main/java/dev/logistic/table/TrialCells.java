package dev.logistic.table;

import ai.djl.ndarray.types.DataType;
import java.util.BitSet;

/**
 * Reads the events and trials of a table's rows. Each row becomes two: its trials without an event,
 * of class 0, and those with one, of class 1, which weigh as much as there are of them.
 */
final class TrialCells {

  private final Column trials;
  private final WeightCells counts;
  private final double most;

  /**
   * @param type that the counts must fit exactly
   */
  TrialCells(Column trials, DataType type) {
    this.trials = trials;
    this.counts = WeightCells.ofTrials(trials, type);
    this.most = type == DataType.FLOAT32 ? 0x1p24 : 0x1p53;
  }

  /** How events, or trials, are to be read. */
  static Selection selection(Column column) {
    return new Selection(column, Selection.Form.NUMBER);
  }

  /** The label of both rows, whose classes are numbers whatever the events are. */
  static Column label(Column events) {
    return new Column(events.name(), Column.Kind.NUMBER, events.sqlType());
  }

  /**
   * Reads the cursor's row.
   *
   * @param events place of the number of events
   * @param all place of the number of trials
   * @throws TableException naming row and column if one is not a whole number of at least 0, or
   *     there are more events than trials
   */
  void add(Cursor cursor, int events, int all) throws TableException {
    double ofEvents = count(cursor, events, "a number of events");
    double ofTrials = count(cursor, all, "a number of trials");
    if (ofEvents > ofTrials) {
      throw new TableException(
          "%s must be a number of events of at most the %s trials in column \"%s\", was %s"
              .formatted(
                  cursor.at(events),
                  Numbers.text(ofTrials),
                  trials.name(),
                  Numbers.text(ofEvents)));
    }
    counts.add(ofTrials - ofEvents);
    counts.add(ofEvents);
  }

  private double count(Cursor cursor, int index, String what) throws TableException {
    double count = cursor.number(index);
    if (cursor.wasMissing()) {
      throw new TableException("%s must be %s, is missing".formatted(cursor.at(index), what));
    }
    if (count < 0 || count != Math.rint(count)) {
      throw new TableException(
          "%s must be %s, a whole number of at least 0, was %s"
              .formatted(cursor.at(index), what, Numbers.text(count)));
    }
    if (count > most) {
      throw new TableException(
          "%s must be at most %s to be exact%s, was %s"
              .formatted(
                  cursor.at(index),
                  Numbers.text(most),
                  most == 0x1p24 ? " in float32 (engine.precision=float64 holds more)" : "",
                  Numbers.text(count)));
    }
    return count + 0.0; // 0 for -0
  }

  /**
   * Checks that there are trials of both classes to learn from.
   *
   * @param label the column of events
   * @throws TableException if not
   */
  void requireBoth(Column label, BitSet heldOut) throws TableException {
    double[] all = counts.toArray();
    double[] sums = new double[2];
    for (int row = 0; row < all.length; row++) {
      sums[row % 2] += heldOut.get(row) ? 0 : all[row];
    }
    for (int of = 0; of < sums.length; of++) {
      if (sums[of] == 0) {
        throw new TableException(
            "expected trials with and without an event to learn from, found none %s one (events in column \"%s\", trials in \"%s\")"
                .formatted(of == 0 ? "without" : "with", label.name(), trials.name()));
      }
    }
  }

  /** The numbers of trials of all rows read so far, two for each row of the table. */
  WeightCells counts() {
    return counts;
  }
}
