package dev.logistic.config;

/** A fact about a setting that several parts of the program need. */
public enum Facet {
  /** Counts for synthetic rows only; ignored with a table. */
  SYNTHETIC_ONLY,
  /** Counts for tables only; ignored with synthetic rows. */
  TABLE_ONLY,
  /** Names rows or columns of a table; any value but the default is an error without one. */
  NEEDS_TABLE,
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
