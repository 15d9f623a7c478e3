package dev.logistic.spark.table;

import dev.logistic.formula.Formula;
import dev.logistic.table.Column;
import dev.logistic.table.ColumnRoles;
import dev.logistic.table.RemoteFormula;
import dev.logistic.table.TableException;
import dev.logistic.table.TableOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that are used in training.
 *
 * @param roles chosen as in the core
 * @param formula of the features, or null
 */
record ColumnChoice(ColumnRoles roles, @Nullable RemoteFormula formula) {

  /** Spark's name for the first column of a text file whose header has none. */
  private static final String UNNAMED = "_c0";

  /**
   * @param given as the user has it
   * @param formula of the features, or null
   * @throws TableException if a column is missing or cannot be used
   */
  static ColumnChoice of(SparkTable table, TableOptions given, @Nullable RemoteFormula formula)
      throws TableException {
    ColumnRoles roles =
        formula == null
            ? ColumnRoles.of(table, given)
            : ColumnRoles.of(formula.columns(), formula.options());
    requireNamed(table, roles.features(), given);
    return new ColumnChoice(roles, formula);
  }

  /**
   * Unlike the core, which reads all rows in order, Spark cannot determine whether the column
   * numbers the rows.
   */
  private static void requireNamed(SparkTable table, List<Column> chosen, TableOptions given)
      throws TableException {
    boolean unnamed = chosen.stream().anyMatch(column -> column.name().equals(UNNAMED));
    boolean ofFormula = !given.terms().isEmpty();
    boolean wanted =
        ofFormula
            ? Formula.parse(given.terms()).columns().contains(UNNAMED)
            : !given.features().isEmpty();
    if (unnamed && !wanted) {
      throw new TableException(
          "%s: the first column has no name; leave it out with data.exclude=%s if it only names or numbers the rows, or %s"
              .formatted(
                  table.name(),
                  UNNAMED,
                  ofFormula ? "give it a name in the file" : "choose columns with data.features"));
    }
  }

  List<Column> features() {
    return roles.features();
  }

  Column label() {
    return roles.label();
  }

  boolean isWeighted() {
    return roles.weight() != null;
  }

  /** All in order: features, label, weight. */
  List<Column> all() {
    List<Column> all = new ArrayList<>(features());
    all.add(label());
    if (roles.weight() != null) {
      all.add(roles.weight());
    }
    return all;
  }

  /**
   * The table with only these columns, in that order, named by their positions.
   *
   * @throws TableException if a part of dates cannot be computed
   */
  Dataset<Row> selected(SparkTable table) throws TableException {
    // Spark's own look-up by name ignores case
    String[] places =
        IntStream.range(0, table.columns().size())
            .mapToObj(place -> "c" + place)
            .toArray(String[]::new);
    List<org.apache.spark.sql.Column> chosen = new ArrayList<>();
    for (Column column : all()) {
      Optional<RemoteFormula.DatePart> part =
          formula == null ? Optional.empty() : formula.partOf(column);
      Column whole = part.map(RemoteFormula.DatePart::whole).orElse(column);
      org.apache.spark.sql.Column cells = functions.col(places[table.columns().indexOf(whole)]);
      chosen.add(
          part.isEmpty()
              ? cells
              : DateParts.of(cells, column.name(), part.get(), table.timeZone())
                  .as("p" + chosen.size()));
    }
    return table.rows().toDF(places).select(chosen.toArray(org.apache.spark.sql.Column[]::new));
  }
}
