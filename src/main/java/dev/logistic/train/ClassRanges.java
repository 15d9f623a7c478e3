package dev.logistic.train;

import dev.logistic.data.Minibatch;
import java.io.Serializable;
import java.util.List;

/**
 * The ranges of each column in both classes.
 *
 * @param positive of rows with label 1
 * @param negative of rows with label 0
 */
record ClassRanges(ColumnRanges positive, ColumnRanges negative) implements Serializable {

  static ClassRanges of(List<Minibatch> blocks, int columns) {
    return new ClassRanges(
        ColumnRanges.of(blocks, columns, true), ColumnRanges.of(blocks, columns, false));
  }

  /** Those of these rows and others. */
  ClassRanges and(ClassRanges other) {
    return new ClassRanges(positive.and(other.positive), negative.and(other.negative));
  }

  /** Whether one column alone separates the classes, completely or quasi-completely. */
  boolean areApartInAColumn() {
    return positive.areBelowInAColumn(negative) || negative.areBelowInAColumn(positive);
  }
}
