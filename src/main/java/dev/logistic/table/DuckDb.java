package dev.logistic.table;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two connections to the process's own database of DuckDB, which has no file and in which files can
 * be read as tables. One streams its results, and, since a streamed result loses the message of its
 * failure, the other does not. The database stays open, as starting it takes many times as long as
 * reading a small file; what a caller creates in it, others do not see.
 */
final class DuckDb implements AutoCloseable {

  private static final String ADDRESS = "jdbc:duckdb:memory:djl-logistic-" + UUID.randomUUID();
  private static final AtomicLong COUNT = new AtomicLong();

  private final Connection streaming;
  private final Connection plain;
  private final String schema = "s" + COUNT.incrementAndGet();
  private boolean hasSchema;

  private DuckDb(Connection streaming, Connection plain) {
    this.streaming = streaming;
    this.plain = plain;
  }

  /**
   * Connects.
   *
   * @throws TableException if the driver is not on the class path
   */
  static DuckDb start() throws TableException {
    prepare();
    try {
      Connection plain = DriverManager.getConnection(ADDRESS);
      Connection streaming = DriverManager.getConnection(ADDRESS);
      // As connection properties, these would have to be the same for all connections.
      execute(streaming, "SET SESSION jdbc_stream_results = true");
      // Buffered rows: with fewer, DuckDB's threads wait; with more, the last ones are left to the
      // reader's thread.
      execute(streaming, "SET SESSION streaming_buffer_size = '16MB'");
      return new DuckDb(streaming, plain);
    } catch (SQLException e) {
      throw notStarted(e.getMessage());
    }
  }

  /**
   * Starts the database, so that the next {@link #start} is fast.
   *
   * @throws TableException if the driver is not on the class path
   */
  static void prepare() throws TableException {
    if (Database.FAILURE != null) {
      throw notStarted(Database.FAILURE);
    }
  }

  private static TableException notStarted(@Nullable String reason) {
    return new TableException(
        "files are read by DuckDB, which could not be started: "
            + reason
            + "; org.duckdb:duckdb_jdbc must be on the class path");
  }

  /** Keeps the database open; a class is initialised once, and callers wait meanwhile. */
  private static final class Database {

    static final @Nullable String FAILURE = open();

    @SuppressWarnings("unused") // held, not used
    private static @Nullable Connection connection;

    private static @Nullable String open() {
      try {
        Connection first = DriverManager.getConnection(ADDRESS);
        connection = first;
        execute(
            first,
            "SET autoinstall_known_extensions = false"); // no network access without our knowledge
        execute(first, "SET enable_external_file_cache = false"); // a file may be replaced
        return null;
      } catch (SQLException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  /** Rows are streamed on demand; a failure on the way has no message. */
  Connection streaming() {
    return streaming;
  }

  /** Runs a statement that returns rows of texts, all computed before the first is returned. */
  List<List<String>> texts(String sql) throws SQLException {
    try (Statement statement = plain.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<String>> all = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String text = rows.getString(i);
          row.add(text == null ? "" : text);
        }
        all.add(row);
      }
      return all;
    }
  }

  /** Makes a query available to others of this object as the view "data". */
  void createView(String query) throws SQLException {
    if (!hasSchema) {
      execute("CREATE SCHEMA " + schema);
      hasSchema = true;
      execute("USE " + schema);
      execute(streaming, "USE " + schema);
    }
    execute("CREATE OR REPLACE VIEW data AS " + query);
  }

  /** Runs a statement. */
  void execute(String sql) throws SQLException {
    execute(plain, sql);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Columns of a query, by name and type. */
  List<Column> describe(String query) throws SQLException {
    return texts("DESCRIBE " + query).stream()
        .map(row -> new Column(row.get(0), Column.Kind.ofDuckDb(row.get(1)), row.get(1)))
        .toList();
  }

  /** A name as SQL writes it. */
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text as SQL writes it. */
  static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  /** Texts as SQL writes a list of them. */
  static String literals(List<String> texts) {
    return texts.stream().map(DuckDb::literal).collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public void close() {
    try (plain) {
      streaming.close(); // first, as an unfinished result may still read the view
      if (hasSchema) {
        execute("DROP SCHEMA " + schema + " CASCADE");
      }
    } catch (SQLException e) {
      return; // nothing is left to be done about it
    }
  }
}
