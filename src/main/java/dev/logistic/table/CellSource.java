package dev.logistic.table;

/** Numbers that are read in parts, from memory or a file. For one thread at a time. */
interface CellSource {

  /** Reads numbers from a place on, to the start of the values. */
  void read(int from, double[] values, int count);
}
