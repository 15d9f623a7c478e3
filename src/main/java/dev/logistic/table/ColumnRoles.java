package dev.logistic.table;

import dev.logistic.formula.Formula;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * @param trials how many trials a row counts, the label counting their events; null where each row
 *     is one
 * @param offset added to the logits; null for none
 * @param cluster whose equal values are one cluster; null for independent rows
 * @param group whose equal values are one group of rows that stays together; it may be the cluster
 *     too; null where each row is by itself
 * @param time in whose order rows are divided; null for a random division
 * @param levels which levels of the texts get indicators
 * @param derived how features that are derived from other columns are read, by name
 */
public record ColumnRoles(
    List<Column> features,
    Set<String> texts,
    Column label,
    @Nullable Column weight,
    @Nullable Column trials,
    @Nullable Column offset,
    @Nullable Column cluster,
    @Nullable Column group,
    @Nullable Column time,
    ChosenLevels levels,
    Map<String, Selection> derived) {

  private static final String LABEL = "label";
  private static final String WEIGHT = "weight";
  private static final String TRIALS = "number of trials";
  private static final String OFFSET = "offset";
  private static final String CLUSTER = "cluster";
  private static final String GROUP = "group";
  private static final String TIME = "time";

  /**
   * Columns of any kind that must be in the table, except those whose names may be levels.
   *
   * @throws TableException if the formula cannot be parsed
   */
  static Map<String, Column.Kind> expected(TableOptions options) throws TableException {
    Map<String, Column.Kind> expected = new HashMap<>();
    if (!options.terms().isEmpty()) {
      FormulaColumns formula = FormulaColumns.named(formula(options));
      formula.columns().forEach(name -> expected.put(name, Column.Kind.OTHER));
      formula.factors().forEach(name -> expected.put(name, Column.Kind.TEXT));
      formula
          .derived()
          .forEach(
              each ->
                  expected.put(
                      each.whole(), each.part() == null ? Column.Kind.TEXT : Column.Kind.DATE));
    }
    options.features().stream()
        .filter(name -> !name.contains("="))
        .forEach(name -> expected.put(name, Column.Kind.OTHER));
    options.categorical().forEach(name -> expected.put(name, Column.Kind.TEXT));
    expected.put(options.label(), Column.Kind.OTHER);
    if (!options.weight().isEmpty()) {
      expected.put(options.weight(), Column.Kind.NUMBER);
    }
    if (!options.trials().isEmpty()) {
      expected.put(options.label(), Column.Kind.NUMBER);
      expected.put(options.trials(), Column.Kind.NUMBER);
    }
    if (!options.offset().isEmpty()) {
      expected.put(options.offset(), Column.Kind.NUMBER);
    }
    for (String name : List.of(options.cluster(), options.group(), options.time())) {
      if (!name.isEmpty()) {
        expected.put(name, Column.Kind.OTHER);
      }
    }
    return expected;
  }

  private static Formula formula(TableOptions options) throws TableException {
    try {
      return Formula.parse(options.terms());
    } catch (IllegalArgumentException e) {
      throw new TableException("data.terms: " + e.getMessage());
    }
  }

  /**
   * Expands the formula of the features, which can use all columns without another role that are
   * not excluded.
   *
   * @throws TableException if it cannot be parsed, or names a column that it cannot use
   */
  static FormulaColumns formula(Columns table, TableOptions options) throws TableException {
    Formula formula = formula(options);
    Map<String, Column> others = others(table, options);
    for (String name : formula.columns()) {
      Optional<String> role = role(others, table.column(name));
      if (role.isPresent()) {
        throw new TableException(
            "data.terms: column \"%s\" cannot be both the %s and a feature"
                .formatted(name, role.get()));
      }
    }
    Set<String> excluded =
        new ChosenLevels(List.of(), options.exclude(), table.columns(), options.categorical())
            .excluded();
    return FormulaColumns.of(
        formula,
        table.columns().stream()
            .filter(column -> role(others, column).isEmpty() && !isRowName(table, column))
            .map(Column::name)
            .filter(name -> !excluded.contains(name))
            .toList());
  }

  /**
   * Chooses by the settings of a training.
   *
   * @throws TableException if a column is missing or cannot be used
   */
  public static ColumnRoles of(Columns table, TableOptions options) throws TableException {
    Map<String, Column> others = others(table, options);
    Column label = Objects.requireNonNull(others.get(LABEL));
    Predicate<Column> isOther = column -> role(others, column).isPresent();
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
      chosen.removeIf(isOther.or(column -> isRowName(table, column)));
    }
    for (Column column : chosen) {
      Optional<String> role = role(others, column);
      if (role.isPresent()) {
        throw new TableException(
            "column \"%s\" cannot be both the %s and a feature"
                .formatted(column.name(), role.get()));
      }
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
        List.copyOf(chosen),
        texts(table, chosen, options),
        label,
        others.get(WEIGHT),
        others.get(TRIALS),
        others.get(OFFSET),
        others.get(CLUSTER),
        options.group().isEmpty() ? null : table.column(options.group()),
        others.get(TIME),
        levels,
        derived(table));
  }

  private static Map<String, Selection> derived(Columns table) throws TableException {
    Map<String, Selection> derived = new HashMap<>();
    for (DerivedColumn part : table.derived().values()) {
      derived.put(part.name(), part.selection(table.column(part.whole())));
    }
    return derived;
  }

  /** The columns that are no features, by their roles. */
  private static Map<String, Column> others(Columns table, TableOptions options)
      throws TableException {
    Map<String, Column> others = new LinkedHashMap<>();
    addTo(others, CLUSTER, table, options.cluster(), "a cluster must be text, boolean or a number");
    addTo(others, LABEL, table, options.label(), "the label must be text, boolean or a number");
    addTo(others, WEIGHT, table, options.weight(), "a weight must be a number");
    addTo(others, TRIALS, table, options.trials(), "a number of trials must be a number");
    addTo(others, OFFSET, table, options.offset(), "an offset must be a number");
    boolean also = !options.cluster().isEmpty() && isSame(table, options);
    addTo(
        others,
        GROUP,
        table,
        also ? "" : options.group(),
        "a group must be text, boolean or a number: make it one in SQL with data.query");
    addTo(others, TIME, table, options.time(), "");
    return others;
  }

  /** Whether the groups are the clusters. */
  private static boolean isSame(Columns table, TableOptions options) throws TableException {
    return !options.group().isEmpty()
        && table.column(options.group()).equals(table.column(options.cluster()));
  }

  private static void addTo(
      Map<String, Column> others, String role, Columns table, String name, String remedy)
      throws TableException {
    if (name.isEmpty() && !role.equals(LABEL)) {
      return;
    }
    Column column = table.column(name);
    if (role.equals(TIME)) {
      requireOrder(table, column);
    } else {
      requireUsable(table, column, remedy);
    }
    Optional<String> earlier = role(others, column);
    if (earlier.isPresent()) {
      throw new TableException(
          "column \"%s\" cannot be both the %s and the %s"
              .formatted(column.name(), earlier.get(), role));
    }
    others.put(role, column);
  }

  private static void requireOrder(Columns table, Column column) throws TableException {
    if (column.kind() != Column.Kind.DATE && column.kind() != Column.Kind.NUMBER) {
      throw new TableException(
          "%s: column \"%s\" is of type %s; a time must be a date, a timestamp or a number: make it one in SQL with data.query, as in strptime(\"%s\", '%%d/%%m/%%Y')"
              .formatted(table.name(), column.name(), column.sqlType(), column.name()));
    }
  }

  private static Optional<String> role(Map<String, Column> others, Column column) {
    return others.entrySet().stream()
        .filter(other -> other.getValue().name().equals(column.name()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Set<String> texts(Columns table, List<Column> features, TableOptions options)
      throws TableException {
    Set<String> texts = new HashSet<>();
    for (Column column : features) {
      if (column.kind() == Column.Kind.TEXT) {
        texts.add(column.name());
      }
    }
    requireFeatures(table, features, options.categorical(), "data.categorical");
    texts.addAll(options.categorical());
    requireFeatures(table, features, options.missing().columns().keySet(), "data.missing");
    return texts;
  }

  private static void requireFeatures(
      Columns table, List<Column> features, Collection<String> names, String setting)
      throws TableException {
    for (String name : names) {
      if (!features.contains(table.column(name))) {
        throw new TableException(
            "column \"%s\" is named in %s, but is not a feature; features are %s"
                .formatted(
                    name, setting, Names.listed(features.stream().map(Column::name).toList())));
      }
    }
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

  /** Whether a feature is of the tokens of texts, which are kept apart from the cells. */
  boolean isOfTokens(Column feature) {
    Selection selection = derived.get(feature.name());
    return selection != null && selection.part() == null;
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
    return number(table, name, "a weight must be a number");
  }

  /** The column of numbers of trials. */
  static Column trials(Columns table, String name) throws TableException {
    return number(table, name, "a number of trials must be a number");
  }

  /** The column of offsets. */
  static Column offset(Columns table, String name) throws TableException {
    return number(table, name, "an offset must be a number");
  }

  private static Column number(Columns table, String name, String remedy) throws TableException {
    Column column = table.column(name);
    requireUsable(table, column, remedy);
    return column;
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
   * Features as numbers or texts, and after them the label and, if there are any, the weight, the
   * trials, the offset, the cluster and the group or the time.
   */
  List<Selection> selections() {
    List<Selection> selections = new ArrayList<>();
    for (Column column : features) {
      selections.add(
          derived.getOrDefault(
              column.name(),
              new Selection(column, isText(column) ? Selection.Form.TEXT : Selection.Form.NUMBER)));
    }
    selections.add(trials == null ? LabelCells.selection(label) : TrialCells.selection(label));
    if (weight != null) {
      selections.add(WeightCells.selection(weight));
    }
    if (trials != null) {
      selections.add(TrialCells.selection(trials));
    }
    if (offset != null) {
      selections.add(OffsetCells.selection(offset));
    }
    if (cluster != null) {
      selections.add(ClusterCells.selection(cluster));
    }
    if (group != null) {
      selections.add(ClusterCells.selection(group));
    }
    if (time != null) {
      selections.add(ClusterCells.selection(time));
    }
    return selections;
  }
}
