package dev.logistic.table;

import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows that an application gives as values by column name. */
final class JavaTable implements Table {

  static final String NAME = "the table in memory";

  private final Iterable<? extends Map<String, ? extends @Nullable Object>> rows;
  private final List<Column> columns;
  private final List<String> na;

  private JavaTable(
      Iterable<? extends Map<String, ? extends @Nullable Object>> rows,
      List<Column> columns,
      List<String> na) {
    this.rows = rows;
    this.columns = columns;
    this.na = na;
  }

  /**
   * Finds the columns in a pass over the rows.
   *
   * @param expected names of columns that exist even where no row has a value of them
   * @throws TableException if the values of a column are of several kinds, or of none known here
   */
  static JavaTable of(
      Iterable<? extends Map<String, ? extends @Nullable Object>> rows,
      Map<String, Column.Kind> expected,
      List<String> na)
      throws TableException {
    Map<String, @Nullable First> found = new LinkedHashMap<>();
    long number = 0;
    for (Map<String, ? extends @Nullable Object> row : rows) {
      number++;
      for (Map.Entry<String, ? extends @Nullable Object> cell : row.entrySet()) {
        found.putIfAbsent(cell.getKey(), null);
        Object value = cell.getValue();
        if (value != null) {
          First other = new First(number, value, kind(value));
          First first = found.putIfAbsent(cell.getKey(), other);
          requireSame(cell.getKey(), first == null ? other : first, other);
        }
      }
    }
    if (number == 0) {
      throw new TableException(NAME + ": expected at least one row, found none");
    }
    List<Column> columns = new ArrayList<>();
    found.forEach(
        (name, first) ->
            columns.add(
                first == null
                    ? new Column(name, expected.getOrDefault(name, Column.Kind.NUMBER), "null")
                    : new Column(name, first.kind(), first.value().getClass().getSimpleName())));
    return new JavaTable(rows, columns, na);
  }

  /** The first value of a column, and its row from 1. */
  private record First(long row, Object value, Column.Kind kind) {}

  private static Column.Kind kind(Object value) {
    if (value instanceof Number) {
      return Column.Kind.NUMBER;
    }
    if (value instanceof Boolean) {
      return Column.Kind.BOOLEAN;
    }
    if (value instanceof CharSequence || value instanceof Enum || value instanceof Character) {
      return Column.Kind.TEXT;
    }
    return value instanceof Temporal ? Column.Kind.DATE : Column.Kind.OTHER;
  }

  private static void requireSame(String column, First first, First other) throws TableException {
    if (first.kind() != other.kind()) {
      throw new TableException(
          "%s, row %d, column \"%s\": expected %s as in row %d, found %s %s"
              .formatted(
                  NAME,
                  other.row(),
                  column,
                  first.value().getClass().getSimpleName(),
                  first.row(),
                  other.value().getClass().getSimpleName(),
                  Names.quoted(other.value().toString())));
    }
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
    return Map.of();
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public Cursor read(List<Selection> selections) {
    List<String> names = selections.stream().map(each -> each.column().name()).toList();
    return new Cursor(
        NAME,
        new RowCells(rows.iterator(), names),
        selections,
        false,
        na,
        (e, row) -> new TableException(String.valueOf(e.getMessage())));
  }

  @Override
  public void close() {}

  private static final class RowCells implements Cells {

    private final Iterator<? extends Map<String, ? extends @Nullable Object>> rows;
    private final List<String> names;
    private Map<String, ? extends @Nullable Object> row = Map.of();
    private boolean wasNull;

    RowCells(Iterator<? extends Map<String, ? extends @Nullable Object>> rows, List<String> names) {
      this.rows = rows;
      this.names = names;
    }

    @Override
    public boolean next() {
      if (!rows.hasNext()) {
        return false;
      }
      row = rows.next();
      return true;
    }

    @Override
    public double number(int cell) {
      Object value = object(cell);
      wasNull = value == null;
      return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    @Override
    public boolean wasNull() {
      return wasNull;
    }

    @Override
    public @Nullable Object object(int cell) {
      return row.get(names.get(cell));
    }

    @Override
    public @Nullable String text(int cell) {
      Object value = object(cell);
      return value instanceof Enum<?> constant
          ? constant.name()
          : value == null ? null : value.toString();
    }

    @Override
    public void close() {}
  }
}
