package dev.logistic.data.table;

import java.util.List;
import java.util.Map;

/**
 * Where the rows of a table come from: CSV, TSV, Parquet or JSON-lines files, or any database that
 * has a JDBC driver on the class path. Files are read by DuckDB, which must be on the class path
 * too.
 *
 * @param location a file, a glob of files, or a {@code jdbc:} address
 * @param query SQL to run on the database, or on the files, which are then the view {@code data};
 *     empty for all rows of the files
 */
public record TableSource(String location, String query) {

  /**
   * Starts DuckDB, which takes half a second the first time, and keeps it for the first files that
   * are opened; returns when that is done, immediately on later calls.
   *
   * @return whether it could be started; if not, the caller that needs it gets the reason
   */
  public static boolean prepare() {
    return Preparation.STARTED;
  }

  /** Whether the location is a database's address, which needs a query. */
  public boolean isDatabase() {
    return location.regionMatches(true, 0, "jdbc:", 0, "jdbc:".length());
  }

  /**
   * Opens the table.
   *
   * @param expected columns that must be there, with their kinds where a source states no types;
   *     the name of a column that may be of any kind is mapped to {@link Column.Kind#OTHER}
   * @param na texts that mean a missing value
   */
  Table open(Map<String, Column.Kind> expected, List<String> na) throws TableException {
    return open(new FileScan(location, expected, na, false));
  }

  /** As {@link #open}, with the cells of untyped files as verbatim texts. */
  Table openVerbatim(Map<String, Column.Kind> expected, List<String> na) throws TableException {
    return open(new FileScan(location, expected, na, true));
  }

  private Table open(FileScan files) throws TableException {
    if (isDatabase()) {
      return JdbcTable.open(location, query, files.na());
    }
    prepare(); // or waits until it is done, where that was begun on another thread
    return DuckDbTable.open(files, query);
  }

  /** Returns the location without passwords. */
  @Override
  public String toString() {
    return isDatabase() ? "the query's result" : location;
  }

  /** A class is initialised once, and callers that need it meanwhile wait. */
  private static final class Preparation {

    static final boolean STARTED = start();

    private static boolean start() {
      try {
        DuckDb.prepare();
        return true;
      } catch (TableException | LinkageError e) {
        return false;
      }
    }
  }
}
