package dev.logistic.config;

/** A fact about a setting that several parts of the program need. For use within this project. */
public enum Facet {
  /** Counts for synthetic rows only; ignored with a table, and refused with rows in arrays. */
  SYNTHETIC_ONLY,
  /** Counts for tables only; ignored with synthetic rows, and refused with rows in arrays. */
  TABLE_ONLY,
  /** Names rows or columns of a table; any value but the default is an error without one. */
  NEEDS_TABLE,
  /** Counts for rows in arrays as it does for tables. */
  ARRAYS_TOO,
  /** Names columns, or treats cells, of tables; of no effect on LibSVM files. */
  NAMED_COLUMNS,
  /** Used by solvers that take gradient steps; others ignore it. */
  STEPS,
  /** Used by solvers that converge to the optimum; others ignore it. */
  OPTIMUM,
  /** Counts for training on Spark too, where any value but the default is an error otherwise. */
  SPARK,
  /** May change on resuming: the result does not depend on it, or the data identify it. */
  FREE_TO_CHANGE
}
