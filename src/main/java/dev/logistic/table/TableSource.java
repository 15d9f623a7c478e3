package dev.logistic.table;

import dev.logistic.schema.Records;
import dev.logistic.text.JdbcAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a table come from: CSV, TSV, Parquet or JSON-lines files, a database, or Java.
 * Files are read by DuckDB, and a {@code jdbc:} address by its driver; both must be on the class
 * path. Immutable, and reads its rows anew each time.
 */
public final class TableSource {

  private final String location;
  private final String query;
  private final Opener opener;

  /** Opens the table; with verbatim cells, those of untyped files are the texts that they are. */
  private interface Opener {
    Table open(Map<String, Column.Kind> expected, List<String> na, boolean verbatim)
        throws TableException;
  }

  private TableSource(String location, String query, Opener opener) {
    this.location = location;
    this.query = query;
    this.opener = opener;
  }

  /**
   * Files or a database by its address.
   *
   * @param location a file, a glob of files, or a {@code jdbc:} address
   * @param query SQL to ask of the database; or of the files, which are then the view {@code data};
   *     empty for all of the files' rows
   */
  public TableSource(String location, String query) {
    this(
        location,
        query,
        JdbcAddress.is(location)
            ? (expected, na, verbatim) -> JdbcTable.open(location, query, na)
            : (expected, na, verbatim) -> {
              prepare(); // or waits until it is done, where that was begun on another thread
              return DuckDbTable.open(new FileScan(location, expected, na, verbatim), query);
            });
  }

  /**
   * A database by a pool or another source of connections, one of which is open while rows are
   * read; its transaction is rolled back.
   */
  public static TableSource of(DataSource database, String query) {
    return new TableSource(
        "a DataSource",
        query,
        (expected, na, verbatim) -> JdbcTable.open(database::getConnection, "", query, na));
  }

  /**
   * Rows in Java, as values by column name: numbers, booleans, texts (also enums), and null, or no
   * entry, for a missing value. Columns are in the order in which they first occur. The rows must
   * not change while they are read.
   */
  public static TableSource of(Iterable<? extends Map<String, ? extends @Nullable Object>> rows) {
    return new TableSource(
        JavaTable.NAME, "", (expected, na, verbatim) -> JavaTable.of(rows, expected, na));
  }

  /**
   * Records as rows: as {@link #of(Iterable)}, with columns named as their components.
   *
   * @throws IllegalArgumentException as the rows are read, if an accessor cannot be called
   */
  public static TableSource ofRecords(Iterable<? extends Record> rows) {
    Iterable<Map<String, @Nullable Object>> cells =
        () -> StreamSupport.stream(rows.spliterator(), false).map(Records::cells).iterator();
    return of(cells);
  }

  /** The file, glob or address; a description of other sources. */
  public String location() {
    return location;
  }

  /** SQL; empty for all rows. */
  public String query() {
    return query;
  }

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
    return JdbcAddress.is(location);
  }

  /** Whether the files are LibSVM files, whose columns have indices for names. */
  public boolean isLibSvm() {
    return query.isEmpty() && LibSvmFiles.is(location);
  }

  /**
   * Opens the table.
   *
   * @param expected columns that must be there, with their kinds where a source states no types;
   *     the name of a column that may be of any kind is mapped to {@link Column.Kind#OTHER}
   * @param na texts that mean a missing value
   */
  Table open(Map<String, Column.Kind> expected, List<String> na) throws TableException {
    requireTable();
    return opener.open(expected, na, false);
  }

  /** As {@link #open}, with the cells of untyped files as verbatim texts. */
  Table openVerbatim(Map<String, Column.Kind> expected, List<String> na) throws TableException {
    requireTable();
    return opener.open(expected, na, true);
  }

  private void requireTable() throws TableException {
    if (LibSvmFiles.is(location)) {
      throw new TableException(
          query.isEmpty()
              ? "%s: expected a table with named columns, found a LibSVM file, which has indices for names; it fits models that were trained on such files"
                  .formatted(location)
              : "%s: a LibSVM file is not a table, and data.query cannot select from it"
                  .formatted(location));
    }
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
