package dev.logistic.table;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A database of DuckDB in this process, without a file, in which files can be read as tables. One
 * connection streams its results, and, since a streamed result loses the message of its failure,
 * another does not.
 */
final class DuckDb implements AutoCloseable {

  private static final AtomicReference<@Nullable DuckDb> PREPARED = new AtomicReference<>();

  private final Connection streaming;
  private final Connection plain;

  private DuckDb(Connection streaming, Connection plain) {
    this.streaming = streaming;
    this.plain = plain;
  }

  /**
   * The one that was prepared, or else another.
   *
   * @throws TableException if the driver is not on the class path
   */
  static DuckDb start() throws TableException {
    DuckDb prepared = PREPARED.getAndSet(null);
    return prepared == null ? started() : prepared;
  }

  /**
   * Starts one for the next caller.
   *
   * @throws TableException if the driver is not on the class path
   */
  static DuckDb prepare() throws TableException {
    DuckDb prepared = started();
    DuckDb before = PREPARED.getAndSet(prepared);
    if (before != null) {
      before.close();
    }
    return prepared;
  }

  private static DuckDb started() throws TableException {
    String address = "jdbc:duckdb:memory:djl-logistic-" + UUID.randomUUID();
    try {
      Connection plain = DriverManager.getConnection(address);
      execute(
          plain,
          "SET autoinstall_known_extensions = false"); // no network access without our knowledge
      // As connection properties, these would have to be the same for all connections.
      Connection streaming = DriverManager.getConnection(address);
      execute(streaming, "SET SESSION jdbc_stream_results = true");
      // Buffered rows: with fewer, DuckDB's threads wait; with more, the last ones are left to the
      // reader's thread.
      execute(streaming, "SET SESSION streaming_buffer_size = '16MB'");
      return new DuckDb(streaming, plain);
    } catch (SQLException e) {
      throw new TableException(
          "files are read by DuckDB, which could not be started: "
              + e.getMessage()
              + "; org.duckdb:duckdb_jdbc must be on the class path");
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
    try (plain;
        streaming) {
      return;
    } catch (SQLException e) {
      return; // nothing is left to be done about it
    }
  }
}
