package dev.logistic.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of a table, independent of how its rows are read. For use within this project. */
public interface Columns {

  /** What to call the table in messages. Holds no password. */
  String name();

  /** Its columns, in order. */
  List<Column> columns();

  /** The column that only names or numbers the rows; it is not a feature unless requested. */
  default Optional<String> rowNames() {
    return Optional.empty();
  }

  /** Those that are derived from others, by name. */
  default Map<String, DerivedColumn> derived() {
    return Map.of();
  }

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
                    "%s has no column \"%s\"; %sit has %s"
                        .formatted(
                            name(), column, Names.suggested(column, names), Names.listed(names))));
  }
}
