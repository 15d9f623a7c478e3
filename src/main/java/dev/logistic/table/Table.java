package dev.logistic.table;

import java.util.List;
import java.util.Map;

/** An opened table, whose rows can be read. Close it when done. For one thread. */
interface Table extends Columns, AutoCloseable {

  /** DuckDB's names for the types of the columns, where the source states them. */
  Map<String, String> types();

  /** Notes about how it was read. */
  List<String> warnings();

  /**
   * Starts reading its rows from the first.
   *
   * @throws TableException if that fails
   */
  Cursor read(List<Selection> selections) throws TableException;

  @Override
  void close();
}
