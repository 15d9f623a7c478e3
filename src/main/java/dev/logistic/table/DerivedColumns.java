package dev.logistic.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of a table, and further ones that are derived from them. */
final class DerivedColumns implements Columns {

  private final Columns table;
  private final Map<String, DerivedColumn> derived = new LinkedHashMap<>();

  /**
   * @throws TableException if a column is missing, or holds no dates or texts
   */
  DerivedColumns(Columns table, Collection<DerivedColumn> further) throws TableException {
    this.table = table;
    for (DerivedColumn each : further) {
      each.requireFrom(table.column(each.whole()));
      derived.put(each.name(), each);
    }
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public List<Column> columns() {
    List<Column> all = new ArrayList<>();
    derived.values().forEach(each -> all.add(each.column()));
    table.columns().stream()
        .filter(column -> !derived.containsKey(column.name()))
        .forEach(all::add);
    return all;
  }

  @Override
  public Optional<String> rowNames() {
    return table.rowNames();
  }

  @Override
  public Map<String, DerivedColumn> derived() {
    return derived;
  }
}
