package dev.logistic.table;

import dev.logistic.table.Selection.Form;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files as a table, read by DuckDB. */
final class DuckDbTable implements Table {

  private static final String NO_VIEW = "Table with name data does not exist";

  private final DuckDb duckDb;
  private final FileScan files;
  private final FileScan.Scan scan;
  private final String query;
  private final String rows;
  private final List<Column> columns;

  private DuckDbTable(
      DuckDb duckDb,
      FileScan files,
      FileScan.Scan scan,
      String query,
      String rows,
      List<Column> columns) {
    this.duckDb = duckDb;
    this.files = files;
    this.scan = scan;
    this.query = query;
    this.rows = rows;
    this.columns = columns;
  }

  static DuckDbTable open(FileScan files, String query) throws TableException {
    DuckDb duckDb = DuckDb.start();
    try {
      return query.isBlank()
          ? whole(duckDb, files, query)
          : queried(duckDb, files, query, files.files(duckDb));
    } catch (SQLException e) {
      duckDb.close();
      throw failed(e, files, query);
    } catch (TableException e) {
      duckDb.close();
      throw e;
    }
  }

  private static DuckDbTable whole(DuckDb duckDb, FileScan files, String query)
      throws SQLException, TableException {
    FileScan.Scan scan = files.scan(duckDb, files.files(duckDb), false);
    List<Column> columns = duckDb.describe("SELECT * FROM " + scan.sql());
    return new DuckDbTable(duckDb, files, scan, query, scan.sql(), columns);
  }

  /**
   * The view does not depend on what is read of the query's result, except that columns are passed
   * on as numbers or as texts, such as codes.
   */
  private static DuckDbTable queried(
      DuckDb duckDb, FileScan files, String query, List<String> paths)
      throws SQLException, TableException {
    Map<String, Column.Kind> anyKind = new HashMap<>(files.expected());
    anyKind.replaceAll((name, kind) -> Column.Kind.OTHER);
    DuckDbTable table = viewed(duckDb, files.ofView(anyKind), query, paths);
    Map<String, Column.Kind> texts = new HashMap<>(anyKind);
    for (Column column : table.columns) {
      boolean text = files.expected().get(column.name()) == Column.Kind.TEXT;
      if (text && column.kind() != Column.Kind.TEXT) {
        texts.put(column.name(), Column.Kind.TEXT);
      }
    }
    return texts.equals(anyKind) ? table : viewed(duckDb, files.ofView(texts), query, paths);
  }

  /** Files that cannot be scanned may be read by the query itself, without the view. */
  private static DuckDbTable viewed(DuckDb duckDb, FileScan files, String query, List<String> paths)
      throws SQLException, TableException {
    FileScan.Scan scan = FileScan.Scan.NONE;
    @Nullable TableException unreadable = null;
    try {
      scan = files.scan(duckDb, paths, true);
      String own =
          scan.rowNames().map(name -> " EXCLUDE (" + DuckDb.identifier(name) + ")").orElse("");
      duckDb.createView("SELECT *" + own + " FROM " + scan.sql());
    } catch (TableException e) {
      unreadable = e;
    } catch (SQLException e) {
      unreadable = failed(e, files, "");
    }
    String rows = subquery(query);
    try {
      List<Column> columns = duckDb.describe("SELECT * FROM " + rows);
      return new DuckDbTable(duckDb, files, scan, query, rows, columns);
    } catch (SQLException e) {
      if (unreadable != null && String.valueOf(e.getMessage()).contains(NO_VIEW)) {
        throw unreadable;
      }
      throw e;
    }
  }

  private static String subquery(String query) {
    return "(" + query.strip().replaceFirst(";$", "") + "\n)"; // a comment may end it
  }

  /** Whether a query can be run without the files. */
  static boolean isAlone(String query) throws TableException {
    try (DuckDb duckDb = DuckDb.start()) {
      duckDb.describe("SELECT * FROM " + subquery(query));
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Returns the number of rows of the files. */
  long rowsOfFiles() throws TableException {
    return count("SELECT count(*) FROM data");
  }

  /** Returns the number of rows of the query's result; computes every cell. */
  long rowsOfResult() throws TableException {
    return count("SELECT count(*), max(hash(COLUMNS(*))) FROM " + rows);
  }

  private long count(String sql) throws TableException {
    try {
      return Long.parseLong(duckDb.texts(sql).get(0).get(0));
    } catch (SQLException e) {
      throw failed(e, files, query);
    }
  }

  @Override
  public String name() {
    return files.location();
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>();
    if (scan.typed() || !files.verbatim()) {
      columns.forEach(column -> types.put(column.name(), column.sqlType()));
    }
    return types;
  }

  @Override
  public Optional<String> rowNames() {
    return scan.rowNames();
  }

  @Override
  public List<String> warnings() {
    return scan.warnings();
  }

  @Override
  public Cursor read(List<Selection> selections) throws TableException {
    SelectList selected = selected(selections);
    try {
      Statement statement = duckDb.streaming().createStatement();
      return new Cursor(
          name(),
          ResultCells.of(statement, selected, rows),
          selections,
          true,
          files.na(),
          (e, row) -> reason(e, selected));
    } catch (SQLException e) {
      throw reason(e, selected);
    }
  }

  private SelectList selected(List<Selection> selections) {
    boolean[] isText = new boolean[selections.size()];
    for (int i = 0; i < isText.length; i++) {
      isText[i] = !isNumber(selections.get(i));
    }
    return SelectList.of(selections.stream().map(this::expression).toList(), isText);
  }

  private static boolean isNumber(Selection selection) {
    return selection.form() == Form.NUMBER && selection.column().kind() != Column.Kind.TEXT;
  }

  private String expression(Selection selection) {
    Column column = selection.column();
    String name = DuckDb.identifier(column.name());
    boolean number = isNumber(selection);
    if (number
        && column.kind() == Column.Kind.BOOLEAN) { // a cast is done on the text of a CSV cell
      return "CASE WHEN " + name + " THEN 1e0 WHEN NOT " + name + " THEN 0e0 END";
    }
    if (scan.decimalCommas().contains(column.name())
        && selection.form() == Form.NUMBER
        && column.kind() == Column.Kind.TEXT) {
      return "regexp_replace(%s, '^(\\s*[+-]?\\d+),(\\d+)', '\\1.\\2')".formatted(name);
    }
    return "CAST(" + name + (number ? " AS DOUBLE)" : " AS VARCHAR)");
  }

  /** A streamed result loses the message of its failure; made whole, it has it. */
  private TableException reason(SQLException streamed, SelectList selected) {
    try {
      String sql = "SELECT max(COLUMNS(*)) FROM (SELECT %s FROM %s)";
      duckDb.texts(sql.formatted(selected.sql(), rows));
      return failed(streamed, files, query);
    } catch (SQLException e) {
      return failed(e, files, query);
    }
  }

  private static TableException failed(SQLException e, FileScan files, String query) {
    String table = files.location();
    String failure = query.isBlank() ? table + " cannot be read" : "the query cannot be run";
    return DuckDbErrors.of(e, table, failure);
  }

  @Override
  public void close() {
    duckDb.close();
  }
}
