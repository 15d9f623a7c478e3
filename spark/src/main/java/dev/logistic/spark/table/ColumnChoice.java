package dev.logistic.spark.table;

import dev.logistic.config.Settings;
import dev.logistic.data.table.ChosenLevels;
import dev.logistic.data.table.Column;
import dev.logistic.data.table.TableException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that take part in training, by the rules of the core.
 *
 * @param features to learn from, in the order of the table, or of {@code data.features}
 * @param label to be predicted
 * @param weight how much each row counts; null where all count alike
 * @param levels which levels of text columns get indicators
 */
record ColumnChoice(
    List<Column> features, Column label, @Nullable Column weight, ChosenLevels levels) {

  /** Spark's name for the first column of a text file whose header has none. */
  private static final String UNNAMED = "_c0";

  /**
   * @throws TableException if a column is missing or cannot be used
   */
  static ColumnChoice of(SparkTable table, Settings settings) throws TableException {
    Column label = table.column(settings.get(Settings.LABEL));
    requireUsable(table, label, "the label must be text, boolean or a number");
    Column weight = weight(table, settings.get(Settings.WEIGHT));
    if (label.equals(weight)) {
      throw new TableException(
          "column \"%s\" cannot be both the label and the weight".formatted(label.name()));
    }
    ChosenLevels levels =
        new ChosenLevels(
            settings.get(Settings.FEATURES),
            settings.get(Settings.EXCLUDE),
            table.columns(),
            List.of());
    for (String name : levels.excluded()) {
      table.column(name);
    }
    List<Column> chosen = new ArrayList<>();
    for (String name : levels.features()) {
      chosen.add(table.column(name));
    }
    if (chosen.isEmpty()) {
      chosen.addAll(table.columns());
      chosen.remove(label);
      chosen.remove(weight);
    }
    requireApart(chosen, label, "label");
    requireApart(chosen, weight, "weight");
    chosen.removeIf(column -> levels.excluded().contains(column.name()));
    requireNamed(table, chosen, settings);
    for (Column column : chosen) {
      requireUsable(
          table,
          column,
          "it cannot be a feature: leave it out with data.exclude, or make it a number or a text in"
              + " SQL with data.query");
    }
    if (chosen.isEmpty()) {
      throw new TableException(table.name() + " has no column left to learn from");
    }
    levels.requireOf(chosen.stream().map(Column::name).toList());
    return new ColumnChoice(List.copyOf(chosen), label, weight, levels);
  }

  private static @Nullable Column weight(SparkTable table, String name) throws TableException {
    if (name.isEmpty()) {
      return null;
    }
    Column weight = table.column(name);
    if (weight.kind() != Column.Kind.NUMBER) {
      throw new TableException(
          "%s: column \"%s\" is of type %s; a weight must be a number"
              .formatted(table.name(), name, weight.sqlType()));
    }
    return weight;
  }

  private static void requireApart(List<Column> features, @Nullable Column column, String role)
      throws TableException {
    if (column != null && features.contains(column)) {
      throw new TableException(
          "column \"%s\" cannot be both the %s and a feature".formatted(column.name(), role));
    }
  }

  /**
   * Unlike the core, which reads all rows in order, this cannot determine whether it counts the
   * rows.
   */
  private static void requireNamed(SparkTable table, List<Column> chosen, Settings settings)
      throws TableException {
    boolean unnamed = chosen.stream().anyMatch(column -> column.name().equals(UNNAMED));
    if (unnamed && settings.get(Settings.FEATURES).isEmpty()) {
      throw new TableException(
          "%s: the first column has no name; leave it out with data.exclude=%s if it only names or numbers the rows, or choose columns with data.features"
              .formatted(table.name(), UNNAMED));
    }
  }

  private static void requireUsable(SparkTable table, Column column, String remedy)
      throws TableException {
    if (column.kind() == Column.Kind.DATE || column.kind() == Column.Kind.OTHER) {
      throw new TableException(
          "%s: column \"%s\" is of type %s; %s"
              .formatted(table.name(), column.name(), column.sqlType(), remedy));
    }
  }

  /** All in order: features, label, weight. */
  List<Column> all() {
    List<Column> all = new ArrayList<>(features);
    all.add(label);
    if (weight != null) {
      all.add(weight);
    }
    return all;
  }

  /** The table with these columns alone, in that order, named by their places. */
  Dataset<Row> selected(SparkTable table) {
    // Spark's own look-up by name takes a and A for the same
    String[] places =
        IntStream.range(0, table.columns().size())
            .mapToObj(place -> "c" + place)
            .toArray(String[]::new);
    return table
        .rows()
        .toDF(places)
        .select(
            all().stream()
                .map(column -> functions.col(places[table.columns().indexOf(column)]))
                .toArray(org.apache.spark.sql.Column[]::new));
  }
}
