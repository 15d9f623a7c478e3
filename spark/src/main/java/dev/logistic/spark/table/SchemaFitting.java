package dev.logistic.spark.table;

import dev.logistic.data.table.ChosenLevels;
import dev.logistic.data.table.Column;
import dev.logistic.data.table.ColumnRoles;
import dev.logistic.data.table.Names;
import dev.logistic.data.table.Numbers;
import dev.logistic.data.table.ReferenceLevels;
import dev.logistic.data.table.TableException;
import dev.logistic.data.table.TableOptions;
import dev.logistic.data.table.TextKinds;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Learns from a scan how columns become features, as the core does from its own tables. */
final class SchemaFitting {

  private final String table;
  private final ColumnRoles roles;
  private final List<Column> columns;
  private final TableScan scan;
  private final TableOptions options;
  private final boolean fills;
  private final List<Term> features = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  SchemaFitting(String table, ColumnRoles roles, TableScan scan, TableOptions options) {
    this.table = table;
    this.roles = roles;
    this.columns = roles.features();
    this.scan = scan;
    this.options = options;
    this.fills = options.missing() == TableOptions.Missing.FILL;
  }

  /** Where each feature column's cells are found. */
  List<Integer> places() {
    return places;
  }

  /** What a user should know, such as constant columns. */
  List<String> warnings() {
    return warnings;
  }

  /**
   * Without standardization, which the training adds.
   *
   * @throws TableException if cells are missing that may not be, or a column cannot be a feature
   */
  FeatureSchema fit() throws TableException {
    if (!fills) {
      requireNoneMissing();
    }
    ReferenceLevels references = roles.references(options);
    for (int place = 0; place < columns.size(); place++) {
      Column column = columns.get(place);
      if (scan.feature(place).isEmpty()) {
        throw new TableException(
            "column \"%s\" has no values in the training rows; leave it out with data.exclude"
                .formatted(column.name()));
      }
      if (roles.isText(column)) {
        addText(place, column, scan.feature(place), references);
      } else {
        addNumber(place, column, scan.feature(place));
      }
    }
    references.requireAllFound();
    if (features.isEmpty()) {
      throw new TableException("no column is left to learn from: all are constant texts");
    }
    try {
      return new FeatureSchema(features, Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new TableException(e.getMessage() + "; rename a column in SQL with data.query");
    }
  }

  private void requireNoneMissing() throws TableException {
    List<String> found = new ArrayList<>();
    for (int place = 0; place < columns.size(); place++) {
      FeatureScan cells = scan.feature(place);
      if (cells.missing() > 0) {
        found.add(
            "column \"%s\" has %s, one in the row %s"
                .formatted(
                    columns.get(place).name(),
                    Names.counted(cells.missing(), "missing value"),
                    cells.missingRow()));
      }
    }
    if (!found.isEmpty()) {
      throw new TableException(
          table
              + ": "
              + String.join("; ", found)
              + "; leave columns out with data.exclude, or fill values in with data.missing=mean");
    }
  }

  private void add(int place, Term term) {
    features.add(term);
    places.add(place);
  }

  private void addNumber(int place, Column column, FeatureScan cells) {
    if (cells.isConstant()) {
      warnConstant(column, Numbers.text(cells.mean()));
    }
    Double fill = fills ? cells.mean() : null;
    add(
        place,
        column.kind() == Column.Kind.BOOLEAN
            ? new FlagTerm(column.name(), fill)
            : new NumberTerm(column.name(), fill));
  }

  private void addText(int place, Column column, FeatureScan cells, ReferenceLevels references)
      throws TableException {
    cells.kinds().require(table, column, cells.levels().keySet());
    if (cells.overflown()) {
      throw TextKinds.tooMany(table, column, options.maxLevels());
    }
    List<String> natural =
        cells.levels().keySet().stream().filter(level -> cells.weight(level) > 0).sorted().toList();
    ChosenLevels.Split split =
        roles.levels().split(column.name(), references.ordered(column.name(), natural));
    List<String> known = split.levels();
    if (known.size() == 1) {
      warnConstant(column, Names.quoted(known.get(0)));
      return;
    }
    Double fill = null;
    if (fills) {
      Comparator<String> byCount = Comparator.comparingDouble(level -> count(cells, split, level));
      String frequent =
          known.stream().max(byCount.thenComparing(Comparator.reverseOrder())).orElseThrow();
      fill = (double) known.indexOf(frequent);
    }
    add(place, new LevelsTerm(column.name(), known, split.merged(), fill));
  }

  /** The weight of the rows that read as a level: those of merged ones read as the reference. */
  private static double count(FeatureScan cells, ChosenLevels.Split split, String level) {
    double count = cells.weight(level);
    if (level.equals(split.levels().get(0))) {
      for (String merged : split.merged()) {
        count += cells.weight(merged);
      }
    }
    return count;
  }

  private void warnConstant(Column column, String value) {
    warnings.add(
        "column \"%s\" is %s in every training row and tells nothing"
            .formatted(column.name(), value));
  }
}
