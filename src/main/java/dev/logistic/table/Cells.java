package dev.logistic.table;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The selected cells of one row after another, numbered from 0 as selected. For one thread. */
interface Cells extends AutoCloseable {

  /** Moves to the next row; false after the last. */
  boolean next() throws SQLException;

  /** Returns the cell as a number; any where it is NULL. */
  double number(int cell) throws SQLException;

  /** Whether the number that was read last is NULL. */
  boolean wasNull() throws SQLException;

  /** Returns the cell as the source holds it; null for NULL. */
  @Nullable Object object(int cell) throws SQLException;

  /** Returns the cell as text; null for NULL. */
  @Nullable String text(int cell) throws SQLException;

  @Override
  void close() throws SQLException;
}
