package dev.logistic.table;

import org.jspecify.annotations.Nullable;

/**
 * A column to be read and how.
 *
 * @param column of the table
 * @param form what its cells are wanted as
 * @param part of the dates that the cells are, which is wanted instead of them; null for the cells
 */
record Selection(Column column, Form form, @Nullable String part) {

  /** The form in which a cell is wanted. */
  enum Form {
    /** A number; true is 1 and false is 0. */
    NUMBER,
    /** Its text, in which an empty one is missing. */
    TEXT,
    /** Its text verbatim, to be copied to the output. */
    VERBATIM
  }

  Selection(Column column, Form form) {
    this(column, form, null);
  }

  /** Selects a part of dates. */
  static Selection ofDates(Column column, String part) {
    return new Selection(column, Form.TEXT, part);
  }
}
