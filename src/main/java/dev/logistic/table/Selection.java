package dev.logistic.table;

/**
 * A column to be read and how.
 *
 * @param column of the table
 * @param form what its cells are wanted as
 */
record Selection(Column column, Form form) {

  /** The form in which a cell is wanted. */
  enum Form {
    /** A number; true is 1 and false is 0. */
    NUMBER,
    /** Its text, in which an empty one is missing. */
    TEXT,
    /** Its text verbatim, to be copied to the output. */
    VERBATIM
  }
}
