package dev.logistic.data.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a table that take part in training.
 *
 * @param features to learn from, in the order of the table, or of {@code data.features}
 * @param label to be predicted
 */
record ColumnChoice(List<Column> features, Column label) {

  /** Columns that must be in the table, of whatever kind. */
  static Map<String, Column.Kind> expected(TableOptions options) {
    Map<String, Column.Kind> expected = new HashMap<>();
    options.features().forEach(name -> expected.put(name, Column.Kind.OTHER));
    expected.put(options.label(), Column.Kind.OTHER);
    return expected;
  }

  /**
   * @throws TableException if a column is missing or cannot be used
   */
  static ColumnChoice of(Table table, TableOptions options) throws TableException {
    Column label = table.column(options.label());
    requireUsable(table, label, "the label must be text, boolean or a number");
    Set<String> excluded = new HashSet<>(options.exclude());
    for (String name : excluded) {
      table.column(name);
    }
    List<Column> chosen = new ArrayList<>();
    for (String name : options.features()) {
      chosen.add(table.column(name));
    }
    if (chosen.isEmpty()) {
      chosen.addAll(table.columns());
      chosen.remove(label);
    }
    if (chosen.contains(label)) {
      throw new TableException(
          "column \"%s\" cannot be both the label and a feature".formatted(label.name()));
    }
    chosen.removeIf(column -> excluded.contains(column.name()));
    for (Column column : chosen) {
      requireUsable(
          table,
          column,
          "it cannot be a feature: leave it out with --exclude, or make it a number or a text in"
              + " SQL with --query");
    }
    if (chosen.isEmpty()) {
      throw new TableException(table.name() + " has no column left to learn from");
    }
    return new ColumnChoice(List.copyOf(chosen), label);
  }

  private static void requireUsable(Table table, Column column, String remedy)
      throws TableException {
    if (column.kind() == Column.Kind.DATE || column.kind() == Column.Kind.OTHER) {
      throw new TableException(
          "%s: column \"%s\" is of type %s; %s"
              .formatted(table.name(), column.name(), column.sqlType(), remedy));
    }
  }

  /** Features as numbers or texts, and behind them the label. */
  List<Selection> selections() {
    List<Selection> selections = new ArrayList<>();
    for (Column column : features) {
      boolean text = column.kind() == Column.Kind.TEXT;
      selections.add(new Selection(column, text ? Selection.Form.TEXT : Selection.Form.NUMBER));
    }
    selections.add(LabelCells.selection(label));
    return selections;
  }
}
