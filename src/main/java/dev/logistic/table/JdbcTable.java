package dev.logistic.table;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The result of a query to a database. */
final class JdbcTable implements Table {

  /** Rows fetched at a time, instead of all, by drivers that support it. */
  private static final int FETCH_ROWS = 10_000;

  private static final String NAME = "the query's result";

  private final String address;
  private final Connection connection;
  private final String query;
  private final List<Column> columns;
  private final List<String> na;
  private @Nullable ResultSet unread; // the result that described the columns, for the first reader

  private JdbcTable(
      String address,
      Connection connection,
      String query,
      ResultSet rows,
      List<Column> columns,
      List<String> na) {
    this.address = address;
    this.connection = connection;
    this.query = query;
    this.unread = rows;
    this.columns = columns;
    this.na = na;
  }

  /** Connects to a database. */
  interface Connector {
    Connection connect() throws SQLException;
  }

  static JdbcTable open(String address, String query, List<String> na) throws TableException {
    return open(() -> DriverManager.getConnection(address), address, query, na);
  }

  /**
   * @param address that messages must not contain; empty if only the connection knows it
   */
  static JdbcTable open(Connector connector, String address, String query, List<String> na)
      throws TableException {
    Connection connection;
    try {
      connection = connector.connect();
    } catch (SQLException e) {
      throw failed("the database cannot be reached", e, address);
    }
    String known = address.isEmpty() ? address(connection) : address;
    try {
      connection.setAutoCommit(false); // else some drivers fetch all rows at once
      ResultSet rows = execute(connection, query);
      return new JdbcTable(known, connection, query, rows, columns(rows), na);
    } catch (SQLException e) {
      close(connection);
      throw failed("the query cannot be run", e, known);
    } catch (TableException e) {
      close(connection);
      throw e;
    }
  }

  private static String address(Connection connection) {
    try {
      return String.valueOf(connection.getMetaData().getURL());
    } catch (SQLException e) {
      return "";
    }
  }

  private static ResultSet execute(Connection connection, String query) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setFetchSize(FETCH_ROWS);
    return statement.executeQuery(query);
  }

  private static List<Column> columns(ResultSet rows) throws SQLException, TableException {
    ResultSetMetaData data = rows.getMetaData();
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String name = data.getColumnLabel(i);
      if (!names.add(name)) {
        throw new TableException(NAME + " has two columns named \"" + name + "\"");
      }
      String type = data.getColumnTypeName(i);
      columns.add(new Column(name, kind(data.getColumnType(i), type), type));
    }
    return columns;
  }

  /** Types that JDBC does not know have a name only. */
  private static Column.Kind kind(int type, String name) {
    return switch (type) {
      case Types.BIT, Types.BOOLEAN -> Column.Kind.BOOLEAN;
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Column.Kind.NUMBER;
      case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL ->
          Column.Kind.NUMBER;
      case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB, Types.NULL -> Column.Kind.TEXT;
      case Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR, Types.NCLOB -> Column.Kind.TEXT;
      case Types.DATE, Types.TIME, Types.TIMESTAMP -> Column.Kind.DATE;
      case Types.TIME_WITH_TIMEZONE, Types.TIMESTAMP_WITH_TIMEZONE -> Column.Kind.DATE;
      case Types.OTHER, Types.JAVA_OBJECT -> Column.Kind.ofDuckDb(name.toUpperCase(Locale.ROOT));
      default -> Column.Kind.OTHER;
    };
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>();
    for (Column column : columns) {
      switch (column.kind()) {
        case BOOLEAN -> types.put(column.name(), "BOOLEAN");
        case TEXT, OTHER -> types.put(column.name(), "VARCHAR");
        default -> {} // detected from the values
      }
    }
    return types;
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public Cursor read(List<Selection> selections) throws TableException {
    try {
      ResultSet rows = unread == null ? execute(connection, query) : unread;
      unread = null;
      int[] places =
          selections.stream().mapToInt(each -> 1 + columns.indexOf(each.column())).toArray();
      return new Cursor(
          NAME,
          ResultCells.of(rows, places),
          selections,
          false,
          na,
          (e, row) -> failed(NAME + ", row " + row, e, address));
    } catch (SQLException e) {
      throw failed("the query cannot be run", e, address);
    }
  }

  /** Drivers include addresses, and hence passwords, in their messages. */
  private static TableException failed(String what, SQLException e, String address) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new TableException(what + ": " + Secrets.hidden(reason, address));
  }

  private static void close(Connection connection) {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      return; // nothing was written
    }
  }

  @Override
  public void close() {
    close(connection);
  }
}
