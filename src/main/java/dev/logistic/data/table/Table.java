package dev.logistic.data.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An opened table, whose rows can be read. Close it when done. For one thread. */
interface Table extends AutoCloseable {

  /** What to call it in messages. Holds no password. */
  String name();

  /** Its columns, in order. */
  List<Column> columns();

  /** DuckDB's names for the types of the columns, where the source tells them. */
  Map<String, String> types();

  /** The column that only names or numbers the rows; it is no feature unless asked for. */
  default Optional<String> rowNames() {
    return Optional.empty();
  }

  /** What there is to say about how it was read. */
  List<String> warnings();

  /**
   * Starts to read its rows from the first on.
   *
   * @throws TableException if that fails
   */
  Cursor read(List<Selection> selections) throws TableException;

  @Override
  void close();

  /** The column of that name. */
  default Optional<Column> find(String column) {
    return columns().stream().filter(known -> known.name().equals(column)).findFirst();
  }

  /**
   * The column of that name.
   *
   * @throws TableException if there is none; the message lists those there are
   */
  default Column column(String column) throws TableException {
    List<String> names = columns().stream().map(Column::name).toList();
    return find(column)
        .orElseThrow(
            () ->
                new TableException(
                    "%s has no column \"%s\"; it has %s"
                        .formatted(name(), column, Names.listed(names))));
  }
}
