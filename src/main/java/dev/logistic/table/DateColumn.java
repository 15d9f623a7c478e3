package dev.logistic.table;

import dev.logistic.schema.DateTerm;

/**
 * A part of the dates of a column, which a formula uses as a column of its own.
 *
 * @param name of that column, as the formula has it
 * @param whole the name of the column of dates
 * @param part as {@link DateTerm#part}
 */
record DateColumn(String name, String whole, String part) {

  /** What its cells are: numbers, or levels. */
  Column column() {
    return new Column(name, DateTerm.isNumber(part) ? Column.Kind.NUMBER : Column.Kind.TEXT, part);
  }
}
