package dev.logistic.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that are used in training, and their roles.
 *
 * <p>For use within this project.
 *
 * @param features to learn from, in the order of the table, or of {@code data.features}
 * @param texts names of those features that are read as texts
 * @param label to be predicted
 * @param weight how much each row counts; null where all count alike
 * @param cluster whose equal values are one cluster; null for independent rows
 * @param levels which levels of the texts get indicators
 */
public record ColumnRoles(
    List<Column> features,
    Set<String> texts,
    Column label,
    @Nullable Column weight,
    @Nullable Column cluster,
    ChosenLevels levels) {

  /** Columns of any kind that must be in the table, except those whose names may be levels. */
  static Map<String, Column.Kind> expected(TableOptions options) {
    Map<String, Column.Kind> expected = new HashMap<>();
    options.features().stream()
        .filter(name -> !name.contains("="))
        .forEach(name -> expected.put(name, Column.Kind.OTHER));
    options.categorical().forEach(name -> expected.put(name, Column.Kind.TEXT));
    expected.put(options.label(), Column.Kind.OTHER);
    if (!options.weight().isEmpty()) {
      expected.put(options.weight(), Column.Kind.NUMBER);
    }
    if (!options.cluster().isEmpty()) {
      expected.put(options.cluster(), Column.Kind.OTHER);
    }
    return expected;
  }

  /**
   * Chooses by the settings of a training.
   *
   * @throws TableException if a column is missing or cannot be used
   */
  public static ColumnRoles of(Columns table, TableOptions options) throws TableException {
    Column label = table.column(options.label());
    requireUsable(table, label, "the label must be text, boolean or a number");
    Column weight = options.weight().isEmpty() ? null : weight(table, options.weight());
    Predicate<Column> isLabel = column -> column.name().equals(label.name());
    Predicate<Column> isWeight = column -> weight != null && column.name().equals(weight.name());
    if (weight != null && isLabel.test(weight)) {
      throw new TableException(
          "column \"%s\" cannot be both the label and the weight".formatted(label.name()));
    }
    Column cluster = options.cluster().isEmpty() ? null : table.column(options.cluster());
    Predicate<Column> isCluster = column -> cluster != null && column.name().equals(cluster.name());
    if (cluster != null) {
      requireUsable(table, cluster, "a cluster must be text, boolean or a number");
      if (isLabel.or(isWeight).test(cluster)) {
        throw new TableException(
            "column \"%s\" cannot be both the cluster and the %s"
                .formatted(cluster.name(), isLabel.test(cluster) ? "label" : "weight"));
      }
    }
    ChosenLevels levels =
        new ChosenLevels(
            options.features(), options.exclude(), table.columns(), options.categorical());
    for (String name : levels.excluded()) {
      table.column(name);
    }
    List<Column> chosen = new ArrayList<>();
    for (String name : levels.features()) {
      chosen.add(table.column(name));
    }
    if (chosen.isEmpty()) {
      chosen.addAll(table.columns());
      chosen.removeIf(isLabel.or(isWeight).or(isCluster).or(column -> isRowName(table, column)));
    }
    if (chosen.stream().anyMatch(isLabel)) {
      throw new TableException(
          "column \"%s\" cannot be both the label and a feature".formatted(label.name()));
    }
    if (chosen.stream().anyMatch(isWeight)) {
      throw new TableException(
          "column \"%s\" cannot be both the weight and a feature".formatted(options.weight()));
    }
    if (chosen.stream().anyMatch(isCluster)) {
      throw new TableException(
          "column \"%s\" cannot be both the cluster and a feature".formatted(options.cluster()));
    }
    chosen.removeIf(column -> levels.excluded().contains(column.name()));
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
    return new ColumnRoles(
        List.copyOf(chosen), texts(table, chosen, options), label, weight, cluster, levels);
  }

  private static Set<String> texts(Columns table, List<Column> features, TableOptions options)
      throws TableException {
    Set<String> texts = new HashSet<>();
    for (Column column : features) {
      if (column.kind() == Column.Kind.TEXT) {
        texts.add(column.name());
      }
    }
    for (String name : options.categorical()) {
      if (!features.contains(table.column(name))) {
        throw new TableException(
            "column \"%s\" is named in data.categorical, but is not a feature; features are %s"
                .formatted(name, Names.listed(features.stream().map(Column::name).toList())));
      }
      texts.add(name);
    }
    return texts;
  }

  /**
   * The levels that are to be references.
   *
   * @throws TableException if one is of no feature that has levels
   */
  public ReferenceLevels references(TableOptions options) throws TableException {
    List<String> others =
        features.stream().filter(column -> !isText(column)).map(Column::name).toList();
    return new ReferenceLevels(options.reference(), texts, others);
  }

  /** Whether a feature is read as text, and its texts are levels. */
  public boolean isText(Column feature) {
    return texts.contains(feature.name());
  }

  private static boolean isRowName(Columns table, Column column) {
    return table.rowNames().filter(column.name()::equals).isPresent();
  }

  /** The note about a column that is left out because it only names the rows, if there is one. */
  static List<String> notes(Columns table, TableOptions options) {
    return options.features().isEmpty()
        ? table.rowNames().stream()
            .map(
                name ->
                    ("%s: the first column has no name and only names or numbers the rows; it is"
                            + " not used")
                        .formatted(table.name()))
            .toList()
        : List.of();
  }

  /** The column of weights. */
  static Column weight(Columns table, String name) throws TableException {
    Column weight = table.column(name);
    requireUsable(table, weight, "a weight must be a number");
    return weight;
  }

  private static void requireUsable(Columns table, Column column, String remedy)
      throws TableException {
    if (column.kind() == Column.Kind.DATE || column.kind() == Column.Kind.OTHER) {
      throw new TableException(
          "%s: column \"%s\" is of type %s; %s"
              .formatted(table.name(), column.name(), column.sqlType(), remedy));
    }
  }

  /**
   * Features as numbers or texts, and after them the label and, if there are any, the weight and
   * the cluster.
   */
  List<Selection> selections() {
    List<Selection> selections = new ArrayList<>();
    for (Column column : features) {
      selections.add(
          new Selection(column, isText(column) ? Selection.Form.TEXT : Selection.Form.NUMBER));
    }
    selections.add(LabelCells.selection(label));
    if (weight != null) {
      selections.add(WeightCells.selection(weight));
    }
    if (cluster != null) {
      selections.add(ClusterCells.selection(cluster));
    }
    return selections;
  }
}
