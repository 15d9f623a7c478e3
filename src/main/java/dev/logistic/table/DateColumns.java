package dev.logistic.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of a table, and parts of its dates as further ones. */
final class DateColumns implements Columns {

  private final Columns table;
  private final Map<String, DateColumn> dates = new LinkedHashMap<>();

  /**
   * @throws TableException if a column of dates is missing, or holds no dates
   */
  DateColumns(Columns table, Collection<DateColumn> parts) throws TableException {
    this.table = table;
    for (DateColumn part : parts) {
      Column whole = table.column(part.whole());
      if (whole.kind() != Column.Kind.DATE && whole.kind() != Column.Kind.TEXT) {
        throw new TableException(
            "data.terms: \"%s\" needs dates, and column \"%s\" is of type %s; make it a date in SQL with data.query"
                .formatted(part.name(), whole.name(), whole.sqlType()));
      }
      dates.put(part.name(), part);
    }
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public List<Column> columns() {
    List<Column> all = new ArrayList<>();
    dates.values().forEach(part -> all.add(part.column()));
    table.columns().stream().filter(column -> !dates.containsKey(column.name())).forEach(all::add);
    return all;
  }

  @Override
  public Optional<String> rowNames() {
    return table.rowNames();
  }

  @Override
  public Map<String, DateColumn> dates() {
    return dates;
  }
}
