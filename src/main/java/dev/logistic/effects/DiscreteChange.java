package dev.logistic.effects;

import java.util.ArrayList;
import java.util.List;

/**
 * A change of a column from its reference to another value.
 *
 * @param column with levels, or of numbers 0 and 1
 * @param feature that is 1 after the change, while the column's others are 0
 */
record DiscreteChange(InputColumn column, int feature) {

  /** Returns those of a column: one for each level but the reference. */
  static List<DiscreteChange> of(InputColumn column) {
    List<DiscreteChange> changes = new ArrayList<>();
    for (int feature = column.first(); feature < column.end(); feature++) {
      changes.add(new DiscreteChange(column, feature));
    }
    return changes;
  }

  /** The name of its feature. */
  String name() {
    return column.term().featureName(feature - column.first());
  }

  /** The change in words, such as {@code Basel to Bern}. */
  String text() {
    List<String> levels = column.term().levels();
    return column.isNumber()
        ? "0 to 1"
        : levels.get(0) + " to " + levels.get(feature - column.first() + 1);
  }
}
